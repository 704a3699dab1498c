"""More than one machine: the workers of a Dask scheduler make the same plan, though one is killed and another comes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from teamforge import Plan, plan
from teamforge.demo import FOLDER, load_demo_programme
from tests.cli.conftest import Command

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # what Dask says of a worker that was killed
    pytest.mark.skipif(os.name == "nt", reason="a process is killed as on POSIX"),
]


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two workers, a process each."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs="CRITICAL"
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def alone() -> Plan:
    return plan(*load_demo_programme())


def client_of(cluster: Any) -> Any:
    return pytest.importorskip("distributed").Client(cluster, set_as_default=False)


class Troubled(Executor):
    """An executor that does something at its n-th piece of work."""

    def __init__(self, executor: Executor, after: int, trouble: Callable[[], object]) -> None:
        self.executor, self.left, self.trouble = executor, after, trouble

    def submit(self, do: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.left -= 1
        future = self.executor.submit(do, *args, **named)
        if self.left == 0:
            self.trouble()
        return future


def test_a_cluster_makes_the_same_plan(cluster: Any, alone: Plan) -> None:
    """Twice, because Dask might answer from memory; and `stress` gives the same too."""
    with client_of(cluster) as client:
        executor = client.get_executor(pure=False)
        for _ in range(2):
            assert plan(*load_demo_programme(), executor=executor).to_record() == alone.to_record()
        assert alone.stress(10, rates=0.3, executor=executor) == alone.stress(10, rates=0.3)


def test_a_worker_killed_in_mid_round_and_another_added_lose_nothing(cluster: Any, alone: Plan) -> None:
    with client_of(cluster) as client:
        killed = []

        def trouble() -> None:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)
            cluster.scale(3)

        executor = Troubled(client.get_executor(pure=False), 5, trouble)
        assert plan(*load_demo_programme(), executor=executor).to_record() == alone.to_record()
        assert killed
        client.wait_for_workers(2, timeout=60)


def test_the_command_takes_the_address_of_a_scheduler(cluster: Any, alone: Plan, command: Command) -> None:
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    done = command("plan", FOLDER / "pool", FOLDER / "programme.toml", "--executor", address, "--format", "json")
    assert (done.status, done.json) == (0, alone.to_dict())
