"""What a command does with memory that it no longer needs."""

from __future__ import annotations

import ctypes

_SETTINGS = ((-1, -1), (-4, 0), (-8, 1))
"""
Parameters of GNU's `mallopt` and their values: no memory is given back (`M_TRIM_THRESHOLD`), no array is mapped apart
(`M_MMAP_MAX`), and threads share one heap (`M_ARENA_MAX`).
"""


def keep_freed_memory() -> None:
    """
    Keep memory that is freed for whatever needs some next, where the C library is GNU's.

    A large pool makes hundreds of large arrays, one after the other. The system would clear the memory of each anew,
    page by page, which took a sixth of the time of a command. A command ends soon, and then nothing is kept.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library; on Windows there is none to name
        return
    for parameter, value in _SETTINGS:
        mallopt(parameter, value)
