"""Notices whose text stands in an attached file, over real HTTP into a real warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina

from flows.attached import find_among
from flows.settings import Settings
from flows.steps import run_steps
from flows.stored import reparse_stored
from tests.scrapers.attachments.files import LINES, TITLE, make_docx, make_pdf, make_scan, make_xlsx, make_zip
from tests.scrapers.fetching import NOW
from tests.site.server import Exchange, Route, Site, page
from warehouse.connect import reading
from warehouse.model import Page
from warehouse.pages import attached_pages, load_page

FILES = {
    "/files/notice.pdf": (make_pdf(), "application/pdf"),
    "/files/notice.docx": (make_docx(), "application/octet-stream"),
    "/files/notice.zip": (make_zip({"整改通报.docx": make_docx()}, gbk=True), "application/zip"),
    "/files/table.xlsx": (
        make_xlsx(
            [
                ["序号", "反馈问题", "整改措施", "完成情况"],
                [1, "学习不够深入", "修订学习制度", "已完成"],
                [2, "巡查流于形式", "配齐巡查人员", "正在推进"],
            ]
        ),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "/files/scan.pdf": (make_scan(), "application/pdf"),
}


def show(*files: str, title: str = TITLE, body: str = "正文见附件。") -> str:
    links = "".join(f'<p><a href="{file}">附件：{file.rpartition("/")[2]}</a></p>' for file in files)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1><div class="info">发布时间：2024-12-23 09:00　来源：市水务局</div>
<div class="TRS_Editor"><p>　　{body}</p>{links}</div></body></html>"""


def show_list(*rows: str) -> str:
    items = "".join(
        f'<li><a href="{row}">{TITLE}</a><span>2024-12-{23 - at}</span></li>' for at, row in enumerate(rows)
    )
    return f'<html><body><ul class="i_list">{items}</ul></body></html>'


class Watch:
    """A source on a test site, and its warehouse."""

    def __init__(self, at: Path, site: Site, extra: str = "") -> None:
        self.site, self.now = site, NOW
        files = at / "config" / "sources"
        files.mkdir(parents=True)
        (at / "config" / "subscribers.yaml").write_text("subscribers: []\n", "utf-8")
        (files / "water.yaml").write_text(
            "id: water\nname: 市水务局\nregion: 云川省\nprivate_addresses: true\npace: 0\n"
            f'lists: [{{url: "{site.url("/list/")}"}}]\n{extra}',
            "utf-8",
        )
        self.settings = Settings(
            config=at / "config",
            warehouse=at / "w.duckdb",
            archive=at / "archive",
            read_copy=at / "read.duckdb",
        )

    def run(self, days: int = 0) -> Any:
        self.now += timedelta(days=days)
        with stamina.set_testing(True, attempts=1):
            return run_steps(self.settings, now=self.now)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with reading(self.settings.warehouse) as con:
            return con.execute(query).fetchall()

    def issues(self) -> list[str]:
        return sorted(row[0] for row in self.ask("SELECT kind FROM open_issues"))


@pytest.fixture
def site() -> Iterator[Site]:
    routes: dict[str, Route] = {path: page(data, kind) for path, (data, kind) in FILES.items()}
    with Site(routes) as site:
        yield site


def publish(site: Site, **pages: str) -> None:
    """Put articles on the site, and a list of them."""
    for name, text in pages.items():
        site.routes[f"/{name}.html"] = page(text)
    site.routes["/list/"] = page(show_list(*(f"/{name}.html" for name in pages)))


@pytest.mark.parametrize("file", ["/files/notice.pdf", "/files/notice.docx", "/files/notice.zip"])
def test_a_notice_is_read_from_the_file_that_its_page_points_to(
    site: Site, tmp_path: Path, file: str
) -> None:
    publish(site, a=show(file))
    watch = Watch(tmp_path, site)
    watch.run()
    assert watch.ask("SELECT title, published_on::VARCHAR, problems, commitments FROM current_notices") == [
        (TITLE, "2024-12-23", 3, 1)
    ]
    assert watch.ask("SELECT text FROM notice_versions") == [("\n".join(LINES),)]
    spans = watch.ask(
        "SELECT p.quote = substr(v.text, p.quote_start + 1, p.quote_end - p.quote_start)"
        " FROM problems p JOIN parses s USING (parse_id) JOIN notice_versions v USING (version_id)"
    )
    assert spans == [(True,)] * 3
    assert watch.ask("SELECT outcome FROM fetches WHERE purpose = 'attachment'") == [("ok",)]
    assert watch.ask(f"SELECT count(*) FROM pages WHERE url = '{site.url(file)}'") == [(1,)]
    assert watch.issues() == []


def test_a_file_beside_a_whole_notice_is_archived_and_the_text_stays_the_pages(
    site: Site, tmp_path: Path
) -> None:
    whole = "</p><p>".join(LINES)
    publish(site, a=show("/files/table.xlsx", body=whole))
    watch = Watch(tmp_path, site)
    watch.run()
    assert watch.ask("SELECT problems FROM current_notices") == [(3,)]
    assert watch.ask("SELECT text LIKE '根据市委%' FROM notice_versions") == [(True,)]
    assert watch.ask("SELECT outcome FROM fetches WHERE purpose = 'attachment'") == [("ok",)]


def test_of_several_files_the_one_with_the_notice_is_read(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/table.xlsx", "/files/notice.docx"))
    watch = Watch(tmp_path, site)
    watch.run()
    assert watch.ask("SELECT problems, commitments FROM current_notices") == [(3, 1)]


def test_a_scan_makes_a_notice_without_problems_and_an_issue(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/scan.pdf"))
    watch = Watch(tmp_path, site)
    watch.run()
    assert watch.ask("SELECT title, problems FROM current_notices") == [(TITLE, 0)]
    assert "no_text_in_attachment" in watch.issues()


def test_a_page_that_is_no_notice_has_its_files_left_alone(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/notice.pdf", title="关于市水务局2025年部门预算公开的说明"))
    watch = Watch(tmp_path, site)
    watch.run()
    assert "/files/notice.pdf" not in site.paths()


def test_a_source_can_leave_files_alone(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/notice.pdf"))
    watch = Watch(tmp_path, site, "attachments: false\n")
    watch.run()
    assert "/files/notice.pdf" not in site.paths()


def test_a_file_on_a_host_that_the_source_does_not_allow_is_not_asked_for(site: Site, tmp_path: Path) -> None:
    with Site(dict(site.routes), address="127.0.0.2") as other:
        publish(site, a=show(other.url("/files/notice.pdf")))
        watch = Watch(tmp_path, site)
        watch.run()
        assert other.asked == []
    assert watch.ask("SELECT outcome FROM fetches WHERE purpose = 'attachment'") == [("refused_address",)]
    assert "attachment_not_fetched" in watch.issues()


def test_at_most_ten_files_of_a_notice_are_fetched_and_the_rest_is_told(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/notice.docx", *(f"/files/more-{n}.pdf" for n in range(11))))
    watch = Watch(tmp_path, site)
    watch.run()
    assert sum(path.startswith("/files/") for path in site.paths()) == 10
    assert "attachments_left_out" in watch.issues()


def test_an_unchanged_page_leaves_its_file_unasked(site: Site, tmp_path: Path) -> None:
    text = show("/files/notice.pdf")

    def answer(exchange: Exchange) -> None:
        if exchange.headers.get("if-none-match") == '"1"':
            exchange.send(b"", 304, headers={"ETag": '"1"'})
        else:
            exchange.send(text, headers={"ETag": '"1"'})

    publish(site, a=text)
    site.routes["/a.html"] = answer
    watch = Watch(tmp_path, site)
    watch.run()
    watch.run(days=20)
    files = site.paths().count("/files/notice.pdf")
    watch.run(days=20)
    assert site.paths().count("/a.html") == 3
    assert site.paths().count("/files/notice.pdf") == files


def test_a_file_that_does_not_come_again_is_no_edit(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/notice.pdf"))
    watch = Watch(tmp_path, site)
    watch.run()
    site.routes["/files/notice.pdf"] = lambda exchange: exchange.send(b"", 503)
    watch.run(days=20)
    assert site.paths().count("/files/notice.pdf") == 2
    assert watch.ask("SELECT count(*) FROM notice_versions") == [(1,)]
    assert watch.ask("SELECT count(*) FROM events WHERE kind = 'notice.changed'") == [(0,)]
    assert watch.issues() == ["attachment_not_fetched"]
    site.routes["/files/notice.pdf"] = page(*FILES["/files/notice.pdf"])
    watch.run(days=20)
    assert watch.ask("SELECT count(*) FROM notice_versions") == [(1,)]
    assert watch.issues() == []


def test_a_missing_file_beside_a_whole_notice_hides_no_edit_of_the_page(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/missing.pdf", body="</p><p>".join(LINES)))
    site.routes["/files/missing.pdf"] = lambda exchange: exchange.send(b"", 503)
    watch = Watch(tmp_path, site)
    watch.run()
    edited = [line.replace("2025年12月底前", "2026年12月底前") for line in LINES]
    publish(site, a=show("/files/missing.pdf", body="</p><p>".join(edited)))
    watch.run(days=20)
    assert watch.ask("SELECT count(*) FROM events WHERE kind = 'notice.changed'") == [(1,)]
    assert watch.issues() == ["attachment_not_fetched"]


def test_an_edit_in_the_file_is_an_edit_of_the_notice(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/notice.docx"))
    watch = Watch(tmp_path, site)
    watch.run()
    edited = [line.replace("2025年12月底前", "2026年12月底前") for line in LINES]
    site.routes["/files/notice.docx"] = page(make_docx(lines=edited), "application/octet-stream")
    watch.run(days=20)
    assert watch.ask("SELECT count(*) FROM notice_versions") == [(2,)]
    assert watch.ask("SELECT count(*) FROM events WHERE kind = 'notice.changed'") == [(1,)]


def test_the_archive_gives_each_version_the_file_that_came_with_it(site: Site, tmp_path: Path) -> None:
    publish(site, a=show("/files/notice.docx"))
    watch = Watch(tmp_path, site)
    watch.run()
    edited = [line.replace("2025年12月底前", "2026年12月底前") for line in LINES]
    site.routes["/files/notice.docx"] = page(make_docx(lines=edited), "application/octet-stream")
    watch.run(days=20)
    rows = watch.ask(
        "SELECT v.page_id, v.text, p.parse_id FROM notice_versions v JOIN parses p USING (version_id)"
        " ORDER BY number"
    )
    with reading(watch.settings.warehouse) as con:
        for page_id, text, parse_id in rows:
            stored = load_page(con, page_id)
            assert stored is not None
            found = reparse_stored(watch.settings.archive)(stored, attached_pages(con, parse_id))
            assert (found.article.body, len(found.problems)) == (text, 3)


def test_a_file_is_found_by_when_its_page_was_fetched() -> None:
    pages = [Page(str(n), "u", NOW + timedelta(days=n), "", "", 0) for n in (0, 2)]
    find = find_among(pages)
    assert [find("u", NOW + timedelta(days=n)) for n in (0, 1, 2, 3)] == [
        pages[0],
        pages[1],
        pages[1],
        pages[1],
    ]
    assert find("v", NOW) is None
