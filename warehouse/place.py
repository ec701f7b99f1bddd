"""Where a warehouse stands: a DuckDB file, or a lake that several machines share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import WarehouseError

PREFIX = "ducklake:postgres:"


@dataclass(frozen=True, slots=True)
class Lake:
    """A warehouse on DuckLake: `ducklake:postgres:` with libpq's keywords; `data` holds its Parquet files."""

    address: str
    data: Path

    def __str__(self) -> str:
        return self.address

    @property
    def catalog(self) -> str:
        """How libpq reaches the catalog, such as `dbname=xuncha host=db1`."""
        return self.address.removeprefix(PREFIX)


Place = Path | Lake


def read_address(address: str, data: Path) -> Lake:
    """Check the address of a lake, such as `ducklake:postgres:dbname=xuncha host=db1`.

    Raises:
        WarehouseError: its catalog is not in PostgreSQL, or it holds a password, which messages would show.
    """
    if not address.startswith(PREFIX) or "=" not in address:
        raise WarehouseError(f"{address}: a warehouse on DuckLake reads `{PREFIX}dbname=xuncha host=…`")
    if re.search(r"\bpassword\s*=", address):
        raise WarehouseError(f"{PREFIX}…: a password belongs into ~/.pgpass or PGPASSWORD")
    return Lake(address, data)
