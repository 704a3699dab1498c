"""The plan is the same whoever shares the work and in any order; what is sent; and what ends it early."""

from __future__ import annotations

import signal
import time
import zlib
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from random import Random
from typing import Any

import pytest

from teamforge import Plan, Pool, plan
from teamforge.certificate.plan_check import check_plan_certificate
from teamforge.challenge.programme import Programme
from teamforge.demo import load_demo_programme
from teamforge.errors import InternalError
from teamforge.forge.programme import column_generation, planning, workers
from teamforge.forge.programme.outcome import PlanResult
from teamforge.forge.programme.plan_search import PlanSearch
from teamforge.forge.programme.planning import plan_year
from teamforge.records.plan import verify_plan
from teamforge.search.programme import pricing
from teamforge.search.prove import prove
from teamforge.spec.status import Status, Stop
from teamforge.verify.plan import plan_points, plan_violations

Year = tuple[Pool, Programme]


@pytest.fixture(scope="module")
def year() -> Year:
    return load_demo_programme()


@pytest.fixture(scope="module")
def alone(year: Year) -> Plan:
    """The plan that this process makes by itself."""
    return plan(*year)


class Elsewhere(Executor):
    """Does its work at once, from bytes, as another process would; it may forget what it was sent."""

    def __init__(self, *, forgets: bool = False) -> None:
        self.forgets = forgets
        self.messages: list[bytes] = []
        self.problems: list[bytes] = []

    def submit(self, do: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        _, message, problems, _ = args
        self.messages.append(message)
        self.problems += problems.values()
        if self.forgets and not problems:
            workers._kept.clear()
        future: Future[Any] = Future()
        future.set_result(do(*args))
        return future


def same(one: Plan, other: Plan) -> bool:
    return one.to_record() == other.to_record()


def test_two_processes_make_the_same_plan(year: Year, alone: Plan) -> None:
    assert same(plan(*year, workers=2), alone)


@pytest.mark.parametrize("kind", ["threads", "elsewhere", "forgetful"])
def test_every_executor_makes_the_same_plan(kind: str, year: Year, alone: Plan) -> None:
    with {
        "threads": ThreadPoolExecutor(2),
        "elsewhere": Elsewhere(),
        "forgetful": Elsewhere(forgets=True),
    }[kind] as executor:
        assert same(plan(*year, executor=executor), alone)


@pytest.mark.slow
def test_one_executor_serves_several_programmes(year: Year, alone: Plan) -> None:
    """More programmes than a process keeps in memory."""
    pool, programme = year
    with ProcessPoolExecutor(1) as executor:
        for _ in range(4):
            assert same(plan(pool, programme, executor=executor), alone)


def test_the_order_of_rows_and_challenges_does_not_matter(year: Year, alone: Plan) -> None:
    """With rows in another order and the programme reversed, teams and proof are the same."""
    pool, programme = year
    frames = {name: frame.sample(frac=1, random_state=3) for name, frame in pool.to_frames().items() if len(frame)}
    other = plan(Pool.from_frames(**frames), programme.replace(challenges=programme.challenges[::-1]))
    assert other.teams == alone.teams
    assert other.certificate == alone.certificate
    assert other.input_digest == alone.input_digest


def test_what_is_sent_is_small_and_each_problem_goes_once(year: Year) -> None:
    """The pool is never sent; names, notes and political groups are in no message."""
    executor = Elsewhere()
    plan(*year, executor=executor)
    assert (
        len(set(executor.problems)) == len(executor.problems) == 2 * len(year[1].challenges)
    )  # alone, and with limits
    assert len(executor.messages) > 2 * len(executor.problems)
    assert max(map(len, executor.messages)) < 20_000
    sent = b"".join(map(zlib.decompress, [*executor.messages, *executor.problems]))
    assert b"P067" in sent
    for private in ("name", "political_group"):
        values = {str(value) for value in year[0].to_frames()["peers"][private].dropna()}
        assert values
        assert not [value for value in values if value.encode() in sent]


class Ending:
    """Ends the work at the n-th call of a function: by Ctrl-C, by a fault, or as the time runs out."""

    def __init__(self, patch: pytest.MonkeyPatch, *, after: int, by: Stop) -> None:
        self.patch, self.left, self.by = patch, after, by

    def before(self, do: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0 and self.by is Stop.INTERRUPT:
                signal.raise_signal(signal.SIGINT)
            elif self.left == 0 and self.by is Stop.FAILURE:
                raise InternalError("the relaxation of a programme has no solution")
            elif self.left == 0:
                now = time.monotonic()
                self.patch.setattr(time, "monotonic", lambda: now + 10_000)
            return do(*args, **named)

        return wrapped


def checked(found: PlanResult, pool: Pool, programme: Programme) -> None:
    """Check that a plan is valid, has the stated points, and is as near to the best as it states."""
    assert plan_violations(pool, programme, found.teams) == ()
    assert plan_points(pool, programme, found.teams).total == found.points
    proof = check_plan_certificate(pool, programme, found.certificate)
    assert (proof.faults, proof.bound) == ([], found.bound)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("by", [Stop.INTERRUPT, Stop.TIME])
@pytest.mark.parametrize("kind", [nullcontext, Elsewhere])
@pytest.mark.parametrize("moment", ["search 1", "search 2", "prove 1", "prove 5"])
def test_what_ends_it_early_loses_nothing(
    moment: str, kind: Callable[[], Any], by: Stop, year: Year, alone: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both while each challenge is composed alone and within a round, there is a valid plan with a proved bound."""
    what, count = moment.split()
    where, name = {"search": (planning, "search_alone"), "prove": (pricing, "prove")}[what]
    monkeypatch.setattr(where, name, Ending(monkeypatch, after=int(count), by=by).before(getattr(where, name)))
    with kind() as executor:
        found = plan_year(*year, time_limit=1000, executor=executor)
    monkeypatch.undo()
    checked(found, *year)
    if found.stopped is None:
        # It does all it was asked, and after the second round no more is wanted.
        assert (kind, moment) == (Elsewhere, "prove 5")
        assert (found.bound or 0) - (found.points or 0) < 1e-4 * (found.points or 0)
        return
    assert found.stopped is by
    assert found.status is Status.FEASIBLE
    assert found.points is not None
    assert found.bound is not None
    assert found.points <= (alone.bound or 0)
    assert (alone.points or 0) <= found.bound
    assert found.teams or moment == "search 1"


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_after_the_proof_loses_nothing(year: Year, alone: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the certificate is written."""
    ending = Ending(monkeypatch, after=2, by=Stop.INTERRUPT)
    monkeypatch.setattr(column_generation, "certificate_of", ending.before(pricing.certificate_of))
    assert same(plan(*year), alone)
    assert ending.left <= 0


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_twice_while_the_certificate_is_written_ends_it(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(*_: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(column_generation, "certificate_of", twice)
    with pytest.raises(KeyboardInterrupt):
        plan(*year)


def test_an_executor_that_fails_says_so(year: Year) -> None:
    class Broken(Executor):
        def submit(self, do: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(OSError("the machine is gone"))
            return future

    with pytest.raises(OSError, match="the machine is gone"):
        plan(*year, executor=Broken())


class Breaking(Elsewhere):
    """Breaks when it is asked the n-th time, and for good, as a pool does when one of its processes is killed."""

    def __init__(self, *, after: int) -> None:
        super().__init__()
        self.left = after

    def submit(self, do: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.left -= 1
        if self.left >= 0:
            return super().submit(do, *args, **named)
        broken: Future[Any] = Future()
        broken.set_exception(BrokenProcessPool("a process was terminated abruptly"))
        return broken


@pytest.mark.parametrize("objective", ["total", "fair"])
def test_an_executor_that_breaks_while_certificates_are_written_loses_nothing(
    objective: str, year: Year, caplog: pytest.LogCaptureFixture
) -> None:
    """The certificates are then written in this process, and the log names the fault."""
    pool, programme = year
    asked = programme.replace(objective=objective)
    counting = Breaking(after=10_000)
    whole = plan(pool, asked, effort=0.1, executor=counting)
    asked_for = 10_000 - counting.left
    for last in (1, len(programme.challenges)):
        assert same(plan(pool, asked, effort=0.1, executor=Breaking(after=asked_for - last)), whole)
    assert "plan failed=BrokenProcessPool at=forge/programme/" in caplog.text


@pytest.mark.parametrize("rounds", [0, 1])
def test_an_executor_that_breaks_in_the_search_loses_no_plan(rounds: int, year: Year) -> None:
    """Before any prices are proved, or in the second round: the plan so far stands, with a proof, and says so."""
    pool, programme = year
    before = (1 + rounds) * len(programme.challenges)
    found = plan(pool, programme, executor=Breaking(after=before))
    assert found.stopped is Stop.FAILURE
    assert found.points is not None
    assert found.points <= (found.bound or 0)
    assert verify_plan(found.to_record(), pool, programme).holds


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_challenges_are_priced_once_more_loses_nothing(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No round proved anything, so that each challenge is priced once more for its certificate."""

    def nothing(_: PlanSearch) -> None:
        ending = Ending(monkeypatch, after=1, by=Stop.INTERRUPT)
        monkeypatch.setattr(pricing, "prove", ending.before(prove))

    monkeypatch.setattr(PlanSearch, "do", nothing)
    found = plan_year(*year)
    checked(found, *year)
    assert found.stopped is Stop.INTERRUPT


def test_draws_do_not_depend_on_the_state_of_python(year: Year, alone: Plan) -> None:
    Random().seed(5)
    assert same(plan(*year), alone)
