"""`xuncha serve` as an operator runs it: it polls at once, shows its page, and Ctrl-C leaves nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import httpx

from flows.demo.site import DemoSite

PATIENCE = 120
SETTINGS = """
warehouse = "{home}/xuncha.duckdb"
read_copy = "{home}/xuncha.read.duckdb"
archive = "{home}/elsewhere/archive"
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def count_notices(read_copy: Path) -> int:
    if not read_copy.exists():
        return 0
    with duckdb.connect(str(read_copy), read_only=True) as con:
        return con.execute("SELECT count(*) FROM current_notices").fetchone()[0]


def test_the_service_polls_at_once_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "XUNCHA_"))}
    places = {
        "XUNCHA_CONFIG": str(tmp_path / "config"),
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }
    command = [str(Path(sys.executable).with_name("xuncha")), "serve", "--port", str(port)]
    with DemoSite(port=0) as site:
        site.write_config(tmp_path / "config")
        (tmp_path / "config" / "settings.toml").write_text(SETTINGS.format(home=tmp_path), "utf-8")
        service = subprocess.Popen(
            command,
            env=environment | places,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            tick = threading.Event()
            for _ in range(PATIENCE):
                if count_notices(tmp_path / "xuncha.read.duckdb") or service.poll() is not None:
                    break
                tick.wait(1)
            page = httpx.get(f"http://127.0.0.1:{port}/", follow_redirects=True, trust_env=False)
        finally:
            service.send_signal(signal.SIGINT)
            said, _ = service.communicate(timeout=90)
    assert count_notices(tmp_path / "xuncha.read.duckdb") == 9, said
    assert page.status_code == 200 and "Prefect" in page.text
    assert f"Prefect's page: http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert list((tmp_path / "elsewhere" / "archive").glob("*/*.warc.gz")), (
        "the settings say where the archive is"
    )
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the Prefect server is still there"
