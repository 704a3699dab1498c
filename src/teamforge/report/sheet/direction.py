"""Which way a line of text runs."""

from __future__ import annotations

import unicodedata


def right_to_left(text: str) -> bool:
    """
    Return whether a line of text runs from right to left, judged by its first letter that has a direction.

    Examples
    --------
    >>> right_to_left("P12 אברהם"), right_to_left("(12) אברהם")
    (False, True)
    """
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way != "L" for way in strong if way in {"L", "R", "AL"}), False)
