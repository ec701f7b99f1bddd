"""What the time expressions of official Chinese come to."""

from __future__ import annotations

import re
from datetime import date

import pytest

from scrapers.notice.deadline_rules import RULES
from scrapers.notice.deadlines import Anchors, find_deadlines
from scrapers.notice.expressions import KERNELS, find_expressions
from tests.scrapers.notice.deadline_rows import FIRST, KEPT, Row

PUBLISHED, FEEDBACK = date(2023, 10, 19), date(2023, 9, 1)


def read(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    anchors = Anchors(published, None, FEEDBACK)
    return [
        (text[d.start : d.end], d.due_on.isoformat(), d.due_strict.isoformat())
        for d in find_deadlines(text, anchors)
    ]


@pytest.mark.parametrize("row", FIRST + KEPT, ids=lambda row: row[0])
def test_an_expression_is_read_on_both_readings(row: Row) -> None:
    published = date.fromisoformat(row[2]) if len(row) == 3 else PUBLISHED
    assert read(row[0], published) == row[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_reads_its_own_example(rule) -> None:
    text, due_on, due_strict = rule.example
    found = find_deadlines(text, Anchors(PUBLISHED, None, FEEDBACK))
    assert [(d.rule, d.due_on.isoformat(), d.due_strict.isoformat()) for d in found] == [
        (rule.name, due_on, due_strict)
    ]


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel[1])
def test_each_kernel_stands_in_its_example(kernel: tuple[str, str]) -> None:
    pattern, example = kernel
    assert re.search(pattern, example)
    (found,) = find_expressions(example)
    assert len(found.group()) >= len(example) - 1


@pytest.mark.parametrize("row", FIRST + KEPT, ids=lambda row: row[0])
def test_the_uppermost_rule_that_fits_reads_an_expression(row: Row) -> None:
    for match in find_expressions(row[0]):
        fitting = ((rule.name, rule.pattern.match(row[0], match.start())) for rule in RULES)
        name, alone = next((name, alone) for name, alone in fitting if alone)
        assert (match.lastgroup, match.span()) == (name, alone.span())
