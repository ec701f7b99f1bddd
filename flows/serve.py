"""The service: a Prefect server with its page, and the deployments that run the pipeline unattended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
from prefect import serve as serve_deployments
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from flows.pipeline import poll, sweep
from flows.settings import ROOT, ConfigError

START_PATIENCE = 120.0
POLL_EVERY = timedelta(minutes=5)
SWEEP_EVERY = timedelta(minutes=5)


def run_service() -> None:
    """Run the deployments until interrupted, polling every few minutes whatever source is due by then.

    Each flow run reads the source files anew: new, edited and removed ones count from the next poll on.
    """
    os.chdir(ROOT)
    one_at_a_time = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    rows = (("unattended", poll, POLL_EVERY), ("sweep", sweep, SWEEP_EVERY))
    deployments = [
        RunnerDeployment.from_flow(
            work,
            name=name,
            interval=every,
            concurrency_limit=one_at_a_time,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for name, work, every in rows
    ]
    serve_deployments(*deployments, pause_on_shutdown=False, print_starting_message=False)


@contextmanager
def prefect_server(host: str, port: int) -> Iterator[str]:
    """Run a Prefect server with its page beside this process; gives the page's address.

    Raises:
        ConfigError: the port is taken, or the server did not come up.
    """
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise ConfigError(f"{host}:{port} is in use; choose another port with --port")
    address = f"http://{host}:{port}"
    os.environ["PREFECT_API_URL"] = f"{address}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    try:
        _await_health(server, f"{address}/api/health")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _await_health(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise ConfigError(f"the Prefect server ended with exit code {server.returncode} while starting")
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise ConfigError(f"the Prefect server did not answer at {url} within {START_PATIENCE:.0f} s")
