"""A warehouse file with the sample source, for each test its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.samples import NOW, SOURCE
from warehouse.connect import writing
from warehouse.polling import register_sources


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the warehouse will be."""
    return tmp_path / "xuncha.duckdb"


@pytest.fixture
def con(path: Path) -> Iterator[Any]:
    """An open warehouse that knows the sample source."""
    with writing(path) as connection:
        register_sources(connection, [SOURCE], NOW)
        yield connection
