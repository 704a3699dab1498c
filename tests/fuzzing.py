"""Fuzzing the readers: files with something changed, for a second by default and for two minutes with `--full`."""

from __future__ import annotations

import io
import resource
import time
import warnings
import zipfile
from collections.abc import Callable, Sequence
from random import Random

import pytest

from teamforge.errors import InputError

__all__ = ["changed", "changed_package", "fuzz"]

SECONDS, FULL_SECONDS = 1.0, 120.0
MOST_SECONDS = 20.0
"""Of the processor's time, for one file."""
MOST_KILOBYTES = 1_000_000


def fuzz(request: pytest.FixtureRequest, draw: Callable[[Random], bytes], read: Callable[[bytes], object]) -> None:
    """
    Read drawn files until the time is up: each gives an answer or an `InputError`, in bounded time and memory.

    What is drawn depends on its number alone, so that a failure can be repeated with `draw(Random(number))`.
    """
    end = time.monotonic() + (FULL_SECONDS if request.config.getoption("--full") else SECONDS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    number = 0
    while time.monotonic() < end:
        content = draw(Random(number))
        began = time.process_time()
        try:
            read(content)
        except InputError:
            pass
        except BaseException as error:
            error.add_note(f"the file drawn with Random({number})")
            raise
        assert time.process_time() - began < MOST_SECONDS, f"the file drawn with Random({number}) takes too long"
        number += 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KILOBYTES
    request.node.user_properties.append(("files", number))


def changed(rng: Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of some files with a few pieces of it replaced, repeated, moved or left out."""
    raw = bytearray(rng.choice(seeds))
    for _ in range(rng.randint(1, 6)):
        start = rng.randint(0, len(raw))
        end = min(len(raw), start + rng.choice([0, 1, 1, 2, 8, 64]))
        match rng.randrange(5):
            case 0:
                raw[start:end] = rng.randbytes(end - start)
            case 1:
                raw[start:end] = rng.choice(words)
            case 2:
                raw[start:end] = raw[start:end] * rng.choice([0, 2, 3, 1000])
            case 3:
                raw[start:end] = rng.choice(seeds)[: rng.randint(0, 200)]
            case _:
                raw[start:end] = str(rng.choice([0, -1, 2**31, 2**64, 10**400, 1e308])).encode()
    return bytes(raw)


def changed_package(rng: Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of some zip files with something changed in its bytes, or in one of its parts or their names."""
    raw = rng.choice(seeds)
    if not rng.randrange(4):
        return changed(rng, [raw], words)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    place = rng.randrange(len(parts))
    name, content = parts[place]
    match rng.randrange(6):
        case 0:
            del parts[place]
        case 1:
            parts.append((name, rng.choice(parts)[1]))
        case 2:
            parts[place] = (rng.choice([name.upper(), name.replace("/", "\\"), "/" + name, name + "x"]), content)
        case _:
            parts[place] = (name, changed(rng, [content], words))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a part may be there twice
        for name, content in parts:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, content)
    return file.getvalue()
