"""The demo as its user runs it, in a process of its own, and the READMEs that show what it prints."""

from __future__ import annotations

import mailbox
import os
import re
import subprocess
import sys
from pathlib import Path

from flows.demo.site import MAILBOX, MESSAGES
from flows.demo.words import words_in
from flows.settings import ROOT

SHOWN = re.compile(r"<!-- demo -->\n```text\n(.*?)```\n<!-- /demo -->", re.S)


def test_the_demo_prints_what_the_readmes_show_and_a_second_one_brings_nothing_new(tmp_path: Path) -> None:
    """One test, since all demos serve their site on the same port."""
    first = run_demo(tmp_path / "zh", "zh")
    assert_shows(first, "README.zh-CN.md")
    sent = read_sent(tmp_path / "zh")
    assert len(sent[0]) > 5

    second = run_demo(tmp_path / "zh", "zh")
    assert words_in("zh").nothing in second
    assert words_in("zh").again.split("；")[0] in second
    assert read_sent(tmp_path / "zh") == sent

    assert_shows(run_demo(tmp_path / "en", "en"), "README.md")


def run_demo(folder: Path, language: str) -> str:
    """What `xuncha demo` prints on a terminal 80 columns wide; its own folder is called data/demo."""
    command = [Path(sys.executable).with_name("xuncha"), "demo", "--lang", language, "--folder", folder]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"COLUMNS": "80"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_shows(output: str, readme: str) -> None:
    """Every line that the README shows stands in the output, in that order; `…` stands for a gap."""
    found = SHOWN.search((ROOT / readme).read_text("utf-8"))
    assert found, f"{readme} shows no output between its demo marks"
    printed = iter(line.strip() for line in output.splitlines())
    for line in found[1].splitlines():
        if line.strip() not in ("", "…"):
            assert line.strip() in printed, f"{readme} shows what the demo does not print (there): {line}"


def read_sent(folder: Path) -> tuple[list[str], str]:
    """The ids of the mails in the demo's mailbox, and the group's messages."""
    box = mailbox.mbox(folder / MAILBOX, create=False)
    return [mail["Message-ID"] for mail in box], (folder / MESSAGES).read_text("utf-8")
