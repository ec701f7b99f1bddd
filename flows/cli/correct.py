"""`xuncha correct`: mend what the parser read wrong, and see what was mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from flows.cli import settings_of
from flows.cli.output import cell, form_of, print_json, print_rows
from flows.cli.times import NOW_HELP, parse_day, parse_now
from flows.settings import ConfigError

COLUMNS = ("id", "publisher", "what", "was", "is", "holds", "reason", "made_at", "title", "notice_id")
SHOWN = 7
app = typer.Typer(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
NoticeName = Annotated[
    str, typer.Argument(help="A notice: id or its beginning, address, words of the title.", metavar="NOTICE")
]
Reason = Annotated[str, typer.Option(help="Why, for the record and for those who were alerted.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was done as a JSON line.")]
Now = Annotated[str | None, typer.Option(help=NOW_HELP)]
Correct = Callable[[Any, Any], Any]


@app.callback()
def correct(
    context: typer.Context,
    notice: Annotated[str | None, typer.Option(help="Only what was mended in this notice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line each.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """List what was mended; the commands below mend a value that the parser read wrong, with a reason.

    A correction shows in every view, beside the parser's own value, and survives every reparse. It holds as
    long as the words that it was made on stand; after an edit of these it waits in `xuncha review`.
    Subscribers who were alerted with the wrong value get a message that corrects it. The read copy has it
    from the next `xuncha run` on.

    \b
    Examples:
      xuncha correct
      xuncha correct problem 24daac50 '二、(一)1.' --status in_progress --reason 尚在推进
      xuncha correct notice 24daac50 publisher=中共甲市水务局党组 --reason 落款在附件
      xuncha correct promise 3f2a91 --due 2026-06-30 --reason 原文为明年6月
    """
    if context.invoked_subcommand:
        return
    from warehouse.connect import reading
    from warehouse.lookup import find_notice, list_corrections

    with reading(settings_of(context).warehouse) as con:
        rows = list_corrections(con, find_notice(con, notice) if notice else None)
    columns = COLUMNS if as_json or as_csv else COLUMNS[:SHOWN]
    form = form_of(as_json, as_csv)
    print_rows(columns, [[row[c] for c in columns] for row in rows], form, "nothing was mended")


@app.command()
def problem(
    context: typer.Context,
    notice: NoticeName,
    named: Annotated[
        str, typer.Argument(help="The problem: its numbering, or words of it.", metavar="PROBLEM")
    ],
    reason: Reason,
    status: Annotated[
        str | None, typer.Option(help="completed, basically_completed, in_progress, or none.")
    ] = None,
    finding: Annotated[str | None, typer.Option(help="What the inspection found.")] = None,
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """Mend a problem's status or finding.

    \b
    Examples:
      xuncha correct problem 24daac50 '二、(一)1.' --status in_progress --reason 尚在推进
      xuncha correct problem 24daac50 河道清淤 --finding 河道清淤进展缓慢 --reason 断句有误
    """
    from warehouse.mends import Mend

    said = {name: value for name, value in (("status", status), ("finding", finding)) if value is not None}
    if not said:
        raise ConfigError("say what is wrong with the problem: --status STATUS, or --finding TEXT")
    mends = [Mend("problem", field, value, named) for field, value in said.items()]
    _do(context, _values(notice, mends, reason), as_json, now)


@app.command("notice")
def mend_notice(
    context: typer.Context,
    notice: NoticeName,
    values: Annotated[
        list[str],
        typer.Argument(help="Such as publisher=甲局 or signed_on=2026-02-27.", metavar="FIELD=VALUE…"),
    ],
    reason: Reason,
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """Mend fields of a notice; an empty value says that it has none.

    Fields: title, publisher, published_on, signed_by, signed_on, inspection_body, inspected_org,
    inspection_start, inspection_end, feedback_on. Days are written as 2026-01-31.

    \b
    Examples:
      xuncha correct notice 24daac50 publisher=中共甲市水务局党组 --reason 落款在附件
      xuncha correct notice 24daac50 inspection_start=2025-03-01 inspection_end= --reason 误读年份
    """
    _do(context, _values(notice, _read_pairs("notice", values), reason), as_json, now)


@app.command()
def figures(
    context: typer.Context,
    notice: NoticeName,
    values: Annotated[
        list[str], typer.Argument(help="Such as completed=30, or as_of=2026-01-31.", metavar="KEY=VALUE…")
    ],
    reason: Reason,
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """Mend entries of a notice's own tally; an empty value says that it names none.

    Keys: aspects, problems, detailed_problems, suggestions, measures, completed, basically_completed,
    in_progress, as_of.

    \b
    Examples:
      xuncha correct figures 24daac50 completed=30 as_of= --reason 误读序号
    """
    _do(context, _values(notice, _read_pairs("figure", values), reason), as_json, now)


@app.command()
def contact(
    context: typer.Context,
    notice: NoticeName,
    words: Annotated[str, typer.Argument(help="Words of the contact.", metavar="WORDS")],
    reason: Reason,
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """Dismiss what was taken for a contact of a notice.

    \b
    Examples:
      xuncha correct contact 24daac50 12345678 --reason 是网站的电话
    """
    from warehouse.mends import Mend

    _do(context, _values(notice, [Mend("contact", "dismissed", "", words)], reason), as_json, now)


@app.command()
def promise(
    context: typer.Context,
    named: Annotated[
        str, typer.Argument(help="A promise: its commitment_id or its beginning, or its words.", metavar="ID")
    ],
    reason: Reason,
    due: Annotated[
        str | None, typer.Option(help="Last day on which it could be kept, generously read.")
    ] = None,
    strict: Annotated[str | None, typer.Option(help="Last day on the strict reading, if another.")] = None,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It is no promise.")] = False,
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """Mend a promise's days, or dismiss what is none.

    \b
    Examples:
      xuncha correct promise 3f2a91 --due 2026-06-30 --reason 原文为明年6月
      xuncha correct promise 完成青石河清淤 --dismiss --reason 是往年的工作
    """
    from warehouse.correct_promise import correct_days, dismiss_promise

    if bool(due) is dismiss or (strict and not due):
        raise ConfigError("say what is wrong with the promise: --due DAY [--strict DAY], or --dismiss")

    def change(con: Any, moment: Any) -> Any:
        if dismiss:
            return dismiss_promise(con, named, reason=reason, now=moment)
        days = parse_day(due), parse_day(strict) if strict else None
        return correct_days(con, named, due_on=days[0], due_strict=days[1], reason=reason, now=moment)

    _do(context, change, as_json, now)


@app.command("open-item")
def open_item(
    context: typer.Context,
    named: Annotated[
        str,
        typer.Argument(help="An open item: its open_item_id or its beginning, or its words.", metavar="ID"),
    ],
    reason: Reason,
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """Dismiss what was taken for unfinished work without a date.

    \b
    Examples:
      xuncha correct open-item 剩余3处正在施工 --reason 已在承诺之中
    """
    from warehouse.correct_promise import dismiss_promise

    def change(con: Any, moment: Any) -> Any:
        return dismiss_promise(con, named, subject="open_item", reason=reason, now=moment)

    _do(context, change, as_json, now)


@app.command()
def withdraw(
    context: typer.Context,
    some_id: Annotated[str, typer.Argument(help="Id of a correction, or its beginning.", metavar="ID")],
    reason: Reason,
    as_json: AsJson = False,
    now: Now = None,
) -> None:
    """End a correction of a notice, problem, figure or contact: the parser's own value shows again.

    \b
    Examples:
      xuncha correct withdraw 7be0c4 --reason 原读法无误
    """
    from warehouse import correct as corrections

    def change(con: Any, moment: Any) -> Any:
        return corrections.withdraw(con, some_id, reason=reason, now=moment)

    _do(context, change, as_json, now)


def _read_pairs(subject: str, pairs: Sequence[str]) -> list[Any]:
    from warehouse.mends import Mend

    mends = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ConfigError(f"{pair!r}: write NAME=VALUE, such as {key}=…")
        mends.append(Mend(subject, key.strip(), value))
    return mends


def _values(notice: str, mends: Sequence[Any], reason: str) -> Correct:
    def change(con: Any, moment: Any) -> Any:
        from warehouse.correct import correct_values
        from warehouse.lookup import find_notice

        return correct_values(con, find_notice(con, notice), mends, reason=reason, now=moment)

    return change


def _do(context: typer.Context, change: Correct, as_json: bool, now: str | None) -> None:
    """Make a correction, plan the messages that take back what was told, and say what was done."""
    from flows.alerts.subscribers import load_subscribers
    from flows.retract import retract
    from warehouse import connect

    settings, moment = settings_of(context), parse_now(now)
    subscribers = load_subscribers(settings.subscribers)
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        event = change(con, moment)
        sent = retract(con, [event], subscribers, moment)
    payload = event.payload
    if as_json:
        keys = ("title", "url", "quote", "changes", "change", "withdrawn", "retracts")
        ids = {"event_id": event.event_id, "notice_id": event.notice_id, "commitment_id": event.commitment_id}
        print_json(ids | {k: payload[k] for k in keys if k in payload} | {"messages": sent})
        return
    for line in _say(event):
        typer.echo(line)
    if sent:
        typer.echo(f"{sent} messages take back what was told")


def _say(event: Any) -> list[str]:
    payload = event.payload
    if event.commitment_id:
        what = f"due {payload['due_on']}" if payload.get("change") else "dismissed"
        return [f"corrected {event.commitment_id[:12]}: {what}: {payload['quote']}"]
    lines = []
    for change in payload["changes"]:
        place = " ".join(filter(None, ("".join(change.get("path") or ()), change.get("key"), change["type"])))
        was, is_now = cell(change["old"] or "none"), cell(change["new"] or "none")
        lines.append(f"corrected {payload['title'] or payload['url']}: {place}: {was} -> {is_now}")
    return lines or ["withdrawn; it held no more"]
