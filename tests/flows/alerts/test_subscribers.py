"""A wrong line in subscribers.yaml is named with its line and remedy."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from flows.alerts.subscribers import DEFAULT_KINDS, load_subscribers
from flows.settings import ROOT, ConfigError
from warehouse.model import EventKind

HEAD = "subscribers:\n- name: 甲\n  channels: [XUNCHA_A]\n"


def load(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "subscribers.yaml"
    path.write_text(text)
    return load_subscribers(path)


def test_a_subscriber_has_all_that_the_file_says(tmp_path: Path) -> None:
    text = HEAD + (
        "  mode: weekly\n  at: 18:30\n  weekday: friday\n  quiet_hours: 22:00-07:30\n  language: en\n"
        "  filters: {kinds: ['commitment.*'], regions: [广东省], min_days_overdue: 30}\n"
    )
    (person,) = load(tmp_path, text).people
    assert (person.mode, person.at, person.weekday, person.language) == ("weekly", time(18, 30), 4, "en")
    assert person.quiet == (time(22), time(7, 30))
    assert person.filters.kinds == {k for k in EventKind if k.startswith("commitment.")}
    assert person.filters.min_days_overdue == 30


def test_defaults_leave_out_what_only_operators_want(tmp_path: Path) -> None:
    (person,) = load(tmp_path, HEAD).people
    assert person.filters.kinds == DEFAULT_KINDS
    assert not [k for k in DEFAULT_KINDS if k.startswith("source.")]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + "  chanels: [B]\n", 4, "unknown key 'chanels'; did you mean 'channels'?"),
        ("subscribers:\n- name: 甲\n", 2, "'channels' is a required property"),
        (HEAD + "  mode: hourly\n", 4, "'hourly' is not known"),
        (HEAD + "  at: 8:0\n", 4, "not of the form HH:MM"),
        (HEAD + "  quiet_hours: 22-7\n", 4, "not of the form HH:MM-HH:MM"),
        (HEAD + "  filters:\n    kinds: [notice.publish]\n", 5, "did you mean 'notice.published'?"),
        (HEAD + "- name: 甲\n  channels: [XUNCHA_B]\n", 4, "named twice"),
        ("subscribers: [\n", 2, "not valid YAML"),
        ("- 甲\n", 1, "a mapping with the key 'subscribers' is expected"),
        (HEAD.replace("XUNCHA_A", "'json://u:hunter2@h'"), 3, "a channel is the name of a secret"),
    ],
)
def test_an_error_names_file_line_and_remedy(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    said = str(caught.value)
    assert said.startswith(f"{tmp_path}/subscribers.yaml:{line}: ")
    assert words in said
    assert "hunter2" not in said


def test_the_example_file_is_valid_with_its_comments_taken_as_written(tmp_path: Path) -> None:
    example = (ROOT / "config" / "subscribers.yaml").read_text()
    assert load(tmp_path, example).people == ()
    live = "\n".join(
        line.removeprefix("# ")
        if (line.startswith(("# -", "#   ")) and "XUNCHA_" not in line.split("=")[0])
        or line.startswith("#   channels")
        else line
        for line in example.replace("subscribers: []", "subscribers:").splitlines()
    )
    assert [p.name for p in load(tmp_path, live).people] == ["监督室", "每日摘要", "值班"]
