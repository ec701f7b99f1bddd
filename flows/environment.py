"""What Prefect must find in the environment before it is imported."""

from __future__ import annotations

import os
from pathlib import Path


def prepare_environment(home: Path, log_level: str = "INFO") -> None:
    """Keep Prefect's files in `home` and its start patient and quiet, where the operator set nothing else."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(home))
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "90")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", log_level)
