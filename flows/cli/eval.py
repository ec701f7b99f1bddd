"""`xuncha eval`: score the parser against labelled documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli import FAILED
from flows.cli.output import complain, form_of, print_json, print_rows
from flows.settings import ConfigError

SHOWN = 60


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of labels, one .json a document.", file_okay=False)],
    docs: Annotated[Path, typer.Argument(help="Folder of the documents that they label.", file_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object with scores and misses.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The table of scores as CSV.")] = False,
    misses: Annotated[bool, typer.Option(help="Print what was missed or wrongly found.")] = True,
) -> None:
    """Parse the documents of a folder, score them against their labels, and print the scores and the misses.

    A label that names a document which is not there is a miss, and makes the command fail. A key that a
    label lacks is not checked.

    \b
    Examples:
      xuncha eval tests/golden/seen tests/golden/seen
      xuncha eval tests/golden/kept tests/golden/kept --json
    """
    from scrapers.evaluate import evaluate as compare
    from scrapers.model import UnreadableError
    from scrapers.notice import parse
    from scrapers.notice.record import to_record

    labels = _read_labels(gold)
    records: dict[str, dict[str, Any]] = {}
    for name in labels:
        try:
            records[name] = to_record(parse((docs / name).read_bytes(), name), name)
        except (OSError, UnreadableError) as error:
            complain(f"{docs / name}: {getattr(error, 'strerror', None) or error}")
    result = compare(labels, records)
    if as_json:
        print_json(
            {
                "documents": result.documents,
                "parsed": result.parsed,
                "scores": result.scores(),
                "lists": {
                    name: {"precision": f.precision, "recall": f.recall, "f1": f.f1, "n": f.total}
                    for name, f in result.lists.items()
                },
                "misses": [[m.document, m.what, m.expected, m.found] for m in result.misses],
            }
        )
    else:
        rows: list[tuple[Any, ...]] = [
            (name, f"{f.f1:.4f}", f"{f.precision:.4f}", f"{f.recall:.4f}", f.total)
            for name, f in result.lists.items()
        ]
        rows += [(name, f"{s.value:.4f}", None, None, s.total) for name, s in result.shares.items()]
        print_rows(("score", "value", "precision", "recall", "n"), rows, form_of(False, as_csv))
        if misses and not as_csv:
            typer.echo(
                f"\n{result.parsed} of {result.documents} documents parsed, {len(result.misses)} misses"
            )
            for miss in result.misses:
                typer.echo(f"{miss.document} · {miss.what} · {_show(miss.expected)} · {_show(miss.found)}")
    if result.parsed < result.documents:
        raise typer.Exit(FAILED)


def _read_labels(folder: Path) -> dict[str, dict[str, Any]]:
    from scrapers.evaluate import check_label

    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder of labels")
    labels = {}
    for path in sorted(folder.glob("*.json")):
        try:
            label = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path}: no label: {error}") from error
        if isinstance(label, dict) and "document" in label and "problems" in label:
            if wrong := check_label(label):
                raise ConfigError(f"{path}: {wrong}")
            labels[label["document"]] = label
    if not labels:
        raise ConfigError(f"{folder}: holds no label; a label is a .json with `document` and `problems`")
    return labels


def _show(value: Any) -> str:
    text = "—" if value is None else " ".join(str(value).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
