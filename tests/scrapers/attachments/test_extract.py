"""Every kind of attached file gives its text, or an issue that says why not."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from scrapers.article import read_text
from scrapers.attachments import doc, extract_text, zip
from scrapers.attachments.kinds import KINDS, MAGIC, MEMBERS, STREAMS
from scrapers.notice import read_notice
from tests.scrapers.attachments.files import (
    LINES,
    TITLE,
    make_docx,
    make_pdf,
    make_scan,
    make_xlsx,
    make_zip,
)

BODY = "\n".join(LINES)
ROWS = (
    ("序号", "反馈问题", "整改措施", "完成情况"),
    ("1", "理论学习不够深入", "修订学习制度，全年集体学习12次", "已完成"),
    ("2", "河道巡查流于形式", "配齐巡查人员，明确每周巡查不少于两次", "正在推进"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(100)


def kinds_of(data: bytes) -> list[str]:
    return [issue.kind for issue in extract_text(data, "附件").issues]


@pytest.mark.parametrize("indent", [32, 0])
def test_a_pdfs_torn_lines_are_paragraphs_again_and_its_page_numbers_are_gone(indent: int) -> None:
    found = extract_text(make_pdf(indent=indent), "通报.pdf")
    article = read_text(found.text.encode(), "http://a.invalid/1.pdf")
    assert (found.kind, found.issues) == ("pdf", ())
    assert article.title is not None and article.title.value == TITLE
    assert article.body == BODY


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make_pdf(), "pdf"),
        (make_docx(), "docx"),
        (make_zip({"正文.docx": make_docx()}), "zip"),
        ("\n".join([TITLE, *LINES]).encode("gb18030"), "text"),
    ],
)
def test_the_parser_reads_the_notice_in_the_file(data: bytes, kind: str) -> None:
    found = extract_text(data, "附件")
    notice = read_notice(read_text(found.text.encode(), "http://a.invalid/1"))
    assert found.kind == kind
    assert [p.path for p in notice.problems] == [("一、", "（一）"), ("一、", "（二）"), ("二、", "（三）")]
    assert [c.due_on for c in notice.commitments] == [date(2025, 12, 31)]
    assert notice.signed_on and notice.signed_on.value == date(2024, 12, 20)


def test_a_docx_table_comes_as_rows_at_its_place() -> None:
    found = extract_text(make_docx(rows=ROWS), "通报.docx")
    article = read_text(found.text.encode(), "http://a.invalid/1.docx")
    rows = [b for b in article.blocks if b.kind == "row"]
    assert [tuple(article.body[a:b] for a, b in row.cells) for row in rows] == list(ROWS)
    assert article.body.index(LINES[-3]) < rows[0].start < article.body.index(LINES[-2])


def test_a_mark_in_a_docx_cell_parts_no_cell() -> None:
    rows = (("序号", "反馈问题"), ("1", "甲|乙两处"), ("2", "丙\n丁"))
    article = read_text(extract_text(make_docx(rows=rows), "a").text.encode(), "http://a.invalid/1")
    cells = [article.body[a:b] for block in article.blocks for a, b in block.cells]
    assert cells == ["序号", "反馈问题", "1", "甲|乙两处", "2", "丙丁"]


def test_a_workbook_comes_as_rows_with_days_in_words() -> None:
    rows = [["整改台账"], ["序号", "反馈问题", "完成时限"], [1.0, "学习不够深入", date(2025, 6, 30)]]
    found = extract_text(make_xlsx(rows), "台账.xlsx")
    assert (found.kind, found.issues) == ("xlsx", ())
    assert found.text.split("\n") == [
        "整改台账",
        "| 序号 | 反馈问题 | 完成时限 |",
        "| 1 | 学习不够深入 | 2025年6月30日 |",
    ]


def test_names_in_an_archive_from_china_are_read_as_gbk() -> None:
    members, issues = zip.read_members(make_zip({"整改通报.docx": make_docx()}, gbk=True), "附件.zip")
    assert ([m.name for m in members], issues) == (["整改通报.docx"], ())


def test_a_scan_is_told_and_not_silent() -> None:
    assert kinds_of(make_scan()) == ["no_text_in_attachment"]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = make_zip({"a.txt": bytes(20 * 1024 * 1024)})
    assert kinds_of(bomb) == ["attachment_not_read"]
    document = BytesIO(make_docx())
    with zipfile.ZipFile(document, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/more.xml", b" " * (50 * 1024 * 1024))
    assert kinds_of(document.getvalue()) == ["attachment_not_read"]


def test_an_archive_of_many_files_is_read_to_its_limit_and_says_so() -> None:
    many = make_zip({f"{n}.txt": f"第{n}个文件".encode() for n in range(zip.MOST_MEMBERS + 1)})
    found = extract_text(many, "附件.zip")
    assert [i.kind for i in found.issues] == ["attachment_cut"]
    assert len(found.text.split("\n\n")) == zip.MOST_MEMBERS


@pytest.mark.parametrize(
    "data",
    [
        make_pdf()[:600],
        make_docx()[:900],
        make_docx()[:-200],
        make_xlsx([["a", "b"]])[:-100],
        b"%PDF-1.7\n" + bytes(range(256)),
        b"PK\x03\x04" + bytes(200),
        b"Rar!\x1a\x07\x01\x00" + bytes(50),
        b"\xff\xd8\xff\xe0" + bytes(50),
        b"",
        bytes(range(256)),
        make_zip({"a.zip": make_zip({"b.txt": b"b"})}),
        make_zip({}),
    ],
)
def test_what_cannot_be_read_is_an_issue_that_names_the_file(data: bytes) -> None:
    found = extract_text(data, "附件1.bin")
    assert found.issues
    assert all("附件1.bin" in issue.message for issue in found.issues)
    assert found.kind in KINDS


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for the tool")
def test_a_doc_is_read_by_the_systems_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join([TITLE, *LINES])
    (tmp_path / "text").write_text(lines, "utf-8")
    tool = tmp_path / "catdoc"
    tool.write_text(f'#!/bin/sh\n/bin/cat "{tmp_path}/text"\n', "utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = extract_text(OLE, "通报.doc")
    assert (found.kind, found.text, found.issues) == ("doc", lines, ())


def test_without_a_tool_a_doc_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = extract_text(OLE, "通报.doc")
    assert [i.kind for i in found.issues] == ["attachment_tool_missing"]
    assert "apt install catdoc" in found.issues[0].message


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for the tool")
def test_a_tool_that_hangs_or_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, script in (("antiword", "while :; do :; done"), ("catdoc", "echo damaged >&2; exit 1")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(doc, "SECONDS", 0.3)
    found = extract_text(OLE, "通报.doc")
    assert [i.kind for i in found.issues] == ["attachment_not_read"]
    assert "not done after 0.3 s" in found.issues[0].message and "damaged" in found.issues[0].message


def test_every_row_of_the_tables_of_kinds_names_a_kind() -> None:
    named = {kind for _, kind in (*MAGIC, *MEMBERS, *STREAMS)}
    assert named <= set(KINDS)


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "zip"])
def test_no_damage_to_a_file_ends_the_run(kind: str) -> None:
    whole = {
        "pdf": make_pdf(),
        "docx": make_docx(rows=ROWS),
        "xlsx": make_xlsx(ROWS),
        "zip": make_zip({"a.docx": make_docx()}),
    }[kind]
    dice = Random(7)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        found = extract_text(bytes(damaged), "附件")
        assert found.text or found.issues
