"""The verbs that only ask."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from teamforge.app.api.verbs import Body, MissingError, OfChallenge, Verb, asked, known
from teamforge.app.asking import RefusedError
from teamforge.app.keeping import can_keep, seal_of_file
from teamforge.app.papers import PAPERS, paper_of
from teamforge.app.standing import repair_of
from teamforge.assignments import in_force
from teamforge.conflicts import find_conflicts
from teamforge.records.decisions.chain import Decisions, read_decisions

if TYPE_CHECKING:
    from teamforge.app.asking import Desk
    from teamforge.assignments import Assignment

_MOST = 100


class AskReserves(OfChallenge):
    """Who could step in on each seat, or on some."""

    per_seat: Annotated[int, Field(ge=1, le=100)] = 3
    seats: list[str] | None = Field(None, description="Ids of seats; left out, all.")


class AskBlocked(OfChallenge):
    """Who has a role for a seat, and is kept off every team."""

    seat: str = Field(description="The id of the seat.")


class AskWhyNot(OfChallenge):
    """Why some peers are not on the team."""

    peers: Annotated[list[str], Field(min_length=1, max_length=20)]


class AskWindows(OfChallenge):
    """Every window with its best team, or some windows."""

    starts: list[date] | None = Field(None, description="First days; left out, all.", strict=False)


class AskPaper(Body):
    """A paper to send: its media type, and its content in base64."""

    challenge: str = Field(description="Its id.")
    paper: str = Field(description=f"One of {', '.join(name for name, _ in PAPERS)}.")


class AskPeers(Body):
    """Which peers have these words in their name or id."""

    who: str = Field(min_length=1, max_length=200, description="Words of a name, or an id.")


class AskRepair(Body):
    """The fewest changes that make the team whole that stands by the history."""

    challenge: str = Field(description="Its id.")


def _challenges(desk: Desk, _: None) -> object:
    season, files = desk.files.now(), desk.files.project.challenges
    return [
        {
            "id": each.id,
            "title": each.title,
            "hosts": each.hosts,
            "as_of": each.as_of,
            "seats": each.seat_ids,
            "seal": seal_of_file(file) if (file := files.get(each.id)) is not None and can_keep(file) else None,
        }
        for each in season.challenges.values()
    ]


def _faults(desk: Desk, _: None) -> object:
    season = desk.files.now()
    return [asdict(each) for each in (*season.faults, *season.unread)]


def _assignments(desk: Desk, _: None) -> object:
    pool = desk.files.now().sound
    return {"rows": len(pool.assignments), "assignments": [row_of(each) for each in in_force(pool)]}


def _decisions(desk: Desk, _: None) -> object:
    path = desk.files.decisions
    found = read_decisions(path) if path.exists() else Decisions((), ())
    return {"count": len(found), **found.to_dict()}


def row_of(row: Assignment) -> dict[str, object]:
    """Return a row of the history without its remark, and without who reported it."""
    names = ("challenge_id", "seat", "peer_id", "start", "end", "state", "on")
    return {name: getattr(row, name) for name in names}


def _compose(desk: Desk, body: OfChallenge) -> object:
    season = desk.files.now()
    return season.result(asked(season, body)).to_dict()


def _reserves(desk: Desk, body: AskReserves) -> object:
    season = desk.files.now()
    return season.result(asked(season, body)).reserves(per_seat=body.per_seat, seats=body.seats).to_dict()


def _blocked(desk: Desk, body: AskBlocked) -> object:
    season = desk.files.now()
    return {"peers": season.result(asked(season, body)).blocked(body.seat)}


def _why_not(desk: Desk, body: AskWhyNot) -> object:
    season = desk.files.now()
    return season.result(asked(season, body)).why_not(body.peers).to_dict()


def _windows(desk: Desk, body: AskWindows) -> object:
    season = desk.files.now()
    return season.result(asked(season, body)).windows(starts=body.starts).to_dict()


def _conflicts(desk: Desk, body: OfChallenge) -> object:
    season = desk.files.now()
    return {"findings": find_conflicts(season.sound, asked(season, body)).findings()}


def _peers(desk: Desk, body: AskPeers) -> object:
    found = desk.files.now().find_peers(body.who)
    return {"peers": found[:_MOST], "count": len(found)}


def _paper(desk: Desk, body: AskPaper) -> object:
    season = desk.files.now()
    found = paper_of(desk, season, known(season, body.challenge), body.paper)
    return {"type": found.type, "content": b64encode(found.content).decode("ascii")}


def _repair(desk: Desk, body: AskRepair) -> object:
    season = desk.files.now()
    stands = repair_of(season, known(season, body.challenge))
    if stands is None:
        raise MissingError("no team stands: nobody was proposed, or the visit is over")
    if stands.found is None:
        raise RefusedError(stands.why)
    return stands.found.to_dict()


QUESTIONS = (
    Verb("/api/challenges", _challenges, "The challenges of the folder"),
    Verb("/api/faults", _faults, "Every fault of the files, with how to mend it"),
    Verb("/api/assignments", _assignments, "The history: the row in force of each challenge and peer"),
    Verb(
        "/api/decisions",
        _decisions,
        "The decisions, with who decided, in which role and why; whether their record holds",
    ),
    Verb("/api/compose", _compose, "The best team of a challenge, with what is proved", OfChallenge),
    Verb("/api/reserves", _reserves, "Who could step in on each seat", AskReserves),
    Verb("/api/blocked", _blocked, "Who has a role for a seat, and cannot have it", AskBlocked),
    Verb("/api/why-not", _why_not, "Why peers are not on the team", AskWhyNot),
    Verb("/api/windows", _windows, "Every window with its best team", AskWindows),
    Verb("/api/conflicts", _conflicts, "Every conflict of interest with its path", OfChallenge),
    Verb("/api/peers", _peers, "The ids of peers, found by name or id", AskPeers),
    Verb("/api/paper", _paper, "A paper of the team that stands or, before that, of the best one", AskPaper),
    Verb("/api/repair", _repair, "The fewest changes to the team that stands", AskRepair),
)
