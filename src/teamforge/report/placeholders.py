"""What is wrong with a template: what it asks for and we do not have, and the reverse."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from teamforge.errors import Fault, close_match


def template_fault(value: str | None, expected: str, mend: str) -> Fault:
    """Return a fault of a template."""
    return Fault("template", None, None, value, expected, mend)


def placeholder_faults(asked: Collection[str], known: Sequence[str], needed: Sequence[str], of: str) -> list[Fault]:
    """
    Return a fault for each placeholder in a template that is not known, and for each that is needed and missing.

    Examples
    --------
    >>> print(*placeholder_faults({"titel"}, ("title", "team"), (), "the team sheet"))
    template: found 'titel', expected a placeholder of the team sheet; did you mean 'title'?
    """
    use = f"use {', '.join(known)}"
    return [
        *(
            template_fault(name, f"a placeholder of {of}", close_match(name, known) or use)
            for name in sorted(set(asked) - set(known))
        ),
        *(
            template_fault(None, f"the placeholder {name}", f"write {{{{ {name} }}}} or ask for its parts")
            for name in needed
            if name not in asked
        ),
    ]
