"""Numbers that Word counts are written out as the reader sees them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from scrapers.article import read_text
from scrapers.attachments import extract_text
from scrapers.attachments.numbers import write_chinese
from scrapers.notice import read_notice
from tests.scrapers.attachments.files import LINES, TITLE

LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def number(document: Any, levels: tuple[tuple[str, str], ...]) -> None:
    """Add list 77 with these levels."""
    root = document.part.numbering_part.element
    lines = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{lines}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def add(document: Any, text: str, depth: int | None = None) -> None:
    paragraph = document.add_paragraph(text)
    if depth is not None:
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))


def save(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (105, "一百零五"),
        (110, "一百一十"),
    ],
)
def test_chinese_numbers(value: int, text: str) -> None:
    assert write_chinese(value) == text


def test_an_outline_that_word_counts_is_read_like_a_written_one() -> None:
    document = docx.Document()
    number(document, LEVELS)
    add(document, TITLE)
    for line in LINES:
        mark = next((m for m in ("一、", "二、", "（一）", "（二）", "（三）") if line.startswith(m)), "")
        add(document, line.removeprefix(mark), (1 if "（" in mark else 0) if mark else None)
    found = extract_text(save(document), "通报.docx")
    notice = read_notice(read_text(found.text.encode(), "http://a.invalid/1"))
    assert found.issues == ()
    # The second level starts again below 二、, as Word shows it.
    assert [p.path for p in notice.problems] == [("一、", "（一）"), ("一、", "（二）"), ("二、", "（一）")]


def test_an_unknown_format_is_written_as_digits_and_told() -> None:
    document = docx.Document()
    number(document, (("thaiCounting", "%1)"),))
    add(document, "甲", 0)
    add(document, "乙", 0)
    found = extract_text(save(document), "a.docx")
    assert found.text == "1)甲\n2)乙"
    assert [i.kind for i in found.issues] == ["attachment_numbers_unknown"]


def test_tracked_changes_and_content_controls_are_read_as_they_show() -> None:
    document = docx.Document()
    ns = nsdecls("w")
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {ns}><w:r><w:t>已完成</w:t></w:r><w:ins><w:r><w:t>整改</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>部分</w:delText></w:r></w:del></w:p>"
        ),
    )
    document.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>在框里</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    assert extract_text(save(document), "a.docx").text == "已完成整改\n在框里"
