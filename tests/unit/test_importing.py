"""What the page for those who import TeamForge says of logging, threads and processes."""

from __future__ import annotations

import logging
import multiprocessing
import pickle
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge import Challenge, Pool, Result


@pytest.fixture(scope="module")
def demo() -> tuple[Pool, Challenge]:
    return teamforge.load_demo()


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_one_pool_serves_many_at_once(demo: tuple[Pool, Challenge], kind: str) -> None:
    """The same pool and challenge in four threads, or sent to two fresh processes: the same record, to the seal."""
    executor: Executor
    if kind == "threads":
        executor = ThreadPoolExecutor(4)
    else:
        executor = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))
    with executor:
        found = list(executor.map(teamforge.compose, [demo[0]] * 8, [demo[1]] * 8))
    assert {result.to_record()["seal"] for result in found} == {teamforge.compose(*demo).to_record()["seal"]}


def test_answers_survive_pickling(demo: tuple[Pool, Challenge]) -> None:
    """A result crosses a process whole, and later questions can be asked of it there."""
    result = teamforge.compose(*demo)
    again: Result = pickle.loads(pickle.dumps(result))  # noqa: S301 -- our own bytes
    assert again.to_record() == result.to_record()
    assert teamforge.records.verify(again.to_record(), again.pool, again.challenge).holds
    assert [each.peer_id for each in again.reserves(per_seat=1)] == [
        each.peer_id for each in result.reserves(per_seat=1)
    ]


def test_no_person_is_logged_and_nobody_is_asked(
    demo: tuple[Pool, Challenge],
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No output, no connection, no thread left behind; the log and `progress` say nothing about a person."""

    def refuse(*_: object) -> None:
        pytest.fail("something asked for a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    told: list[str] = []
    before = threading.active_count()
    with caplog.at_level(logging.DEBUG):
        teamforge.compose(*demo, progress=told.append)
        teamforge.compose(*demo).why_not(peers=["P001"])
    logged = [record.getMessage() for record in caplog.records]
    assert capsys.readouterr() == ("", "")
    assert threading.active_count() == before
    assert logged
    assert told
    people = [*demo[0].peers.ids, *filter(None, demo[0].peers.names.values if demo[0].peers.names else ())]
    assert len(people) == 2 * len(demo[0])
    assert not any(person in line for person in people for line in [*logged, *told])


def test_a_pool_cannot_be_changed_by_accident(demo: tuple[Pool, Challenge]) -> None:
    """Its tables are frozen, as is the challenge: what many share, none can spoil."""
    pool, challenge = demo
    attempts: tuple[Callable[[], object], ...] = (
        lambda: pool.peers.max_per_year.__setitem__(0, 9),
        lambda: setattr(pool, "peers", None),
        lambda: setattr(challenge, "id", "another"),
    )
    for attempt in attempts:
        with pytest.raises((ValueError, AttributeError)):
            attempt()
