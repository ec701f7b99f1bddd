"""The READMEs are true: every command in them runs, both show the same ones, and their source file loads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from flows.demo.site import DemoSite
from flows.settings import ROOT, Settings
from flows.steps import run_steps
from scrapers.source import load_source

READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.M | re.S)


def read_blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text("utf-8")
    return [textwrap.dedent(m[3]) for m in BLOCK.finditer(text) if m[2] == language]


def read_commands(name: str) -> list[str]:
    lines = "".join(read_blocks(name, "sh")).splitlines()
    return [line.split("  #")[0].strip() for line in lines if line.strip()]


COMMANDS = read_commands("README.md")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a saved page, and a warehouse that has watched the demo's site over all its days."""
    home = tmp_path_factory.mktemp("readme")
    with DemoSite(port=0) as site:
        site.write_config(home / "config")
        settings = Settings(
            config=home / "config",
            warehouse=home / "xuncha.duckdb",
            archive=home / "archive",
            read_copy=home / "xuncha.read.duckdb",
            publish_every_minutes=0,
        )
        names = sorted(path.stem for path in settings.sources.rglob("*.yaml"))
        for day in site.days:
            site.day = day.at
            run_steps(settings, names, now=day.at)
        (home / "saved").mkdir()
        page = httpx.get(site.article_url("city/20377"), trust_env=False)
        (home / "saved" / "notice.html").write_bytes(page.content)
        yield home


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("xuncha")])
def test_a_command_of_the_readme_runs(home: Path, command: str) -> None:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "XUNCHA_CONFIG": str(home / "config"),
        "XUNCHA_WAREHOUSE": str(home / "xuncha.duckdb"),
    }
    shell = shutil.which("sh") or "/bin/sh"
    done = subprocess.run(
        [shell, "-c", command],
        check=False,
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make")])
def test_the_first_lines_are_targets_of_the_makefile(command: str) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("no make on this machine")
    done = subprocess.run(
        [make, "-n", *command.split()[1:]], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_both_readmes_show_the_same_commands() -> None:
    assert read_commands("README.zh-CN.md") == COMMANDS
    assert COMMANDS[:2] == ["make demo", "make test"]
    assert {c.split()[0] for c in COMMANDS} == {"make", "xuncha"}


@pytest.mark.parametrize("name", READMES)
def test_the_source_file_of_the_readme_is_valid(name: str, tmp_path: Path) -> None:
    (block,) = read_blocks(name, "yaml")
    path = tmp_path / "source.yaml"
    path.write_text(block, "utf-8")
    assert load_source(path).lists


@pytest.mark.parametrize("name", READMES)
def test_every_file_that_a_readme_links_to_is_there(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []
