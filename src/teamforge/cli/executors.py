"""The executor that an address names."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib.util import find_spec

import typer

_DASK = "dask://"


def refuse_other_addresses(value: str | None) -> str | None:
    """Refuse any address but that of a Dask scheduler, before anything is read."""
    if value is None:
        return None
    if not value.startswith(_DASK) or value == _DASK:
        raise typer.BadParameter(f"{value!r} is no address such as dask://HOST:PORT")
    if not find_spec("distributed"):
        raise typer.BadParameter("Dask needs more: pip install 'teamforge[scale]'")
    return value


@contextmanager
def connected(address: str | None, workers: int) -> Iterator[Executor | None]:
    """
    Yield an executor on a scheduler's workers; None without an address.

    Raises
    ------
    BadParameter
        If no scheduler answers there, or a number of workers is given as well.
    """
    if address is None:
        yield None
        return
    if workers > 1:
        raise typer.BadParameter("the scheduler has its own workers: leave --workers out", param_hint="--executor")
    from distributed import Client

    try:
        client = Client(f"tcp://{address.removeprefix(_DASK)}", timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError):
        raise typer.BadParameter(f"no scheduler answers at {address}", param_hint="--executor") from None
    with client:
        # With pure functions, Dask would answer a repeated call from memory.
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
