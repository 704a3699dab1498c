"""`teamforge pseudonymise`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import ChallengePath, PoolPath, flag, option
from teamforge.cli.places import all_or_none, refuse_unwritable
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_with_faults
from teamforge.cli.streams import to_stderr, write
from teamforge.errors import InputError

if TYPE_CHECKING:
    from teamforge.pseudonyms import PseudonymisedPool

_OTHER_FILES = {".csv", ".docx", ".html", ".ics", ".json", ".ods", ".parquet", ".pdf", ".toml", ".xls", ".xlsm", ".zip"}


def pseudonymise(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    out: Annotated[Path, option("--out", "PLACE", "A new or empty folder, or with a challenge a new .xlsx workbook.")],
    key: Annotated[Path, option("--key", "FILE", "The secret key: keep it, and never hand it on.")],
    new_key: Annotated[bool, flag("--new-key", "Make the key file, which must not be there yet.")] = False,
    keep: Annotated[
        list[str] | None,
        option("--keep", "COLUMN", "A column of peers to keep: an attribute, or political_group. May be given again."),
    ] = None,
    listed: Annotated[
        Path | None, option("--list", "FILE", "Also write who is who, as CSV: keep it with the key.")
    ] = None,
) -> None:
    """
    Write a pool in which nobody is named, to hand on.

    A challenge for it can be given as well. Use it to try things out elsewhere, or to ask for help.

    Ids of peers, organisations and challenges become pseudonyms, the same each time with the same key. Names, notes,
    political groups, attributes, reasons and whatever TeamForge does not know are left out. What is left is still
    personal data.

    \b
    Example:
      teamforge pseudonymise pool challenge.toml --out safe --key secret.key --new-key
      teamforge compose safe/pool safe/challenge.json
    """  # noqa: D301 -- \b keeps the lines of the example apart
    if out.suffix.lower() in _OTHER_FILES:
        raise typer.BadParameter(f"{out} is neither a folder nor an .xlsx workbook", param_hint="--out")
    for place, hint in ((out if _is_workbook(out) and not out.exists() else None, "--out"), (listed, "--list")):
        if place is not None:
            refuse_unwritable(place, hint)
    with progress("reading the files") as say:
        from teamforge.pseudonyms import Key
        from teamforge.pseudonyms import pseudonymise as find

        whole, asked, faults = read_with_faults(pool, challenge)
        if faults or whole is None:
            raise InputError(faults)
        secret = Key.new() if new_key else Key.read(key)
        found = find(whole, secret, asked, keep or ())
        say("writing")
        book = _workbook(found, out) if _is_workbook(out) else None
        with all_or_none() as begun:
            if new_key:
                secret.save(key)
                begun.append(key)  # without a pool nothing was made with it, and the next attempt wants a new one
            _write_new(found, out, book)
    if listed is not None:
        _list(found, listed)
    for column in found.left_out:
        to_stderr(f"left out: peers, column {column}")
    if "political_group" in found.left_out:
        to_stderr("without political groups, the criteria member match and distinct groups give other points")
    written = f"wrote {len(found.pseudonyms):,} peers under pseudonyms to {out}\n"
    write(written + f"this is still personal data; whoever has {key} can see who is who\n")


def _workbook(found: PseudonymisedPool, out: Path) -> bytes:
    """Return a workbook of pool and challenge."""
    from teamforge.workbook.template import workbook_of

    if found.challenge is None:
        raise typer.BadParameter(
            f"{out}: a workbook holds a challenge too: give one, or name a folder", param_hint="--out"
        )
    return workbook_of(found.tables, found.challenge)


def _is_workbook(out: Path) -> bool:
    return out.suffix.lower() == ".xlsx"


def _write_new(found: PseudonymisedPool, out: Path, book: bytes | None) -> None:
    """Write a folder, or the content of a workbook, where nothing is yet."""
    from teamforge.tables.saving import save
    from teamforge.workbook.writing import new_workbook

    try:
        if book is None:
            found.write(out)
        else:
            save(new_workbook(out), book)
    except FileExistsError:
        msg = f"{out} already exists: nothing was written; name a new one"
        raise typer.BadParameter(msg, param_hint="--out") from None


def _list(found: PseudonymisedPool, path: Path) -> None:
    from teamforge.report.tabular import to_csv
    from teamforge.tables.saving import save

    save(path, to_csv(("peer_id", "pseudonym"), list(found.pseudonyms.items())).encode())
