"""`xuncha alerts`, `xuncha subscribers` and `xuncha feeds` as a user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from flows.settings import ROOT
from tests.flows.alerts.events import NOW, overdue
from tests.flows.alerts.post import Post, webhook
from tests.flows.alerts.servers import says, serving_http


def xuncha(post: Post, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from flows.cli import main; main()"]
    options = ["--warehouse", str(post.settings.warehouse), "--config", str(post.folder)]
    return subprocess.run([*command, *options, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def test_messages_are_listed_shown_sent_dropped_and_retried(tmp_path: Path) -> None:
    with serving_http(says({"error": "key revoked"}, 403)) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A]}", A=webhook(server))
        (message,) = post.happen([overdue()], NOW)
        sent = xuncha(post, "alerts", "send", "--now", NOW.isoformat())
        assert sent.returncode == 1
        assert "0 sent, 1 failed" in sent.stdout
        (row,) = map(json.loads, xuncha(post, "alerts", "--json").stdout.splitlines())
        assert row["state"] == "failed"
        assert "key revoked" in row["last_error"]
        shown = xuncha(post, "alerts", "show", message.message_id[:8]).stdout
        assert "逾期 22 天" in shown
        assert "key revoked" in shown
        assert "1 of 1 messages dropped" in xuncha(post, "alerts", "drop", message.message_id).stdout
        assert xuncha(post, "alerts").stdout == "no such messages\n"
        server.answer = says({})
        assert "1 of 1 messages are due again" in xuncha(post, "alerts", "retry", message.message_id).stdout
        assert xuncha(post, "alerts", "send").returncode == 0
        assert len(server.requests) == 2
        wrong = xuncha(post, "alerts", "show", "m-nothing")
        assert wrong.returncode == 2
        assert len(wrong.stderr.splitlines()) == 1


def test_subscribers_are_checked_tested_and_previewed(tmp_path: Path) -> None:
    with serving_http(says({})) as server:
        post = Post(tmp_path)
        post.subscribe("- {name: 甲, channels: [A]}", A=webhook(server))
        assert "1 subscribers, 0 faulty channels" in xuncha(post, "subscribers", "check").stdout
        assert xuncha(post, "subscribers", "test", "甲").stdout == "A: sent\n"
        assert server.requests[0].json["title"].startswith("【测试】")
        post.happen([overdue()], NOW)
        preview = xuncha(post, "subscribers", "preview", "甲", "--since", "2026-11-01")
        assert "逾期 22 天" in preview.stdout
        assert preview.stdout.endswith("1 messages\n")
        assert len(server.requests) == 1
        unknown = xuncha(post, "subscribers", "test", "乙")
        assert unknown.returncode == 2
        assert "there are: 甲" in unknown.stderr
        post.subscribe("- {name: 甲, channels: [MISSING]}")
        faulty = xuncha(post, "subscribers", "check")
        assert faulty.returncode == 1
        assert "MISSING: no such secret" in faulty.stderr


def test_a_filter_that_fits_no_source_is_a_fault(tmp_path: Path) -> None:
    post = Post(tmp_path)
    post.subscribe(
        "- {name: 甲, channels: [A], filters: {regions: [广东, 火星], sources: [gd, nosuch]}}",
        A=f"textfile://{tmp_path}/out.txt",
    )
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "gd.yaml").write_text(
        "id: gd\nname: 示例\nregion: 广东省/广州市\nlists: [{url: 'https://www.example.gov.cn/'}]\n", "utf-8"
    )
    checked = xuncha(post, "subscribers", "check")
    assert checked.returncode == 1
    assert "0 faulty channels, 2 filters that fit no source" in checked.stdout
    region, source = checked.stderr.splitlines()
    assert f"{tmp_path}/subscribers.yaml: 甲: filters.regions: '火星' fits no source" in region
    assert "filters.sources: 'nosuch' fits no source" in source


def test_feeds_are_written_where_asked(tmp_path: Path) -> None:
    post = Post(tmp_path)
    post.subscribe("- {name: 甲, channels: [A]}")
    post.happen([overdue()], NOW)
    done = xuncha(post, "feeds", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "due.ics").exists()
    nowhere = xuncha(post, "feeds")
    assert nowhere.returncode == 2
    assert "name a folder" in nowhere.stderr
