"""What a command does with memory that it no longer needs."""

from __future__ import annotations

_M_TRIM_THRESHOLD, _M_MMAP_MAX, _M_ARENA_MAX = -1, -4, -8
"""The numbers of three parameters of GNU's `mallopt`."""


def keep_freed_memory() -> None:
    """
    Keep memory that is freed for whatever needs some next, where the C library is GNU's.

    A large pool makes hundreds of large arrays, one after the other. The system would clear the memory of each anew,
    page by page, which took a sixth of the time of a command. A command ends soon, and then nothing is kept.
    """
    try:
        import ctypes

        mallopt = ctypes.CDLL(None).mallopt
    except (ImportError, AttributeError, OSError, TypeError):  # another C library; on Windows there is none to name
        return
    mallopt(_M_TRIM_THRESHOLD, -1)  # nothing is given back
    mallopt(_M_MMAP_MAX, 0)  # no array is mapped separately
    mallopt(_M_ARENA_MAX, 1)  # threads share one heap
