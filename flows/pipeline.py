"""The steps as Prefect flows: scheduled, logged and reported. Only this module and `serve` know Prefect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from flows import steps
from flows.alerts.deliver import deliver
from flows.settings import Settings, load_settings
from warehouse.model import Event


@flow(name="poll", log_prints=False, validate_parameters=False)
def poll(
    names: Sequence[str] = (),
    now: datetime | None = None,
    backfill: int = 0,
    settings: Settings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> steps.RunReport:
    """Poll what is due, check commitments, alert and publish: one run of the pipeline, a task a step."""
    settings = settings or load_settings()
    report = steps.run_steps(
        settings,
        names,
        now=now or datetime.now(UTC),
        backfill=backfill,
        call=call_as_task,
        progress=progress,
    )
    tell_prefect(report.events)
    logger = get_run_logger()
    for fault in report.faults:
        logger.warning("%s", fault)
    for source in report.sources:
        say = logger.info if source.good else logger.warning
        say("%s", source.line)
    return report


@flow(name="deliver", log_prints=False, validate_parameters=False)
def sweep(now: datetime | None = None, settings: Settings | None = None) -> None:
    """Send what is due: quiet hours that ended, digests, retries."""
    call_as_task(deliver, settings or load_settings(), now or datetime.now(UTC))


def call_as_task(step: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run one step as a Prefect task named after it; what it takes and gives is not persisted."""
    name = step.__name__.replace("_", "-")
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(step)(*args, **kwargs)


def tell_prefect(events: Sequence[Event]) -> None:
    """Emit each event to Prefect too, for the operator's own automations; the rows are the record."""
    for event in events:
        if not event.silent:
            emit_event(
                event=f"xuncha.{event.kind}",
                resource={
                    "prefect.resource.id": f"xuncha.source.{event.source_id}",
                    "xuncha.notice": event.notice_id or "",
                    "xuncha.commitment": event.commitment_id or "",
                },
                occurred=event.at,
                payload={"event_id": event.event_id, **event.payload},
            )
