"""The service: the deployments that run the pipeline unattended."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from prefect import serve as serve_deployments
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Interval
from prefect.types.entrypoint import EntrypointType

from flows.pipeline import poll, sweep
from flows.settings import ROOT

POLL_EVERY = timedelta(minutes=5)
SWEEP_EVERY = timedelta(minutes=5)
SOON = timedelta(seconds=5)


def run_service() -> None:
    """Run the deployments until interrupted, polling every few minutes whatever source is due by then.

    Each flow run reads the source files anew: new, edited and removed ones count from the next poll on.
    """
    os.chdir(ROOT)
    one_at_a_time = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    begin = datetime.now(UTC) + SOON
    rows = (("unattended", poll, POLL_EVERY), ("sweep", sweep, SWEEP_EVERY))
    deployments = [
        RunnerDeployment.from_flow(
            work,
            name=name,
            schedule=Interval(every, anchor_date=begin),
            concurrency_limit=one_at_a_time,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for name, work, every in rows
    ]
    serve_deployments(*deployments, pause_on_shutdown=False, print_starting_message=False)
