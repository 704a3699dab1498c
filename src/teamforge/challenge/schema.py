"""The JSON Schema of a challenge file, for editors and other programs."""

from __future__ import annotations

from typing import Any

from teamforge.challenge.model import Challenge


def challenge_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of what a challenge file may hold.

    Words of closed vocabularies are in lower case; `read_challenge` ignores case. Rules between fields are left to
    `read_challenge`, and the fit to a pool to `compose`.

    Examples
    --------
    >>> schema = challenge_schema()
    >>> schema["required"]
    ['id', 'hosts', 'as_of', 'on_site', 'scope']
    >>> schema["properties"]["unknown_availability"]["enum"]
    ['busy', 'free']
    """
    schema = Challenge.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
