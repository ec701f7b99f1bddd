"""Years for days that are written without one."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from scrapers.notice.days import GAP, YEAR, DayMention, find_years

WITH_MONTH = re.compile(rf"{YEAR}{GAP}年{GAP}(?:\d|[一二三四五六七八九十])")
TITLE_LENGTH = 80
"""Characters back within which an open 《 makes a year part of a document's title."""


class Years:
    """Years for days that are written without one: from the text around them.

    A year with a month (2023年8月) is nearer to a day than a bare one (2017年修订), wherever both stand.
    """

    def __init__(self, text: str, latest: date | None) -> None:
        self.text = text
        self.stated: list[tuple[int, int]] | None = None
        self.latest = latest
        self.previous: int | None = None

    def resolve(self, day: DayMention, floor: date | None = None) -> date | None:
        """The day with its year; not before `floor`, not after the notice, `None` where no year is near."""
        year = day.year
        if year is None:
            year = self._guess(day)
            if year is None:
                return None
            found = day.on(year)
            if found and floor and found < floor:
                found = day.on(year + 1)
            elif found and self.latest and found > self.latest:
                found = day.on(year - 1)
        else:
            found = day.on(year)
        if found:
            self.previous = found.year
        return found

    def _guess(self, day: DayMention) -> int | None:
        if day.relative in ("今年", "本年") and self.latest:
            return self.latest.year
        if day.relative in ("去年", "上年") and self.latest:
            return self.latest.year - 1
        if self.previous is not None:
            return self.previous + (day.relative == "次年")
        if self.stated is None:
            free = [(at, year) for at, year in find_years(self.text) if not self._in_title(at)]
            dated = [(at, year) for at, year in free if WITH_MONTH.match(self.text, at)]
            self.stated = dated or free
        if not self.stated:
            return self.latest.year if self.latest else None
        i = bisect_left(self.stated, (day.start, 0))
        near = self.stated[max(0, i - 1) : i + 1]
        return min(near, key=lambda y: abs(y[0] - day.start))[1]

    def _in_title(self, at: int) -> bool:
        begin = max(0, at - TITLE_LENGTH)
        return self.text.rfind("《", begin, at) > self.text.rfind("》", begin, at)
