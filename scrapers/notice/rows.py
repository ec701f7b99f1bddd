"""Table rows of a notice: which cells hold times, which rows are finished."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from scrapers.model import Article, Block

_TIME_HEADER = re.compile(r"时限|期限|完成时间|整改时间|时间节点|截止时间|完成日期|时间安排|时间要求")
_FINISHED_ROW = re.compile(r"(?<!未)(?:完成整改|整改完成|整改到位|销号|办结)|(?<!未)已完成|^完成$")
LONGEST_HEADER = 12


@dataclass(frozen=True, slots=True)
class Rows:
    """The table rows of an article, and the cells that stand under a heading such as 整改时限."""

    starts: tuple[int, ...]
    blocks: tuple[Block, ...]
    time_cells: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, article: Article) -> Rows:
        blocks = tuple([b for b in article.blocks if b.kind == "row"])
        cells: set[tuple[int, int]] = set()
        column: int | None = None
        last_end = -2
        for block in blocks:
            if block.start > last_end + 1:
                column = None
            last_end = block.end
            headed = next(
                (
                    i
                    for i, (a, b) in enumerate(block.cells)
                    if b - a <= LONGEST_HEADER and _TIME_HEADER.search(article.body, a, b)
                ),
                None,
            )
            if headed is not None:
                column = headed - len(block.cells)
            elif column is not None and len(block.cells) >= -column:
                cells.add(block.cells[column])
        return cls(tuple(b.start for b in blocks), blocks, tuple(sorted(cells)))

    def at(self, position: int) -> Block | None:
        """The row that holds a position."""
        index = bisect_right(self.starts, position) - 1
        return self.blocks[index] if index >= 0 and position < self.blocks[index].end else None

    def time_cell(self, position: int) -> tuple[int, int] | None:
        """The cell under 整改时限 that holds a position, `None` elsewhere."""
        index = bisect_right(self.time_cells, position, key=lambda cell: cell[0]) - 1
        cell = self.time_cells[index] if index >= 0 else None
        return cell if cell is not None and position < cell[1] else None


def is_finished_row(body: str, row: Block) -> bool:
    """Say whether one of a row's last two cells reports completion (for rows whose status was not read)."""
    return any(_FINISHED_ROW.search(body[a:b].strip()) for a, b in row.cells[-2:])
