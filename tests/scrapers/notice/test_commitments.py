"""Which dated clauses are promises, and where they stand."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from scrapers.model import Status
from scrapers.notice.deadlines import Anchors
from scrapers.notice.promise_signs import AHEAD, BEHIND, BEHIND_AFTER, BEHIND_AFTER_HINT, WEAK_AHEAD, Sign
from tests.scrapers.notice import apart_rows, body_rows
from tests.scrapers.notice.answers import build_problem, promises_in, unfinished_in
from tests.scrapers.notice.promise_rows import FIRST, KEPT, LATER, Row
from tests.scrapers.notice.province_rows import ROWS as PROVINCES
from tests.scrapers.notice.province_rows import Row as ProvinceRow


@pytest.mark.parametrize("row", FIRST + KEPT + LATER, ids=lambda row: row[0])
def test_a_dated_clause_is_a_promise_or_a_fact(row: Row) -> None:
    body = row[0]
    status = Status(row[2]) if len(row) == 3 else None
    found, _ = promises_in(body, build_problem(body, status=status))
    assert [(c.quote.text, c.due_on.isoformat()) for c in found] == row[1]


STATES = {"done": Status.COMPLETED, "unfinished": Status.IN_PROGRESS, "cell": Status.IN_PROGRESS}
TABLE_ROW = "1\t台账不全\t补齐台账\t{}\t正在推进"
FRAMES = {
    "closing": ("1.针对问题，已整改。\n{}", "1.针对问题，已整改。"),
    "cell": (f"序号\t反馈问题\t整改措施\t整改时限\t完成情况\n{TABLE_ROW}", TABLE_ROW),
}


BODIES: list[ProvinceRow] = [("2024-06-20", "2023-12-15", *row) for row in body_rows.ROWS]


@pytest.mark.parametrize("row", PROVINCES + apart_rows.ROWS + BODIES, ids=lambda row: row[3])
def test_a_sentence_promises_and_leaves_open_what_a_reader_finds_in_it(row: ProvinceRow) -> None:
    published, feedback, where, sentence, promises, unfinished = row
    anchors = Anchors(date.fromisoformat(published), None, date.fromisoformat(feedback))
    body, answer = FRAMES.get(where, ("{}", "{}"))
    body, answer = body.format(sentence), answer.format(sentence)
    problem = build_problem(body, text=answer, status=STATES.get(where))
    found, _ = promises_in(body, problem, anchors=anchors)
    items = unfinished_in(body, problem, anchors=anchors)
    assert [(c.quote.text, c.due_on.isoformat(), c.due_strict.isoformat()) for c in found] == promises
    assert [i.quote.text for i in items] == unfinished


@pytest.mark.parametrize("sign", (*AHEAD, *WEAK_AHEAD, *BEHIND, *BEHIND_AFTER), ids=lambda sign: sign.name)
def test_each_sign_has_an_example_that_holds_its_words(sign: Sign) -> None:
    text = sign.example
    assert any(
        sign.pattern.search(text[a:b]) for a, b in product(range(len(text)), range(1, len(text) + 1)) if a < b
    )


@pytest.mark.parametrize("sign", BEHIND_AFTER, ids=lambda sign: sign.name)
def test_what_a_sign_behind_a_time_matches_holds_a_hint(sign: Sign) -> None:
    matches = [sign.pattern.search(sign.example, a) for a in range(len(sign.example))]
    matches += [sign.pattern.search(sign.example[a:]) for a in range(len(sign.example))]
    found = [match.group() for match in matches if match]
    assert found and all(BEHIND_AFTER_HINT.search(words) for words in found)


def test_quotes_are_slices_of_the_body() -> None:
    body = "1.针对问题。一是剩余2间计划于2024年3月前注销。\n二是（预计于2023年12月25日前完成）已公告。"
    found, _ = promises_in(body, build_problem(body))
    assert len(found) == 2
    for one in found:
        assert body[one.quote.start : one.quote.end] == one.quote.text
        assert body[one.due_expression.start : one.due_expression.end] == one.due_expression.text
        assert one.quote.start <= one.due_expression.start <= one.due_expression.end <= one.quote.end


def test_dates_of_a_finding_promise_nothing() -> None:
    finding = "计划于2024年6月底前完成的项目进展缓慢"
    body = f"1.针对“{finding}”问题，力争2024年3月底前完成。"
    found, _ = promises_in(body, build_problem(body, finding=finding))
    assert [c.quote.text for c in found] == ["力争2024年3月底前完成"]


def test_what_is_quoted_promises_nothing() -> None:
    body = "一是制定“预计2024年6月底前全部完成销号”的目标；二是加强督办。"
    assert promises_in(body, build_problem(body))[0] == ()


def test_a_promise_outside_the_problems_has_no_path() -> None:
    body = "1.针对问题，已整改。\n三、下一步打算。对剩余事项，计划于2024年6月底前全部销号。"
    found, _ = promises_in(body, build_problem(body, text="1.针对问题，已整改。"))
    assert [(c.quote.text, c.problem_path) for c in found] == [("计划于2024年6月底前全部销号", None)]


TABLE = (
    "序号\t反馈问题\t整改措施\t整改时限\t完成情况\n"
    "1\t台账不全\t补齐台账\t2023年12月底前\t正在推进\n"
    "2\t学习不够\t组织学习\t2023年12月底前\t已完成\n"
    "3\t资产未入账\t清查资产\t2023年6月底前\t正在推进\n"
    "4\t收费不规范\t规范收费\t长期坚持\t已完成，长期坚持"
)


def table_problems(body: str):
    rows = body.split("\n")[1:]
    status = {"正": Status.IN_PROGRESS, "已": Status.COMPLETED}
    return [
        build_problem(
            body,
            text=row,
            finding=row.split("\t")[1],
            status=status[row.split("\t")[4][0]],
            path=(row.split("\t")[0],),
        )
        for row in rows
    ]


def test_a_day_ahead_in_the_time_cell_of_an_unfinished_row_is_a_promise_quoted_by_its_cell() -> None:
    found, _ = promises_in(TABLE, *table_problems(TABLE))
    assert [(c.quote.text, c.problem_path, c.due_on) for c in found] == [
        ("2023年12月底前", ("1",), date(2023, 12, 31))
    ]


def test_an_unread_status_leaves_the_row_to_its_last_cells() -> None:
    body = TABLE
    problems = [build_problem(body, text=row, path=(row[0],)) for row in body.split("\n")[1:]]
    assert [c.problem_path for c in promises_in(body, *problems)[0]] == [("1",)]


def test_an_impossible_date_is_an_issue_and_no_guess() -> None:
    body = "计划于2024年2月30日前完成。"
    found, issues = promises_in(body, build_problem(body))
    assert found == ()
    assert [(i.kind, i.quote and i.quote.text) for i in issues] == [("impossible_date", "2024年2月30日")]


def test_working_days_beyond_the_holiday_calendar_are_uncertain_and_say_so() -> None:
    body = "承诺60个工作日内办结。"
    found, issues = promises_in(body, build_problem(body), anchors=Anchors(date(2026, 12, 1)))
    assert [c.uncertain for c in found] == [True]
    assert [i.kind for i in issues] == ["uncertain_deadline"]


def test_relative_times_count_from_the_signature_where_no_stamp_stands() -> None:
    body = "力争年底前完成。"
    found, _ = promises_in(body, build_problem(body), anchors=Anchors(None, date(2020, 12, 28)))
    assert [c.due_on for c in found] == [date(2020, 12, 31)]


def test_without_any_day_to_count_from_only_plain_promises_with_full_dates_are_taken() -> None:
    body = "预计2024年3月底前完成。年底前完成。于2022年3月底前完成。"
    found, _ = promises_in(body, build_problem(body), anchors=Anchors(None))
    assert [c.quote.text for c in found] == ["预计2024年3月底前完成"]


@pytest.mark.parametrize(
    "unit",
    [
        "预计2024年6月底前完成，",
        "预计2024年底完成。目前正在办理手续。\n",
        "2024年6月\t正在推进\t",
        "2024年",
        "三个月内",
        "（预计",
        "“计划于",
        "延期至2024年6月底、",
        "10月至12月，开展，",
    ],
)
def test_a_body_of_one_thing_repeated_is_read_whole(unit: str) -> None:
    body = unit * 2000
    found, _ = promises_in(body, build_problem(body))
    assert all(body[c.quote.start : c.quote.end] == c.quote.text for c in found)
    assert all(
        body[i.quote.start : i.quote.end] == i.quote.text for i in unfinished_in(body, build_problem(body))
    )
