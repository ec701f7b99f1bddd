"""Settings: `config/settings.toml`, overridden by `XUNCHA_*` variables, overridden by the command line."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapers.model import UserError

if TYPE_CHECKING:
    from warehouse.place import Place

ROOT = Path(__file__).resolve().parent.parent


class ConfigError(UserError):
    """A user's mistake in a configuration: one line that names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run of xuncha works with. Relative paths in a settings file are relative to the checkout."""

    config: Path = ROOT / "config"
    warehouse: Place = ROOT / "data" / "xuncha.duckdb"
    archive: Path = ROOT / "data" / "archive"
    read_copy: Path = ROOT / "data" / "xuncha.read.duckdb"
    publish_every_minutes: int = 10
    contact: str = ""
    memory_limit: str = "1GB"
    recheck_per_day: int = 200
    keep_requests_days: int = 90
    base_url: str = ""
    pages: Path | None = None
    feeds: Path | None = None

    @property
    def local(self) -> Path:
        """The warehouse's file; for a lake the name beside its archive by which its journals are called."""
        here = self.warehouse
        return here if isinstance(here, Path) else self.archive.with_name("xuncha.lake")

    @property
    def sources(self) -> Path:
        """The folder of source files, `<region>/<name>.yaml`."""
        return self.config / "sources"

    @property
    def state(self) -> Path:
        """The folder that processes share for the pace and robots.txt of hosts."""
        return self.local.parent / "hosts"

    @property
    def subscribers(self) -> Path:
        """The file of subscribers."""
        return self.config / "subscribers.yaml"


KEYS = {f.name for f in fields(Settings)} - {"config"}
PATHS = {"warehouse", "archive", "read_copy", "pages", "feeds"}
MAY_BE_EMPTY = {"pages", "feeds"}
# How certain texts read.
FORMS = {
    "base_url": (r"(https?://[^\s/]\S*)?", "an address that begins with http:// or https://"),
    "memory_limit": (r"\d+(\.\d+)?\s*[KMGT]i?B", "a size such as 1GB or 512MB"),
}


def load_settings(config: Path | None = None, warehouse: Path | str | None = None) -> Settings:
    """Read the settings for one run.

    A warehouse named on the command line has its archive and read copy beside it, and so has one named in
    `XUNCHA_WAREHOUSE` where `XUNCHA_ARCHIVE` and `XUNCHA_READ_COPY` don't say otherwise.
    One that is an address, `ducklake:postgres:…`, keeps its Parquet files in `lake/` beside the archive.

    Raises:
        ConfigError: the file can't be read, or holds an unknown key or a value of the wrong kind.
        WarehouseError: the address of a lake is none that can be used.
    """
    config = config or Path(os.environ.get("XUNCHA_CONFIG") or ROOT / "config")
    if not config.is_dir():
        raise ConfigError(f"{config}: no such configuration folder; give one with --config DIR")
    settings = replace(Settings(config=config.resolve()), **_read_file(config / "settings.toml"))
    environment = {
        k: os.environ[f"XUNCHA_{k.upper()}"] for k in KEYS if os.environ.get(f"XUNCHA_{k.upper()}")
    }
    named = {k: _convert(f"XUNCHA_{k.upper()}", k, v) for k, v in environment.items()}
    named = _beside(named.get("warehouse")) | named
    if warehouse is not None:
        home = warehouse if _is_lake(str(warehouse)) else Path(warehouse).resolve()
        named |= {"warehouse": home, **_beside(home)}
    settings = replace(settings, **named)
    if not _is_lake(str(settings.warehouse)):
        return settings
    from warehouse.place import read_address

    return replace(
        settings, warehouse=read_address(str(settings.warehouse), settings.archive.with_name("lake"))
    )


def _is_lake(value: str) -> bool:
    return value.startswith("ducklake:")


def _beside(warehouse: object) -> dict[str, Path]:
    """The places that belong to a warehouse's file, where it is one."""
    if not isinstance(warehouse, Path):
        return {}
    return {
        "archive": warehouse.parent / "archive",
        "read_copy": warehouse.with_name(f"{warehouse.stem}.read.duckdb"),
    }


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from error
    for key in values:
        if key not in KEYS:
            raise ConfigError(f"{path}: unknown key {key!r}; known keys: {', '.join(sorted(KEYS))}")
    return {k: _convert(f"{path}: {k}", k, v) for k, v in values.items()}


def _convert(where: str, key: str, value: Any) -> Any:
    if key in PATHS:
        return _read_path(where, key, value)
    if isinstance(getattr(Settings(), key), int):
        if not re.fullmatch(r"\d{1,5}", str(value)):
            raise ConfigError(f"{where}: a whole number from 0 to 99999 is expected, found {value!r}")
        return int(value)
    if not isinstance(value, str):
        raise ConfigError(f"{where}: a text is expected, found {value!r}")
    pattern, expected = FORMS.get(key, (".*", ""))
    if not re.fullmatch(pattern, value, re.IGNORECASE | re.DOTALL):
        raise ConfigError(f"{where}: {expected} is expected, found {value!r}")
    return value


def _read_path(where: str, key: str, value: Any) -> Path | str | None:
    if key in MAY_BE_EMPTY and value == "":
        return None
    if not isinstance(value, str) or not value:
        raise ConfigError(f"{where}: a path is expected, found {value!r}")
    if key == "warehouse" and _is_lake(value):
        return value
    try:
        return (ROOT / Path(value).expanduser()).resolve()
    except RuntimeError:
        raise ConfigError(f"{where}: no such user's home folder: {value!r}") from None
