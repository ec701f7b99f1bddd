"""DOC (Word 97, WPS): by antiword or catdoc, where the system has one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from scrapers.attachments.model import TOOL_MISSING, DamagedError
from scrapers.model import Issue

# program | arguments before the file: UTF-8, lines not broken
TOOLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("antiword", ("-m", "UTF-8.txt", "-w", "0")),
    ("catdoc", ("-w", "-d", "utf-8")),
)
SECONDS = 20.0
MISSING = "Word 97 (.doc) is read by antiword or catdoc: install one (apt install catdoc) and run again"


def read_doc(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    """The text of a DOC file; without a tool that reads it, none and an issue that names the remedy.

    Raises:
        DamagedError: no tool can read it, or not in time.
    """
    tools = [(found, arguments) for tool, arguments in TOOLS if (found := shutil.which(tool))]
    if not tools:
        return "", (Issue(TOOL_MISSING, f"{name}: {MISSING}"),)
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="xuncha-") as folder:
        path = Path(folder, "attachment.doc")
        path.write_bytes(data)
        for tool, arguments in tools:
            try:
                done = subprocess.run(  # noqa: S603 - found on the path, no shell, our own file
                    [tool, *arguments, str(path)],
                    capture_output=True,
                    timeout=SECONDS,
                    check=False,
                    cwd=folder,
                )
            except subprocess.TimeoutExpired:
                failures.append(f"{Path(tool).name}: not done after {SECONDS:g} s")
                continue
            text = done.stdout.decode("utf-8", "replace")
            if done.returncode == 0 and text.strip():
                return text, ()
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            failures.append(f"{Path(tool).name}: {said[0] if said else 'no text'}")
    raise DamagedError("; ".join(failures))
