"""From arguments to an exit status: every error becomes words on standard error, never a traceback."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from teamforge.cli.at_once import answered_at_once
from teamforge.cli.statuses import ExitStatus
from teamforge.cli.streams import abandon, make_legible, to_stderr

_SHORTLY = 0.01
"""Seconds until a dropped interrupt is sent again."""


def run(arguments: Sequence[str]) -> int:
    """
    Run a command.

    Returns
    -------
    int
        The exit status: an `ExitStatus`.
    """
    make_legible()
    try:
        with _interrupts_repeated():
            status = _invoke(arguments)
            sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- whatever it is, its text may hold somebody's data
        return ExitStatus.INTERRUPTED if _is_interrupt(error) else _report(error)
    return status


def _is_interrupt(error: Exception) -> bool:
    """Return whether Ctrl-C came while a compiled module was imported, which then says that the import failed."""
    return isinstance(error, ImportError) and isinstance(error.__cause__, KeyboardInterrupt)


@contextmanager
def _interrupts_repeated() -> Iterator[None]:
    """
    Send Ctrl-C again if Python drops it.

    An interrupt that arrives in a finalizer or in a callback of the garbage collector is reported and forgotten, and
    the command would go on.
    """
    before = sys.unraisablehook

    def hook(dropped: sys.UnraisableHookArgs) -> None:
        if dropped.exc_type is KeyboardInterrupt:
            # Sent later and from another thread: raised here, it would be dropped as well.
            threading.Timer(_SHORTLY, _interrupt).start()
        else:
            before(dropped)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def _interrupt() -> None:
    """Interrupt the main thread, even while it waits in a system call."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _report(error: Exception) -> int:
    """Say what went wrong, and return the exit status."""
    from teamforge.errors import InputError

    match error:
        case InputError():
            to_stderr(f"error: {error}")
            return ExitStatus.WRONG_INPUT
        case BrokenPipeError():
            abandon(sys.stdout)  # its reader has read enough
        case OSError():
            abandon(sys.stdout)
            from teamforge.cli.places import how_to_go_on

            place = f": {error.filename}" if error.filename else ""
            mend = how_to_go_on(error) if place else ""
            to_stderr(f"error: {error.strerror or type(error).__name__}{place}" + (mend and f"; {mend}"))
        case ExceptionGroup():
            return max(_report(each) for each in error.exceptions)
        case MemoryError():
            to_stderr("error: there is not enough memory for this")
        case _:
            _confess(error)
    return ExitStatus.OURS


def _invoke(arguments: Sequence[str]) -> int:
    if answered_at_once(arguments):
        return ExitStatus.OK
    from teamforge.cli.app import commands

    try:
        commands(next(iter(arguments), None)).main(args=list(arguments), prog_name="teamforge")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitStatus.OK
    return ExitStatus.OK


def _confess(error: Exception) -> None:
    """Say that the fault is ours and where it is, without anybody's data."""
    from teamforge.errors import InternalError
    from teamforge.log import place_of

    if isinstance(error, InternalError):
        rules = sorted({violation.partition(":")[0] for violation in error.violations})
        to_stderr(f"internal error: {error.args[0]}" + (f" ({', '.join(rules)})" if rules else ""))
    else:
        to_stderr(f"internal error: {type(error).__name__} at {place_of(error)}")
    to_stderr("This is a fault of TeamForge, not of your files. Please report the line above,")
    to_stderr("with the output of `teamforge --version`; it holds nothing of your data.")
