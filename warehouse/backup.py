"""Back up the warehouse with its archive into a folder, and restore both from it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse import transfer
from warehouse.connect import holding, reading
from warehouse.errors import WarehouseError, explain_failure
from warehouse.place import Lake, Place
from warehouse.publish import publish

FILE, ARCHIVE, MANIFEST = "warehouse.duckdb", "archive", "manifest.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: archive files, those of them that were new, and bytes in all."""

    files: int
    copied: int
    size: int


def back_up(warehouse: Place, archive: Path, folder: Path) -> Backup:
    """Copy a checkpointed warehouse, every archive file that the folder lacks, and a manifest of digests.

    The rows are copied first: the archive is ahead of them, so what they point to is in the backup. Backing
    up again into the same folder copies what is new.

    Raises:
        WarehouseError: a file can't be read or written; the last manifest still tells a whole backup.
    """
    with reading(warehouse):
        pass
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(warehouse, Lake):
            transfer.save_lake(warehouse, folder / FILE)
        else:
            publish(warehouse, folder / FILE, force=True)
        known = _read_manifest(folder) if (folder / MANIFEST).exists() else {}
        digests = {FILE: _digest(folder / FILE)}
        copied = 0
        for source in _archive_files(archive):
            name = f"{ARCHIVE}/{source.relative_to(archive).as_posix()}"
            target = folder / name
            if target.exists() and target.stat().st_size == source.stat().st_size and name in known:
                digests[name] = known[name]
                continue
            _copy(source, target)
            copied += 1
            digests[name] = _digest(target)
        _write_manifest(folder, digests)
    except OSError as error:
        raise explain_failure(f"{folder}: the backup cannot be written", error) from error
    size = sum((folder / name).stat().st_size for name in digests)
    return Backup(len(digests) - 1, copied, size)


def restore(folder: Path, place: Place, archive: Path, *, force: bool = False) -> Backup:
    """Put a backup in place of the warehouse and into the archive, after checking every digest.

    Archive files that the backup lacks are left where they are. The backup of a file may be restored into a
    lake, and the other way round: so a warehouse moves. The rows come last and at once: what was interrupted
    can be done again.

    Raises:
        WarehouseError: the folder holds no whole backup, or there is a warehouse already and no `force`.
    """
    digests = _read_manifest(folder)
    for name, digest in digests.items():
        path = folder / name
        if not path.exists() or _digest(path) != digest:
            raise WarehouseError(f"{path}: missing from the backup or altered; nothing was restored")
    if not force and (transfer.holds_rows(place) if isinstance(place, Lake) else place.exists()):
        raise WarehouseError(f"{place}: there is a warehouse already; --force replaces it")
    try:
        for name in digests:
            if name != FILE:
                _copy(folder / name, archive / name.removeprefix(f"{ARCHIVE}/"))
        if isinstance(place, Lake):
            _fill(place, folder / FILE, force=force)
        else:
            _replace(place, folder / FILE)
    except OSError as error:
        raise explain_failure(f"{place}: cannot be restored", error) from error
    return Backup(len(digests) - 1, len(digests) - 1, sum((folder / name).stat().st_size for name in digests))


def _replace(warehouse: Path, file: Path) -> None:
    if warehouse.exists():
        with holding(warehouse) as con:
            con.execute("CHECKPOINT")
    _copy(file, warehouse)
    warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)


def _fill(lake: Lake, file: Path, *, force: bool) -> None:
    """Load a lake from a copy of the file, which may have to be brought up to date first."""
    lake.data.parent.mkdir(parents=True, exist_ok=True)
    copy = lake.data.with_name(".restored.duckdb")
    try:
        shutil.copyfile(file, copy)
        transfer.load_lake(copy, lake, force=force)
    finally:
        copy.unlink(missing_ok=True)
        copy.with_name(f"{copy.name}.wal").unlink(missing_ok=True)


def _archive_files(archive: Path) -> Iterator[Path]:
    yield from (path for path in sorted(archive.rglob("*")) if path.is_file() and ".warc.gz" in path.name)


def _read_manifest(folder: Path) -> dict[str, str]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        return dict(manifest["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseError(f"{folder / MANIFEST}: no backup there, or an incomplete one") from error


def _write_manifest(folder: Path, digests: dict[str, str]) -> None:
    temporary = folder / f".{MANIFEST}.new"
    temporary.write_text(json.dumps({"sha256": digests}, indent=1) + "\n", "utf-8")
    temporary.replace(folder / MANIFEST)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    shutil.copy2(source, temporary)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(target)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
