"""A kill at any point costs nothing that one more run does not bring back."""

from __future__ import annotations

import subprocess
import sys

from tests.warehouse.kills import POINTS


def test_kills_at_named_and_random_points_leave_the_rows_of_an_undisturbed_run() -> None:
    """Every third point once; `python -m tests.warehouse.kills` takes all five times, and fifty at random."""
    command = [sys.executable, "-m", "tests.warehouse.kills", "1", "3", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("killed 1 times, 1 of 1 the same") == len(POINTS[::3])
