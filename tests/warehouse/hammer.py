"""Two writers and five readers at once; `python -m tests.warehouse.hammer [SECONDS]` prints the result."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

WRITER = """
import sys, time
from pathlib import Path
from warehouse.connect import writing
from warehouse.publish import publish
path, name, until = Path(sys.argv[1]), sys.argv[2], time.monotonic() + float(sys.argv[3])
n = 0
while time.monotonic() < until:
    with writing(path) as con:
        con.execute("INSERT INTO sources (source_id) VALUES (?)", [f"{name}-{n}"])
    n += 1
    publish(path, path.with_name("read.duckdb"))
print(n)
"""
READER = """
import sys, time
from pathlib import Path
from warehouse.connect import reading
path, until = Path(sys.argv[1]), time.monotonic() + float(sys.argv[3])
seen = n = 0
while time.monotonic() < until:
    with reading(path) as con:
        rows = con.execute("SELECT count(*) FROM sources").fetchone()[0]
    assert rows >= seen, (rows, seen)
    seen, n = rows, n + 1
print(n)
"""


def hammer(folder: Path, seconds: float) -> tuple[int, int, int, list[str]]:
    """Writes made, rows kept, reads made, and errors; one reader of five reads the warehouse itself."""
    from warehouse.connect import reading, writing
    from warehouse.publish import publish

    path, copy = folder / "xuncha.duckdb", folder / "read.duckdb"
    with writing(path):
        pass
    publish(path, copy)
    jobs = [(WRITER, path, name) for name in "ab"] + [(READER, copy, "r")] * 4 + [(READER, path, "w")]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(file), name, str(seconds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for script, file, name in jobs
    ]
    results = [process.communicate() for process in processes]
    errors = [error for (_, error), process in zip(results, processes, strict=True) if process.returncode]
    counts = [int(out or 0) for out, _ in results]
    with reading(path) as con:
        rows = con.execute("SELECT count(*) FROM sources").fetchone()[0]
    return sum(counts[:2]), rows, sum(counts[2:]), errors


if __name__ == "__main__":
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        writes, rows, reads, errors = hammer(Path(home), float(sys.argv[1]) if len(sys.argv) > 1 else 60)
    line = f"{writes} writes, {rows} rows kept, {reads} reads, {len(errors)} errors"
    sys.stdout.write(f"{line} in {time.monotonic() - begun:.0f} s\n{''.join(errors)}")
    sys.exit(bool(errors) or rows != writes)
