# ruff: noqa: E501 - pages stand on one line
"""A poll of 1,000 sources on 1,000 loopback addresses with nothing new, beside webchanges on the same lists.

    .venv/bin/python bench/poll.py [--sources 1000] [--json FILE]

The site runs in a process of its own and counts what it is asked. Both tools see every list once first; what
is measured is the next poll, in which every list answers 304. Exit code 1 where an aim is missed: one request
a list, half of webchanges' wall time, a third of its CPU time and of its memory, and CPU time that grows in
proportion. The same poll is measured as a flow run of a running Prefect server too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from flows.environment import prepare_environment
from flows.server import prefect_server

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ETAG = '"unchanged"'
ROW = '<li><a href="./202511/t202511{d:02}_{n}.html">关于第{n}号普通公告的通知</a><span>2025-11-{d:02}</span></li>'
FIRST, NEXT = "2025-11-20T08:00", "2025-11-20T16:00"
CONFIG = "report:\n  stdout:\n    enabled: false\n"


def main() -> int:
    """Run the benchmark, or serve the site for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve())
        return 0
    site = subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        assert site.stdout is not None
        port = int(site.stdout.readline())
        result = measure(port, options.sources)
    finally:
        site.terminate()
        site.wait()
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0 if all(result["aims"].values()) else 1


def measure(port: int, sources: int) -> dict[str, Any]:
    """Both tools over the same lists, and xuncha over ten of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = poll_with_xuncha(folder / "few", port, 10)
        tenth = poll_with_xuncha(folder / "tenth", port, sources // 10)
        ours = poll_with_xuncha(folder / "many", port, sources)
        served = poll_as_flow(folder / "served", port, sources)
        theirs = poll_with_webchanges(folder / "theirs", port, sources)
    # Starting the program costs the same for ten sources as for a thousand.
    first = (tenth["cpu"] - few["cpu"]) / max(sources // 10 - 10, 1)
    each = (ours["cpu"] - tenth["cpu"]) / max(sources - sources // 10, 1)
    aims = {
        "one request a list": ours["most_requests_a_list"] == 1 and ours["lists_asked"] == sources,
        "half of the wall time": ours["wall"] <= theirs["wall"] / 2,
        "a third of the CPU time": ours["cpu"] <= theirs["cpu"] / 3,
        "a third of the memory": ours["memory_mb"] <= theirs["memory_mb"] / 3,
        "each source costs what it cost among a tenth of them": each <= max(first, 0.002) * 1.5,
    }
    return {
        "sources": sources,
        "xuncha_10": few,
        "xuncha_tenth": tenth,
        "xuncha": ours,
        "xuncha_as_prefect_flow": served,
        "webchanges": theirs,
        "cpu_ms_a_source": {"to a tenth": round(first * 1000, 2), "from there": round(each * 1000, 2)},
        "aims": aims,
    }


def poll_with_xuncha(folder: Path, port: int, sources: int) -> dict[str, Any]:
    """The second of two runs of `xuncha run`, in a process of its own."""
    files = folder / "config" / "sources"
    files.mkdir(parents=True)
    for number, url in enumerate(addresses(port, sources)):
        text = f"id: s{number}\nname: s\nregion: r\nprivate_addresses: true\nlists:\n  - url: {url}\n"
        (files / f"s{number}.yaml").write_text(text, "utf-8")
    (folder / "config" / "subscribers.yaml").write_text("subscribers: []\n", "utf-8")
    command = [
        str(BIN / "xuncha"),
        "--config",
        str(folder / "config"),
        "--warehouse",
        str(folder / "w.duckdb"),
        "run",
    ]
    run_measured([*command, "--now", FIRST])
    return ask_counts(port, lambda: run_measured([*command, "--now", NEXT]))


def poll_as_flow(folder: Path, port: int, sources: int) -> dict[str, Any]:
    """The same poll as a flow run of a Prefect server that is up, as inside `xuncha serve`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    prepare_environment(folder.with_name("prefect"))
    try:
        with prefect_server("127.0.0.1", free):
            return poll_with_xuncha(folder, port, sources)
    finally:
        del os.environ["PREFECT_API_URL"]


def poll_with_webchanges(folder: Path, port: int, sources: int) -> dict[str, Any]:
    """The second of two runs of webchanges, in a process of its own."""
    folder.mkdir()
    jobs = "---\n".join(f"name: s{n}\nurl: {url}\n" for n, url in enumerate(addresses(port, sources)))
    (folder / "jobs.yaml").write_text(jobs, "utf-8")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    command = [str(BIN / "webchanges")]
    for name in ("jobs.yaml", "config.yaml"):
        command += [f"--{name.partition('.')[0]}", str(folder / name)]
    command += ["--database", str(folder / "snapshots.db")]
    run_measured(command)
    return ask_counts(port, lambda: run_measured(command))


def run_measured(command: list[str]) -> dict[str, float]:
    """Seconds of wall and CPU time, and the greatest memory, of one process with its children."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            sys.exit(f"{command[0]} ended with {process.returncode}: {output.read()[-2000:].decode()}")
    return {
        "wall": round(time.monotonic() - begun, 2),
        "cpu": round(usage.ru_utime + usage.ru_stime, 2),
        "memory_mb": round(usage.ru_maxrss / 1024, 1),
    }


def ask_counts(port: int, run: Any) -> dict[str, Any]:
    """What a run cost, and what the site was asked in it."""
    read_counts(port)
    result: dict[str, Any] = run()
    counts = read_counts(port)
    lists = {key: n for key, n in counts.items() if not key.endswith("/robots.txt")}
    return result | {
        "lists_asked": len(lists),
        "most_requests_a_list": max(lists.values(), default=0),
        "robots_asked": len(counts) - len(lists),
    }


def read_counts(port: int) -> dict[str, int]:
    """Requests since the last call, by address and path."""
    with urlopen(f"http://127.0.0.1:{port}/counts") as answer:
        counts: dict[str, int] = json.load(answer)
    return counts


def addresses(port: int, sources: int) -> list[str]:
    """One list on a loopback address of its own for each source."""
    return [f"http://127.1.{n // 250}.{n % 250 + 1}:{port}/xcgz/index.html" for n in range(sources)]


async def serve() -> None:
    """Serve the same list on every loopback address, and the counts on 127.0.0.1."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    rows = "".join(ROW.format(n=9000 + n, d=20 - n) for n in range(15))
    body = f'<html><head><meta charset="utf-8"></head><body><ul>{rows}</ul>{"<!-- -->" * 4000}</body></html>'.encode()
    counts: Counter[str] = Counter()

    def reply(path: str, host: str, headers: dict[str, str]) -> bytes:
        if path == "/counts":
            told = json.dumps(counts).encode()
            counts.clear()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told)
        counts[f"{host}{path}"] += 1
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if headers.get("if-none-match") == ETAG:
            return b'HTTP/1.1 304 Not Modified\r\nETag: "unchanged"\r\n\r\n'
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: {ETAG}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = request.decode("latin-1").split("\r\n")
                headers = {
                    k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)
                }
                writer.write(reply(first.split()[1], headers.get("host", ""), headers))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
