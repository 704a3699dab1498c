"""A command keeps the memory that it frees."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = """
import resource, sys
import numpy as np
from pathlib import Path
from teamforge.cli.reading import read_with_faults

read_with_faults(Path(sys.argv[1]), None)
faults = []
for _ in range(5):
    np.ones(3_000_000, dtype=np.uint8)  # from 4 MB on NumPy asks for larger pages, of which there are few
    faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
print(faults[-1] - faults[0])
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the C library of GNU can be told to")
def test_the_next_large_array_gets_it(tmp_path: Path) -> None:
    """No page of it is cleared by the system again."""
    Path(tmp_path, "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\n", encoding="utf-8")
    told = subprocess.run([sys.executable, "-c", DRIVER, tmp_path], capture_output=True, text=True, check=True).stdout
    assert int(told) < 10


def test_a_python_without_ctypes_reads_a_pool_too(tmp_path: Path) -> None:
    Path(tmp_path, "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\n", encoding="utf-8")
    without = "import sys; sys.modules['_ctypes'] = None\n" + DRIVER
    subprocess.run([sys.executable, "-c", without, tmp_path], check=True)
