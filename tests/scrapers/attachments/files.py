"""Attached files, made in the test that reads them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

import docx
import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

TITLE = "中共云川市水务局党组关于巡察整改进展情况的通报"
LINES = (
    "根据市委统一部署，2024年3月1日至4月30日，市委第二巡察组对市水务局党组进行了巡察。2024年6月5日，市委第二巡察组向市水务局党组反馈了巡察意见。按照党务公开原则和巡察工作有关要求，现将巡察整改进展情况予以公布。",
    "一、履行主体责任不到位方面",
    "（一）关于理论学习不够深入的问题",
    "整改情况：一是修订学习制度，全年安排集体学习12次，覆盖全体党员干部和所属单位负责人；二是建立学习台账，逐人登记，每季度通报。已完成整改。",
    "（二）关于河道巡查流于形式的问题",
    "整改情况：一是配齐巡查人员，划定责任河段，明确每周巡查不少于两次；二是启用巡查系统，轨迹留痕。2025年12月底前完成全部河段的视频监控建设。正在整改。",
    "二、工程建设管理不严方面",
    "（三）关于招标文件审核把关不严的问题",
    "整改情况：一是制定招标文件审核办法，实行三级审核；二是对近三年的项目开展回头看，发现问题6个，均已整改到位。已完成整改。",
    "欢迎广大干部群众对巡察整改落实情况进行监督。如有意见建议，请及时反映。联系电话：0700-8123456；邮政信箱：云川市滨河路8号。",
    "中共云川市水务局党组",
    "2024年12月20日",
)


def make_pdf(
    title: str = TITLE, lines: Sequence[str] = LINES, *, number_pages: bool = True, indent: int = 32
) -> bytes:
    """A PDF in which lines wrap, paragraphs are set in by two letters and pages are numbered."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=16, leading=28, firstLineIndent=indent, wordWrap="CJK"
    )
    head = ParagraphStyle("head", parent=body, fontSize=22, leading=34, alignment=1, firstLineIndent=0)
    right = ParagraphStyle("right", parent=body, alignment=2)

    def number(page: canvas.Canvas, _: object) -> None:
        if number_pages:
            page.setFont("STSong-Light", 14)
            page.drawCentredString(A4[0] / 2, 40, f"— {page.getPageNumber()} —")

    out = BytesIO()
    flow = [
        Paragraph(title, head),
        *(Paragraph(x, body) for x in lines[:-2]),
        *(Paragraph(x, right) for x in lines[-2:]),
    ]
    SimpleDocTemplate(out, pagesize=A4).build(flow, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


def make_scan() -> bytes:
    """A PDF whose pages hold lines and no text, as a scan does."""
    out = BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for _ in range(2):
        page.rect(100, 100, 300, 500, fill=1)
        page.showPage()
    page.save()
    return out.getvalue()


def make_docx(title: str = TITLE, lines: Sequence[str] = LINES, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A DOCX with a table before its last two lines, if there are `rows`."""
    document = docx.Document()
    document.add_paragraph(title)
    for line in lines[:-2]:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    for line in lines[-2:]:
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def make_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def make_zip(members: Mapping[str, bytes], *, gbk: bool = False) -> bytes:
    """An archive; with `gbk` its names are written as archivers in China write them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(_GbkName(name) if gbk else name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _GbkName(zipfile.ZipInfo):
    """A member whose name is written in GBK without a mark."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800
