"""A Prefect server with its page, beside the service or elsewhere; seen to before Prefect is imported."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

from flows.settings import ConfigError
from scrapers.model import FailedError

START_PATIENCE = 120.0
PATIENCE = 10.0


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


def check_server(address: str) -> None:
    """Make sure that something answers where PREFECT_API_URL points; whether it is trusted Prefect finds out.

    Raises:
        FailedError: nothing does.
    """
    try:
        httpx.get(f"{address.rstrip('/')}/health", timeout=PATIENCE, verify=False)  # noqa: S501
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        host = urlsplit(address).netloc.rpartition("@")[2] or address
        raise FailedError(
            f"PREFECT_API_URL: no Prefect server answers at {host}: {error}; start it, or unset the variable"
        ) from error


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
