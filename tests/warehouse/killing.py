"""Kill a process at a named call or at a random moment, run it once more, and compare the rows it leaves.

Work is done in forked children; the process that forks never opens DuckDB itself.
"""

from __future__ import annotations

import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.connect import reading
from warehouse.place import Place

# What belongs to one run of the archive and not to the rows: its file names, places and record ids.
OF_THE_RUN = {"warc_file", "warc_offset", "record_sha256"}


@dataclass(frozen=True)
class Point:
    """Where to kill: `module:function`, before, after or during its call, and how many calls a run makes.

    `during` is for functions that take a file first: its next write is cut in half.
    """

    name: str
    when: str
    calls: int = 1

    def __str__(self) -> str:
        return f"{self.when} {self.name.partition(':')[2]}"


@dataclass(frozen=True)
class Trial:
    """What is killed: the work done in a folder, and what is looked at in what a kill left.

    `prepare` fills the folder that every try begins with, and `copy` makes others of it; `look` tells what is
    wrong, in a list; `place` says where the warehouse of a folder is.
    """

    prepare: Callable[[Path], None]
    work: Callable[[Path], None]
    look: Callable[[Path], list[str]]
    place: Callable[[Path], Place] = lambda home: home / "xuncha.duckdb"
    copy: Callable[[Path, Path], object] = shutil.copytree


def run_trial(trial: Trial, points: Sequence[Point], arguments: Sequence[str]) -> int:
    """Print a line a point: how often it was hit, and whether one more run gave an undisturbed run's rows.

    `arguments` are of the command line: rounds at each point (5), random kills (50), and a step (1) by which
    to leave points out. Returns an exit code: 0 only if each point was hit each round and nothing differed.
    """
    rounds, randoms, step = map(int, [*arguments, *["5", "50", "1"][len(arguments) :]])
    with tempfile.TemporaryDirectory() as folder:
        start, whole = Path(folder) / "start", Path(folder) / "whole"
        start.mkdir()
        run_alone(lambda: trial.prepare(start))
        trial.copy(start, whole)
        seconds = run_alone(lambda: trial.work(whole))
        expected = in_child(lambda: dump(trial.place(whole)))
        bad = 0
        for point in points[::step] if rounds else ():
            tries = [_try(trial, Path(folder), expected, point, 1 + n % point.calls) for n in range(rounds)]
            hits, same = (sum(counts) for counts in zip(*tries, strict=True))
            say(f"{point}: killed {hits} times, {same} of {rounds} the same after one more run")
            bad += min(hits, same) < rounds
        chance = random.Random(7)
        hits = done = 0
        while hits < randoms:  # a kill that came after the end was none
            killed, equal = _try(trial, Path(folder), expected, delay=chance.uniform(0, seconds * 1.1))
            hits, done, bad = hits + killed, done + 1, bad + (not equal)
        say(f"at random: killed {hits} of {done} times, {bad} differ after one more run")
    return 1 if bad else 0


def _try(
    trial: Trial, folder: Path, expected: str, point: Point | None = None, call: int = 1, *, delay: float = 0
) -> tuple[bool, bool]:
    """Kill one run, look at what it left, run once more: (was it killed, are the rows the expected ones)."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    trial.copy(folder / "start", home)
    child = _fork(lambda: (_arm(point, call) if point else None, trial.work(home)))
    if not point:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    faults = in_child(lambda: trial.look(home))
    run_alone(lambda: trial.work(home))
    equal = in_child(lambda: dump(trial.place(home))) == expected
    if faults or not equal:
        say(f"{point or 'random'}, call {call}: {faults[:300] or 'other rows'}")
    return killed, equal and not faults


def _arm(point: Point, call: int) -> None:
    """Have this process killed at the given call of a function."""
    module_name, _, names = point.name.partition(":")
    owner: Any = importlib.import_module(module_name)
    *path, name = names.split(".")
    for part in path:
        owner = getattr(owner, part)
    original, seen = getattr(owner, name), 0

    def killing(*arguments: Any, **options: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen != call:
            return original(*arguments, **options)
        if point.when == "before":
            _die()
        if point.when == "during":
            arguments = (_Torn(arguments[0]), *arguments[1:])
        original(*arguments, **options)
        _die()

    setattr(owner, name, killing)


class _Torn:
    """A file whose next write is cut in half by the death of its process."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, data: bytes) -> None:
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def run_alone(work: Callable[[], Any]) -> float:
    """Do work in a child that nobody disturbs; returns its seconds."""
    begun = time.monotonic()
    _, status = os.waitpid(_fork(work), 0)
    if status:
        raise RuntimeError(f"an undisturbed run ended with {status}")
    return time.monotonic() - begun


def in_child(question: Callable[[], Any]) -> str:
    """The `repr` of an answer that a child process finds, empty where the answer is."""
    ours, theirs = os.pipe()

    def answer() -> None:
        os.close(ours)
        found = question()
        with os.fdopen(theirs, "w") as pipe:
            pipe.write(repr(found) if found else "")

    child = _fork(answer)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        found = pipe.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("a question was not answered")
    return found


def _fork(work: Callable[[], Any]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException as error:  # noqa: BLE001 a fork must not run on in its parent's frames
            say(f"{type(error).__name__}: {error}")
        finally:
            os._exit(code)
    return child


def dump(place: Place) -> dict[str, list[Any]]:
    """All rows of all tables, in order, without what belongs to a run."""
    with reading(place) as con:
        columns: dict[str, list[str]] = {}
        for table, column in con.execute(
            """
            SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name)
            WHERE duckdb_columns.database_name = current_database() ORDER BY table_name, column_index
            """
        ).fetchall():
            if column not in OF_THE_RUN and not table.startswith("schema_"):
                columns.setdefault(table, []).append(f'"{column}"')
        return {
            table: sorted(con.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall(), key=repr)
            for table, names in columns.items()
        }


def say(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
