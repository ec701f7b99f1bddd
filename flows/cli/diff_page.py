"""A comparison of two versions as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from flows.settings import ConfigError
from warehouse.sentences import Piece

HEAD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 48rem; margin: 2rem auto; font: 1rem/1.8 sans-serif; padding: 0 1rem; }}
p, li {{ overflow-wrap: anywhere; }}
h1 {{ font-size: 1.3rem; line-height: 1.5; }} h2 {{ font-size: 1.1rem; }}
del {{ background: #fdd; color: #900; }} ins {{ background: #dfd; color: #060; text-decoration: underline; }}
p.edit {{ border-left: 3px solid #ccc; padding-left: .8rem; }}
</style></head><body><h1>{title}</h1>
"""


def write_page(path: Path, title: str, typed: Sequence[str], edits: Sequence[Sequence[Piece]]) -> None:
    """Write the comparison: typed changes as a list, each edit as a paragraph with the changed words marked.

    Raises:
        ConfigError: the file can't be written.
    """
    items = "".join(f"<li>{escape(line)}</li>\n" for line in typed)
    paragraphs = "".join(f'<p class="edit">{_mark(pieces)}</p>\n' for pieces in edits)
    changes = f"<h2>变动</h2>\n<ul>\n{items}</ul>\n" if typed else ""
    legend = "<p><del>删去的文字</del> <ins>加入的文字</ins></p>"
    wording = f"<h2>文字对照</h2>\n{legend}\n{paragraphs}" if edits else ""
    try:
        path.write_text(f"{HEAD.format(title=escape(title))}{changes}{wording}</body></html>\n", "utf-8")
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
