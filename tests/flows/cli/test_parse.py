"""`xuncha parse` and `xuncha eval`, run as a user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.cli.eval import evaluate

GOLDEN = Path(__file__).parents[2] / "golden" / "seen"
PAGE = GOLDEN / "trs-county-water.html"
NOTICE_TEXT = """云岭县水务局关于巡察整改进展情况的通报

2023-05-04 09:00
来源:云岭县水务局

根据县委统一部署,2022年4月6日至6月9日,县委第二巡察组对县水务局党组开展了巡察。2022年8月12日反馈了意见。现将整改情况予以公布。
一、逐项落实整改
(一)关于制度建设方面
1.针对制度不健全的问题。一是修订制度3项。二是汇编成册。该问题已完成整改。
2.针对台账不全的问题。全面清理台账,计划于2023年12月前完成。该问题正在整改。
欢迎广大干部群众监督。联系电话:0837-2270116。
中共云岭县水务局党组
2023年5月4日
"""


def run(*arguments: str | Path, at: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("xuncha")), *map(str, arguments)]
    return subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)


def test_a_notice_reads_as_an_outline(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(NOTICE_TEXT, "utf-8")
    done = run("parse", "n.txt", at=tmp_path)
    assert done.returncode == 0, done.stderr
    for shown in (
        "中共云岭县水务局党组",
        "2023-05-04",
        "县委第二巡察组 → 县水务局党组",
        "制度不健全 [已完成] · 2项措施",
        "台账不全 [推进中]",
        "2023-12-31 (从严 2023-11-30)",
        "0837-2270116",
    ):
        assert shown in done.stdout
    assert "\x1b[" not in done.stdout


def test_json_is_one_object_a_document(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(NOTICE_TEXT, "utf-8")
    done = run("parse", "--json", "n.txt", PAGE, at=tmp_path)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["document"] for r in records] == ["n.txt", PAGE.name]
    assert all(r["is_notice"] for r in records)
    assert records[0]["published_at"] == "2023-05-04T09:00:00+08:00"


def test_a_bad_file_is_one_line_and_the_others_are_still_done(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "good.txt").write_text(NOTICE_TEXT, "utf-8")
    done = run("parse", "--json", "empty.html", "binary.html", "missing.html", ".", "good.txt", at=tmp_path)
    assert done.returncode == 1
    assert [json.loads(line)["document"] for line in done.stdout.splitlines()] == ["good.txt"]
    lines = done.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == [
        "empty.html",
        "binary.html",
        "missing.html",
        ".",
    ]
    assert "Traceback" not in done.stderr


def test_a_document_may_come_by_standard_input(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("xuncha")), "parse", "--json", "-"]
    done = subprocess.run(command, input=PAGE.read_bytes(), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["publisher"] == "中共云岭县水务局党组"


def test_a_document_of_another_kind_says_what_it_is_and_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "n.docx").write_bytes(b"PK\x03\x04 and so on")
    done = run("parse", "n.docx", at=tmp_path)
    said = "xuncha: n.docx: DOCX, XLSX or ZIP: only pages (.html) and plain texts (.txt) are read\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_without_a_document_the_usage_is_wrong(tmp_path: Path) -> None:
    assert run("parse", at=tmp_path).returncode == 2
    assert run("parse", "--wrong", "x.html", at=tmp_path).returncode == 2


def test_a_page_of_another_genre_shows_its_article_and_says_so(tmp_path: Path) -> None:
    page = "<html><body><h1>关于春节放假的通知</h1><p>春节放假安排如下，请做好值班工作。</p></body></html>"
    (tmp_path / "other.html").write_text(page, "utf-8")
    done = run("parse", "other.html", at=tmp_path)
    assert done.returncode == 0
    assert "不是整改通报" in done.stdout
    assert "请做好值班工作" in done.stdout


def test_parsing_files_loads_no_heavy_room(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(NOTICE_TEXT, "utf-8")
    code = (
        "import sys; from flows.cli import main\n"
        "sys.argv = ['xuncha', 'parse', '--json', 'n.txt']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'prefect', 'duckdb', 'apprise', 'httpx', 'pyarrow', 'warehouse', 'scrapers.fetch'}\n"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["is_notice"]
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["parse", "eval"])
def test_the_help_has_examples(command: str, tmp_path: Path) -> None:
    done = run(command, "--help", at=tmp_path)
    assert done.returncode == 0 and f"xuncha {command} " in done.stdout


@pytest.fixture
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == f"/{PAGE.name}"
            body = PAGE.read_bytes() if found else b"no such page"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_is_fetched_and_parsed_and_a_failed_one_named(site: str, tmp_path: Path) -> None:
    at = ("--warehouse", tmp_path / "x.duckdb")
    done = run(*at, "parse", "--json", f"{site}/{PAGE.name}", f"{site}/gone.html", at=tmp_path)
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["publisher"] == "中共云岭县水务局党组"
    (said,) = done.stderr.splitlines()
    assert "gone.html" in said


def test_eval_prints_scores_and_misses(tmp_path: Path) -> None:
    label = json.loads((GOLDEN / "trs-county-water.json").read_text("utf-8"))
    label["title"] = "another title"
    (tmp_path / "label.json").write_text(json.dumps(label, ensure_ascii=False), "utf-8")
    done = run("eval", tmp_path, GOLDEN, at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "problems" in done.stdout and "· title · another title ·" in done.stdout
    scores = json.loads(run("eval", tmp_path, GOLDEN, "--json", at=tmp_path).stdout)
    assert scores["documents"] == 1 and scores["scores"]["fields"] < 1


def test_eval_takes_what_parse_prints_for_a_label_and_names_a_key_of_the_wrong_type(tmp_path: Path) -> None:
    record = run("parse", "--json", PAGE, at=tmp_path).stdout
    (tmp_path / "label.json").write_text(record, "utf-8")
    done = run("eval", tmp_path, GOLDEN, at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 1 documents parsed, 0 misses" in done.stdout
    (tmp_path / "label.json").write_text(json.dumps(json.loads(record) | {"problems": "x"}), "utf-8")
    done = run("eval", tmp_path, GOLDEN, at=tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"xuncha: {tmp_path}/label.json: problems: array is expected, found 'x'\n"


@pytest.mark.parametrize("line", [x.split() for x in evaluate.__doc__.splitlines() if "xuncha eval" in x])
def test_the_examples_of_eval_work(line: list[str]) -> None:
    done = run(*line[1:], at=GOLDEN.parents[2])
    assert (done.returncode, done.stderr) == (0, "")


def test_eval_of_a_missing_document_fails(tmp_path: Path) -> None:
    label = json.loads((GOLDEN / "trs-county-water.json").read_text("utf-8"))
    (tmp_path / "label.json").write_text(json.dumps(label | {"document": "lost.html"}), "utf-8")
    done = run("eval", tmp_path, tmp_path, at=tmp_path)
    assert done.returncode == 1 and "lost.html" in done.stderr
    assert run("eval", tmp_path / "none", tmp_path, at=tmp_path).returncode == 2
