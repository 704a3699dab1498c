"""The JSON Schema of a programme's file, for editors and other programs."""

from __future__ import annotations

from typing import Any

from teamforge.challenge.programme.model import Programme


def programme_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of what the file of a programme may hold.

    A challenge is given as its path, or stands in the file itself, where `as_of` is optional.

    Examples
    --------
    >>> schema = programme_schema()
    >>> schema["required"]
    ['id', 'as_of', 'challenges']
    >>> schema["$defs"]["Challenge"]["required"]
    ['id', 'hosts', 'on_site', 'scope']
    """
    schema = Programme.model_json_schema(mode="validation")
    schema["$defs"]["Challenge"]["required"].remove("as_of")
    challenges = schema["properties"]["challenges"]
    challenges["items"] = {"anyOf": [{"type": "string", "pattern": r"\S"}, challenges["items"]]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
