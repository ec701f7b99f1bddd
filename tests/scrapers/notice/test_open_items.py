"""Which clauses report unfinished work without a date."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scrapers.model import Status
from scrapers.notice.open_items import UNFINISHED_MATTER
from scrapers.notice.unfinished import LEAD_IN, find_cue
from scrapers.notice.unfinished_cues import CUES, TRACE, Cue
from tests.scrapers.notice.answers import build_problem, promises_in, unfinished_in
from tests.scrapers.notice.unfinished_rows import FIRST, KEPT, LATER, Row


@pytest.mark.parametrize("row", FIRST + KEPT + LATER, ids=lambda row: row[0])
def test_a_clause_reports_unfinished_work_or_none(row: Row) -> None:
    body, want = row
    assert [i.quote.text for i in unfinished_in(body, build_problem(body))] == want


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.example)
def test_each_cue_finds_its_example(cue: Cue) -> None:
    found = find_cue(cue.example)
    assert found is not None
    assert found[0].kind == cue.kind
    assert cue.pattern.search(cue.example)


WORDS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("0123456789")


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.example)
@settings(max_examples=60)
@given(data=st.data())
def test_a_clause_in_which_a_cue_holds_has_a_trace_of_it(cue: Cue, data: st.DataObject) -> None:
    clause = data.draw(st.from_regex(cue.pattern, alphabet=WORDS)).strip()
    assume(cue.pattern.search(clause))
    assert not cue.traces.isdisjoint(TRACE.findall(clause))


@given(st.from_regex(LEAD_IN, fullmatch=True) | st.from_regex(UNFINISHED_MATTER, fullmatch=True))
def test_what_leads_in_to_work_still_to_do_leaves_a_trace(words: str) -> None:
    assert TRACE.search(words)


@pytest.mark.parametrize(
    "status", ["整改状态：正在推进", "整改进展:正在整改中。", "已建账\t正在推进\t责任人"]
)
def test_a_bare_status_leaves_no_trace(status: str) -> None:
    assert TRACE.search(status) is None


def test_quotes_are_slices_of_the_body() -> None:
    body = "1.针对问题。一是剩余2间正在注销。二是已清退（余3户正在协商）。"
    found = unfinished_in(body, build_problem(body))
    assert [i.quote.text for i in found] == ["剩余2间正在注销", "余3户正在协商"]
    assert all(body[i.quote.start : i.quote.end] == i.quote.text for i in found)


def test_unfinished_work_in_a_finding_is_none_of_the_answer() -> None:
    finding = "尚有5宗案件未办结"
    body = f"1.针对“{finding}”问题，已全部办结。"
    assert unfinished_in(body, build_problem(body, finding=finding)) == ()


def test_the_items_own_status_is_no_open_item() -> None:
    body = "1.关于台账问题，整改正在推进中。一是建立台账。"
    assert (
        unfinished_in(body, build_problem(body, status=Status.IN_PROGRESS, status_text="整改正在推进中"))
        == ()
    )


def test_a_dated_promise_covers_the_residues_of_its_measure_only() -> None:
    first = "正在办理移交手续。预计2024年2月底前完成移交。"
    second = "正在编写需求报告。"
    body = f"1.针对问题。一是{first}二是{second}"
    found = unfinished_in(body, build_problem(body, measures=(first, second)))
    assert [i.quote.text for i in found] == ["正在编写需求报告"]


def test_a_time_cell_covers_the_residues_of_its_row() -> None:
    body = (
        "序号\t问题\t整改时限\t完成情况\n"
        "1\t台账不全\t2023年12月底前\t剩余3本正在补录\n"
        "2\t未入账\t持续\t正在办理入账手续"
    )
    rows = body.split("\n")[1:]
    problems = [build_problem(body, text=r, path=(r[0],), status=Status.IN_PROGRESS) for r in rows]
    assert [(i.quote.text, i.problem_path) for i in unfinished_in(body, *problems)] == [
        ("正在办理入账手续", ("2",))
    ]


def test_a_clause_that_sums_up_its_bracketed_parts_is_none() -> None:
    body = "另有7套（其中个人欠租3套正进行追缴，单位欠租4套正按程序核销）欠租的追缴工作正在推进。"
    found = unfinished_in(body, build_problem(body))
    assert [i.quote.text for i in found] == ["个人欠租3套正进行追缴", "单位欠租4套正按程序核销"]


def test_work_outside_the_problems_is_none() -> None:
    body = "一、加强领导。正在研究制定方案。\n1.针对问题，已整改。"
    assert unfinished_in(body, build_problem(body, text="1.针对问题，已整改。")) == ()


PARTS = (
    ("涉及注销企业的5笔押金正在核实承继人；其余12笔9月底前清退。", ["涉及注销企业的5笔押金正在核实承继人"]),
    ("首批29间门面2023年12月底前完成竞租；尚有14户拖欠租金，已提起诉讼。", ["尚有14户拖欠租金"]),
    ("剩余4座2024年春节前完成改造；另有2座的加固方案已报铁路局审批。", ["另有2座的加固方案已报铁路局审批"]),
    ("门诊楼2024年1月底前投入使用。停车场扩建正在办理用地手续。", ["停车场扩建正在办理用地手续"]),
    ("跨河桥的环评已受理，尚未批复；滨江北路计划2023年12月底前通车。", ["尚未批复"]),
    ("对停产的纸箱厂，法院尚未裁定；对留存的检测公司，力争2024年3月改制。", ["法院尚未裁定"]),
    ("5处中有2处正在诉讼；3处预计2024年6月底前拆除。", ["5处中有2处正在诉讼"]),
    ("未结2件如下：（1）甲案患方已提起上诉；（2）乙案计划2024年4月底前签约。", ["甲案患方已提起上诉"]),
    ("东湖小区改造2024年6月底前完工，西湖小区改造因迁线尚未开工。", ["西湖小区改造因迁线尚未开工"]),
    ("尚有6户未搬离。剩余6户预计2024年3月底前搬离。", []),
    ("6套公房预计2024年4月底前招租到位。其中1套正在履行招租程序。", []),
    ("预计2024年2月底前完成移交；目前正在办理手续。", []),
)


@pytest.mark.parametrize("row", PARTS, ids=lambda row: row[0])
def test_a_date_covers_no_other_part_of_its_measure(row: tuple[str, list[str]]) -> None:
    first, second = "建立台账。", row[0]
    body = f"1.针对问题。一是{first}二是{second}"
    found = unfinished_in(body, build_problem(body, measures=(first, second)))
    assert [i.quote.text for i in found] == row[1]


def test_a_season_in_a_time_cell_is_an_open_item_of_an_unfinished_row_and_no_promise() -> None:
    body = (
        "序号\t问题\t整改时限\t完成情况\n"
        "1\t搬迁滞后\t2024年汛期前\t尚有7户未签订协议\n"
        "2\t清淤滞后\t2024年汛期前\t已完成"
    )
    rows = body.split("\n")[1:]
    states = (Status.IN_PROGRESS, Status.COMPLETED)
    problems = [
        build_problem(body, text=r, path=(r[0],), status=s) for r, s in zip(rows, states, strict=True)
    ]
    assert promises_in(body, *problems)[0] == ()
    assert [(i.quote.text, i.problem_path) for i in unfinished_in(body, *problems)] == [
        ("2024年汛期前", ("1",)),
        ("尚有7户未签订协议", ("1",)),
    ]
