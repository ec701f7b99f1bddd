"""The steps as Prefect flows, on a real Prefect server: the same result, a task a step, an event an event."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.demo.site import DemoSite
from tests.flows.killer import settings_in


@pytest.fixture(scope="module")
def prefect_server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.mark.usefixtures("prefect_server")
def test_a_poll_as_a_flow_runs_a_task_a_step_and_never_one_a_notice(tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import TaskRunSort

    from flows.pipeline import poll

    with DemoSite(port=0) as site:
        site.write_config(tmp_path / "config")
        for path in (tmp_path / "config" / "sources").rglob("*.yaml"):
            path.write_text(path.read_text("utf-8").replace("pace: 0.3", "pace: 0"), "utf-8")
        report = poll(now=site.day, settings=settings_in(tmp_path))
    assert report.good
    assert sum(s.notices for s in report.sources) == 9

    async def read_tasks() -> list[str]:
        async with get_client() as client:
            for _ in range(300):  # the server takes task runs in from a queue
                runs = await client.read_task_runs(sort=TaskRunSort.ID_DESC, limit=100)
                if len(runs) >= 5:
                    break
                await asyncio.sleep(0.1)
            return sorted(run.name.rsplit("-", 1)[0] for run in runs)

    steps = ["check-promises", "deliver", "fold-requests", "poll-batch", "publish-copy"]
    assert asyncio.run(read_tasks()) == steps
