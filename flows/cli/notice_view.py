"""A parsed notice as an outline to read; colours only where the output is a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import typer

from scrapers.model import Article, Commitment, Found, Issue, Notice, OpenItem, Problem, Quote, Status
from scrapers.notice.checks import compare_claims, count_items

WIDTH = 72
STATUS_WORDS = {
    Status.COMPLETED: ("已完成", typer.colors.GREEN),
    Status.BASICALLY_COMPLETED: ("基本完成", typer.colors.YELLOW),
    Status.IN_PROGRESS: ("推进中", typer.colors.RED),
}
FIGURE_WORDS = {
    "aspects": "方面",
    "problems": "问题",
    "detailed_problems": "细化问题",
    "suggestions": "意见建议",
    "measures": "措施",
    "completed": "完成",
    "basically_completed": "基本完成",
    "in_progress": "推进中",
    "as_of": "截至",
}


def show_notice(notice: Notice, name: str) -> None:
    """Print one document: what it is, its masthead, and for a notice all that was read from it."""
    article = notice.article
    typer.secho(article.title.value if article.title else name, bold=True)
    _line("文件", name)
    if not notice.is_notice:
        _line("体裁", f"不是整改通报 ({notice.reason})")
    _show_masthead(notice, article)
    if notice.is_notice:
        _show_inspection(notice)
        _show_tally(notice)
        _show_problems(notice.problems)
        _show_commitments(notice.commitments)
        _show_open_items(notice.open_items)
        _show_contacts(notice)
    else:
        typer.echo("")
        typer.echo(article.body)
    _show_issues(notice.issues)
    typer.echo("")


def _show_masthead(notice: Notice, article: Article) -> None:
    _line("发布", _value(notice.publisher))
    _line("日期", _day(article.published_at.value if article.published_at else None))
    _line("来源", _value(article.source))
    _line("栏目", " > ".join(found.value for found in article.column))
    signed = " ".join(filter(None, (_value(notice.signed_by), _value(notice.signed_on))))
    _line("落款", signed)
    for attachment in article.attachments:
        _line("附件", f"{attachment.name} {attachment.url}")


def _show_inspection(notice: Notice) -> None:
    found = notice.inspection
    team = " → ".join(filter(None, (_value(found.body), _value(found.inspected_org))))
    period = "至".join(filter(None, (_value(found.start), _value(found.end))))
    feedback = f"反馈 {_value(found.feedback_on)}" if found.feedback_on else ""
    _line("巡察", "  ".join(filter(None, (team, period, feedback))))


def _show_tally(notice: Notice) -> None:
    stated = [
        f"{FIGURE_WORDS[key]} {_value(notice.figures[key])}" for key in FIGURE_WORDS if key in notice.figures
    ]
    _line("自报", "  ".join(stated))
    counts = count_items(notice.problems)
    shown = [f"{FIGURE_WORDS.get(key, '未注明')} {count}" for key, count in counts.items() if count]
    _line("逐项", "  ".join(shown))
    for key, row in compare_claims(notice.figures, notice.problems).items():
        if not row["agrees"]:
            typer.secho(
                f"      {FIGURE_WORDS[key]}: 自报 {row['claim']}, 逐项 {row['count']}", fg=typer.colors.YELLOW
            )


def _show_problems(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    _head(f"问题 {len(problems)}")
    shown: tuple[str, ...] = ()
    for problem in problems:
        above = problem.headings
        for depth, heading in enumerate(above):
            if shown[: depth + 1] != above[: depth + 1]:
                number = (
                    problem.path[depth]
                    if len(problem.path) > len(above) - 1 and depth < len(problem.path)
                    else ""
                )
                title = heading if heading.startswith(number) else f"{number}{heading}"
                typer.echo(f"{'  ' * (depth + 1)}{_cut(title)}")
        shown = above
        word, colour = STATUS_WORDS[problem.status] if problem.status else ("", None)
        if not word and problem.status_text:
            word = f"“{problem.status_text.text}”?"
        said = _cut(problem.finding.text if problem.finding else f"({_first_words(problem.quote)})")
        tail = typer.style(f" [{word}]", fg=colour) if word else ""
        number = problem.path[-1] if problem.path else "-"
        typer.echo(f"{'  ' * (len(above) + 1)}{number} {said}{tail} · {len(problem.measures)}项措施")


def _show_commitments(commitments: Sequence[Commitment]) -> None:
    if not commitments:
        return
    _head(f"限期承诺 {len(commitments)}")
    for promise in commitments:
        due = promise.due_on.isoformat()
        if promise.due_strict != promise.due_on:
            due += f" (从严 {promise.due_strict.isoformat()})"
        doubt = " [待核]" if promise.uncertain else ""
        when = typer.style(due, fg=typer.colors.CYAN)
        typer.echo(f"  {when}{doubt} {_cut(promise.quote.text)}{_place(promise.problem_path)}")


def _show_open_items(items: Sequence[OpenItem]) -> None:
    if not items:
        return
    _head(f"未完事项 {len(items)}")
    for item in items:
        doubt = " [待核]" if item.uncertain else ""
        typer.echo(f"  {_cut(item.quote.text)}{doubt}{_place(item.problem_path)}")


def _show_contacts(notice: Notice) -> None:
    contacts = notice.contacts
    parts = [quote.text for quote in (*contacts.phones, *contacts.emails)]
    parts += [quote.text for quote in (contacts.address, contacts.postcode) if quote]
    _line("联系", "  ".join(parts))


def _show_issues(issues: Sequence[Issue]) -> None:
    if not issues:
        return
    _head(f"疑点 {len(issues)}")
    for issue in issues:
        words = f" “{_cut(issue.quote.text)}”" if issue.quote else ""
        typer.secho(f"  {issue.kind}: {issue.message}{words}", fg=typer.colors.YELLOW)


def _line(label: str, text: str) -> None:
    if text:
        typer.echo(f"{typer.style(label, dim=True)}  {text}")


def _head(text: str) -> None:
    typer.secho(f"\n{text}", bold=True)


def _place(path: tuple[str, ...] | None) -> str:
    return typer.style(f"  {' '.join(path)}", dim=True) if path else ""


def _first_words(quote: Quote) -> str:
    return quote.text.split("\n", 1)[0]


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= WIDTH else flat[: WIDTH - 1] + "…"


def _value(found: Found[Any] | None) -> str:
    if found is None:
        return ""
    return found.value.isoformat() if isinstance(found.value, date) else str(found.value)


def _day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if value else ""
