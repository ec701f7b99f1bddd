"""How the demo prints what the pipeline noticed."""

from __future__ import annotations

import json
import mailbox
from datetime import date
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.alerts.finding import name_finding
from flows.demo.words import Words
from flows.steps import RunReport
from warehouse.model import Event
from warehouse.sentences import diff_words

DIVIDER = "-" * 40
QUERIES = (
    "SELECT publisher, quote, due_on, days_overdue FROM overdue_commitments('{day}');",
    "SELECT publisher, notices, problems, completed, commitments, kept, overdue FROM publisher_record;",
    "SELECT happened_at, kind, title, quote FROM timeline WHERE NOT silent;",
)


def print_report(report: RunReport, console: Console, words: Words) -> None:
    """One line a source that brought something or failed, then what happened."""
    for source in report.sources:
        if source.new or not source.good:
            line = words.polled if source.good else words.refused
            console.print(
                line.format(
                    source=source.name,
                    outcome=source.outcome,
                    rows=source.rows,
                    new=source.new,
                    notices=source.notices,
                )
            )
    told = [e for e in report.events if not e.silent]
    for event in told:
        console.print(_describe(event, words))
    if not told and not any(s.new for s in report.sources):
        console.print(words.nothing)


def _describe(event: Event, words: Words) -> Text:
    facts = event.payload
    names = ("publisher", "source", "source_name") if event.notice_id else ("source", "source_name")
    name = next((facts[key] for key in names if facts.get(key)), event.source_id)
    line = Text.assemble(("● ", "bold"), (words.kinds[event.kind], "bold"), f"  {name}")
    backlog = facts.get("backlog")
    if isinstance(backlog, dict):
        line.append(f"  {words.first_poll.format(**{'notices': 0, 'commitments': 0, **backlog})}")
    elif backlog:
        line.append(f"  {words.backlog.format(count=backlog)}")
    elif facts.get("quote"):
        finding = name_finding(facts)
        line.append(f"  {finding}{words.colon}" if finding else "  ")
        line.append(f"“{facts['quote']}”", style="cyan")
    return line


def print_notices(con: Any, console: Console, words: Words) -> None:
    """The notices on record: publisher, day, problems, completed of total, promises, state."""
    table = _table(words.notices, words.notice_columns)
    for publisher, day, problems, completed, commitments, state in con.execute(
        """
        SELECT publisher, published_on, problems, completed, commitments, state
        FROM current_notices ORDER BY published_on DESC, publisher
        """
    ).fetchall():
        table.add_row(
            publisher,
            _plain(day),
            str(problems),
            f"{completed}/{problems}",
            str(commitments),
            words.states[state],
        )
    console.print(table)


def print_commitments(con: Any, console: Console, words: Words, as_of: date) -> None:
    """The dated promises, longest overdue first, with the quote."""
    table = _table(words.commitments.format(day=as_of), words.commitment_columns)
    for due_on, state, publisher, quote, expression, finding in con.execute(
        """
        SELECT due_on, state, publisher, quote, due_expression, finding FROM current_commitments
        WHERE NOT uncertain AND state <> 'dismissed' ORDER BY state = 'fulfilled', due_on, publisher
        """
    ).fetchall():
        named = name_finding({"quote": quote, "due_expression": expression, "finding": finding})
        about = f"{named}{words.colon}" if named else ""
        table.add_row(
            _plain(due_on), _standing(state, (as_of - due_on).days, words), publisher, Text(about + quote)
        )
    console.print(table)


def _standing(state: str, late: int, words: Words) -> Text:
    if state == "fulfilled":
        return Text(words.kept, style="green")
    days = words.one_day if abs(late) == 1 else words.days.format(count=abs(late))
    standing = (words.overdue if late > 0 else words.left).format(days=days)
    suffix = f" ({words.extended})" if state == "extended" else ""
    return Text(standing + suffix, style="red" if late > 0 else "")


def print_changes(con: Any, console: Console, words: Words) -> None:
    """What was edited without a word, sentence by sentence, with the changed words marked."""
    rows = con.execute(
        "SELECT publisher, changed_at, changes FROM silent_edits ORDER BY changed_at"
    ).fetchall()
    if not rows:
        return
    console.print(Text(f"\n{words.changes}", style="bold"))
    for publisher, changed_at, changes in rows:
        console.print(f"{publisher}  {changed_at:%Y-%m-%d %H:%M}")
        for change in json.loads(changes):
            if change["type"] == "wording":
                console.print(Padding(_marked(change["old"], change["new"]), (0, 0, 0, 2)))


def _marked(old: str, new: str) -> Text:
    text = Text()
    for piece in diff_words(old, new):
        if piece.old == piece.new:
            text.append(piece.new)
            continue
        text.append(f"[-{piece.old}-]" if piece.old else "", style="red")
        text.append(f"{{+{piece.new}+}}" if piece.new else "", style="green")
    return text


def print_alerts(folder: Path, console: Console, words: Words) -> None:
    """The last mail and the last group message, as their readers see them."""
    console.print(Text(f"\n{words.alerts}", style="bold"))
    mails, texts = folder / "mail.mbox", folder / "messages.txt"
    if mails.exists():
        newest = list(mailbox.mbox(mails))[-1]
        console.print(words.mail.format(path=mails))
        subject = str(make_header(decode_header(str(newest["Subject"]))))
        console.print(Padding(Text(f"{subject}\n\n{_plain_part(newest)}"), (0, 0, 1, 2)))
    if texts.exists():
        parts = [p.strip() for p in texts.read_text("utf-8").split(DIVIDER) if p.strip()]
        console.print(words.im.format(path=texts))
        console.print(Padding(Text(parts[-1]), (0, 0, 1, 2)))
    if not mails.exists() and not texts.exists():
        console.print(words.no_alerts)


def _plain_part(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            data = part.get_payload(decode=True)
            return data.decode("utf-8").strip() if isinstance(data, bytes) else ""
    return ""


def print_queries(read_copy: Path, day: date, console: Console, words: Words) -> None:
    """Where the read copy is, and three queries to paste."""
    console.print(Text(words.copy.format(path=read_copy), style="bold"))
    console.print(words.questions)
    for query in QUERIES:
        command = f'.venv/bin/xuncha sql --warehouse {read_copy.with_name("xuncha.duckdb")} "{query}"'
        console.print(Text(command.format(day=day)), soft_wrap=True)


def _table(title: str, columns: str) -> Table:
    table = Table(title=f"\n{title}", title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns.split("|"):
        table.add_column(column, overflow="fold")
    return table


def _plain(value: date | None) -> str:
    return value.isoformat() if value else ""
