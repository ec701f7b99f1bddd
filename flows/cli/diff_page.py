"""A comparison of two versions as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from flows.settings import ConfigError
from warehouse.sentences import Piece

HEAD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ max-width: 48rem; margin: 2rem auto; font: 1rem/1.8 sans-serif; padding: 0 1rem; }}
del {{ background: #fdd; }} ins {{ background: #dfd; text-decoration: none; }}
p {{ border-left: 3px solid #ccc; padding-left: .8rem; }}
</style></head><body><h1>{title}</h1>
"""


def write_page(path: Path, title: str, typed: Sequence[str], edits: Sequence[Sequence[Piece]]) -> None:
    """Write the comparison: typed changes as a list, each edit as a paragraph with the changed words marked.

    Raises:
        ConfigError: the file can't be written.
    """
    items = "".join(f"<li>{escape(line)}</li>\n" for line in typed)
    paragraphs = "".join(f"<p>{_mark(pieces)}</p>\n" for pieces in edits)
    try:
        path.write_text(
            f"{HEAD.format(title=escape(title))}<ul>{items}</ul>\n{paragraphs}</body></html>\n", "utf-8"
        )
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror})") from error


def _mark(pieces: Sequence[Piece]) -> str:
    marked = []
    for piece in pieces:
        if piece.old == piece.new:
            marked.append(escape(piece.old))
        else:
            marked.append(f"<del>{escape(piece.old)}</del>" if piece.old else "")
            marked.append(f"<ins>{escape(piece.new)}</ins>" if piece.new else "")
    return "".join(marked).replace("\n", "<br>")
