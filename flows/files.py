"""Files that others read while they are written: replaced whole, and only where their content differs."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import explain_failure


def replace_file(path: Path, data: bytes) -> bool:
    """Put `data` at `path` in one step, and say whether that changed anything.

    Raises:
        WarehouseError: the file can't be written; what stood there stays.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise explain_failure(f"{path}: cannot be written", error) from error
    return True
