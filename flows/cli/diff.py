"""`xuncha diff`: what an edit changed, sentence by sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli import settings_of
from flows.cli.notice_view import FIGURE_WORDS
from flows.cli.output import print_json

NAMES = {
    "title": "标题",
    "published_on": "发布日期",
    "deadline": "期限变动",
    "commitment_added": "新增承诺",
    "commitment_removed": "承诺消失",
    "status": "整改状态",
    "problem_added": "新增问题",
    "problem_removed": "问题消失",
    "figure": "统计数字",
    "contact": "联系方式",
}
CONTACTS = {"phone": "电话", "address": "地址", "postcode": "邮编", "email": "邮箱"}


def diff(
    context: typer.Context,
    notice: Annotated[
        str, typer.Argument(help="A notice: id or its beginning, address, words of the title.")
    ],
    old: Annotated[int | None, typer.Option(help="The older version; the last but one without it.")] = None,
    new: Annotated[int | None, typer.Option(help="The newer version; the last without it.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the comparison to this HTML file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a change.")] = False,
) -> None:
    """Compare two versions of a notice: what kind of change each is, and the changed words.

    \b
    Examples:
      xuncha diff 24daac50
      xuncha diff 24daac50 --old 1 --new 3 --html changes.html
    """
    from warehouse.connect import reading
    from warehouse.lookup import choose_version, find_notice, load_versions
    from warehouse.sentences import diff_sentences, diff_words

    with reading(settings_of(context).warehouse) as con:
        versions = load_versions(con, find_notice(con, notice))
    after = choose_version(versions, new)
    if len(versions) == 1 or after.number == 1:
        typer.echo(f"{after.title}: there is only version 1, seen since {after.valid_from:%Y-%m-%d %H:%M}")
        return
    before = choose_version(versions, old or after.number - 1)
    typed = [
        change
        for version in versions
        if before.number < version.number <= after.number
        for change in json.loads(version.changes or "[]")
        if change["type"] != "wording"
    ]
    edits = diff_sentences(before.text, after.text)
    if as_json:
        for change in [*typed, *({"type": "wording", "old": e.old, "new": e.new} for e in edits)]:
            print_json(change)
        return
    title = f"{after.title}  第{before.number}版 → 第{after.number}版（{after.valid_from:%Y-%m-%d %H:%M}）"
    pieces = [diff_words(edit.old, edit.new) for edit in edits]
    if html:
        from flows.cli.diff_page import write_page

        write_page(html, title, [_say(change) for change in typed], pieces)
        typer.echo(f"written to {html}")
        return
    _print_coloured(title, [_say(change) for change in typed], pieces)


def _say(change: dict[str, Any]) -> str:
    entry = change.get("key") or change.get("kind") or ""
    where = "".join(change.get("path") or ()) or FIGURE_WORDS.get(entry) or CONTACTS.get(entry, entry)
    quote = change.get("new_quote") or change.get("old_quote") or change.get("finding") or ""
    kind = NAMES.get(change["type"], change["type"])
    words = f"{kind}{' ' if where else ''}{where}：{change['old'] or '无'} → {change['new'] or '无'}"
    return f"{words}（{quote}）" if quote else words


def _print_coloured(title: str, typed: list[str], pieces: list[list[Any]]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    console.print(Text(title, style="bold"))
    for line in typed:
        console.print(Text(f"* {line}"))
    for words in pieces:
        removed, added = Text("- ", style="red"), Text("+ ", style="green")
        for piece in words:
            removed.append(piece.old, style="bold" if piece.old != piece.new else "")
            added.append(piece.new, style="bold" if piece.old != piece.new else "")
        for text in (removed, added):
            if len(text) > 2:
                console.print(text)
