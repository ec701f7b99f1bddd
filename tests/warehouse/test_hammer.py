"""Writers and readers at once get no error, and no row is lost."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.hammer import hammer


def test_two_writers_and_five_readers_at_once_lose_nothing_and_meet_no_error(tmp_path: Path) -> None:
    writes, rows, reads, errors = hammer(tmp_path, 3)
    assert errors == []
    assert rows == writes > 0
    assert reads > 0
