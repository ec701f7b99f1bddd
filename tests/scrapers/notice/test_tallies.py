from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.model import Problem, Quote
from scrapers.notice.days import read_number
from scrapers.notice.tallies import find_damaged_counts, read_figures
from scrapers.notice.tally_rows import COUNT, ROWS, ROWS_BY_SIGN, TABLE
from tests.scrapers.notice.articles import make_article

TALLIES = [
    (
        "针对反馈的5个方面15类问题和6条意见建议,细化为42个具体问题,提出168项整改措施。截至2021年3月20日,"
        "整改已完成27个、基本完成6个,占比79%;正在整改9个,占比21%。已完成整改的27个问题,注重巩固。",
        {
            "aspects": 5,
            "problems": 15,
            "suggestions": 6,
            "detailed_problems": 42,
            "measures": 168,
            "completed": 27,
            "basically_completed": 6,
            "in_progress": 9,
            "as_of": "2021-03-20",
        },
    ),
    (
        "针对巡察反馈的9项问题，梳理出21个具体问题、46项细化整改措施，严格按照要求稳步推进21个巡察反馈问题整改。",
        {"problems": 9, "detailed_problems": 21, "measures": 46},
    ),
    (
        "整改办下达督办单，7项任务分到科室。对照反馈的4个方面30个问题，制定措施112条。到2024年6月20日，已完成21个，"
        "阶段性目标已完成4个，正在推进5个。",
        {
            "aspects": 4,
            "problems": 30,
            "measures": 112,
            "completed": 21,
            "basically_completed": 4,
            "in_progress": 5,
            "as_of": "2024-06-20",
        },
    ),
    (
        "指出的三个方面12项问题，分解具体问题35个，明确整改措施126条，其中立行立改事项14条、三个月内完成事项71条、长期坚持事项41条。"
        "截至2025年5月16日，35个具体问题已完成整改25个，部分整改4个，正在推进6个。",
        {
            "aspects": 3,
            "problems": 12,
            "detailed_problems": 35,
            "measures": 126,
            "completed": 25,
            "basically_completed": 4,
            "in_progress": 6,
            "as_of": "2025-05-16",
        },
    ),
    ("反馈意见归纳为四大方面21个问题，列出措施79条。", {"aspects": 4, "problems": 21, "measures": 79}),
    (
        "指出了6大方面共31个问题，并提出了两个方面的意见和建议。",
        {"aspects": 6, "problems": 31, "suggestions": 2},
    ),
    (
        "将反馈意见指出的三方面19个问题细化成43个具体问题",
        {"aspects": 3, "problems": 19, "detailed_problems": 43},
    ),
    (
        "巡察反馈的3个方面12类27个问题，制定整改措施83条，截至2023年6月底，完成整改25个、阶段性完成2个，整改完成率96%，销号22个。",
        {
            "aspects": 3,
            "problems": 27,
            "measures": 83,
            "completed": 25,
            "basically_completed": 2,
            "as_of": "2023-06-30",
        },
    ),
    (
        "针对反馈的4大类13个大项26个具体问题，制定58项措施，26个问题已全部完成整改。",
        {"aspects": 4, "problems": 13, "detailed_problems": 26, "measures": 58, "completed": 26},
    ),
    (
        "巡察组反馈3个方面36个具体问题，制定102条措施，已完成95条。",
        {"aspects": 3, "problems": 36, "measures": 102, "completed": 95},
    ),
    (
        "反馈的二十七个问题中，已整改完成二十个，持续推进五个。",
        {"problems": 27, "completed": 20, "in_progress": 5},
    ),
    (
        "共梳理形成问题清单23项、整改措施68条，其中21项已完成整改，2项正在持续推进。",
        {"problems": 23, "measures": 68, "completed": 21, "in_progress": 2},
    ),
    ("县委巡察反馈的5个方面、18个问题，已全部整改到位。", {"aspects": 5, "problems": 18, "completed": 18}),
    (
        "巡察反馈指出我局存在四个方面的问题，共计15项，提出整改建议4条。",
        {"aspects": 4, "problems": 15, "suggestions": 4},
    ),
    (
        "市委巡察组反馈4大方面32个问题，截至2023年7月1日已整改31个，正在整改1个，整改率96.9%。",
        {"aspects": 4, "problems": 32, "completed": 31, "in_progress": 1, "as_of": "2023-07-01"},
    ),
    (
        "省委第三巡视组反馈的4个方面14个问题、39个具体表现，细化成87项整改任务、210条整改措施，"
        "87项任务中整改完成83项，还有4项正在按时限要求推进。",
        {
            "aspects": 4,
            "problems": 14,
            "detailed_problems": 87,
            "measures": 210,
            "completed": 83,
            "in_progress": 4,
        },
    ),
    (
        "反馈的24个问题，已整改完成20个，完成率83.3%；未完成4个，均达到序时进度。",
        {"problems": 24, "completed": 20, "in_progress": 4},
    ),
    ("县委巡察反馈问题共5个方面26项，已完成整改24项。", {"aspects": 5, "problems": 26, "completed": 24}),
    (
        "经梳理细化为32项整改任务，制定整改措施85条。目前，立行立改18项，已全部完成；限期整改11项，已完成9项；长期整改3项。",
        {"detailed_problems": 32, "measures": 85},
    ),
    (
        "巡察集中整改期结束时，尚有8个问题未完成整改。截至2024年2月29日，新完成整改5个，剩余3个问题仍在推进。",
        {"completed": 5, "in_progress": 3, "as_of": "2024-02-29"},
    ),
    (
        "制定整改措施186条，现186条整改措施已完成171条，其余15条为长期整改任务，巡视整改正按计划推进。",
        {"measures": 186, "completed": 171, "in_progress": 15},
    ),
    (
        "针对巡察反馈的4个方面、12个类别、41条具体问题，共梳理出问题41个。",
        {"aspects": 4, "problems": 12, "detailed_problems": 41},
    ),
    ("共梳理出问题35个，完成整改32个。", {"problems": 35, "completed": 32}),
    (
        "对照市委巡察组提出的3个方面问题和整改方案梳理出3大类、24小项整改任务，制定68项整改措施。"
        "截至目前，已完成问题整改20项，完成整改措施59项，持续推进4项。",
        {"aspects": 3, "detailed_problems": 24, "measures": 68, "completed": 20, "in_progress": 4},
    ),
    (
        "巡察组共反馈问题4个方面、12个大项、31条具体问题，局党组将反馈问题梳理分解为整改任务46个，已整改完成30个，"
        "其中长期任务取得阶段性成效并长期坚持11个。",
        {"aspects": 4, "problems": 12, "detailed_problems": 31, "completed": 30},
    ),
    (
        "以巡察反馈的站位不高、作风不实等三个方面共发现反馈各类问题14个为导向，细化整改措施64，逐一明确责任。",
        {"aspects": 3, "problems": 14, "measures": 64},
    ),
    (
        "针对巡察组反馈的重视不够、作风不实等20个问题，制定整改措施57条。已整改完成16（含长期任务已取得阶段性成效6项）。",
        {"problems": 20, "measures": 57, "completed": 16},
    ),
    (
        "针对巡察反馈的4个方面、13项、37个具体问题，制定整改措施112条，已完成整改34个，长期坚持3个。",
        {
            "aspects": 4,
            "problems": 13,
            "detailed_problems": 37,
            "measures": 112,
            "completed": 34,
            "in_progress": 3,
        },
    ),
    (
        "巡视反馈的四个方面19个突出问题，制定了92项整改措施，截至2022年6月30日，92项整改措施已全部完成。",
        {"aspects": 4, "problems": 19, "measures": 92, "completed": 92, "as_of": "2022-06-30"},
    ),
    (
        "巡察反馈的15个问题中，14个问题已整改完毕并长期坚持，1个问题按序时进度推进整改。",
        {"problems": 15, "completed": 14, "in_progress": 1},
    ),
    (
        "巡察反馈的问题共4方面16项32个具体问题，目前已整改完成31个。",
        {"aspects": 4, "problems": 16, "detailed_problems": 32, "completed": 31},
    ),
    ("对巡察组反馈的27条问题，建立了“三个清单”，已全部整改到位。", {"problems": 27, "completed": 27}),
    ("将巡察反馈意见细化为315个方面具体问题，其中的11个问题已经整改到位。", {"completed": 11}),
    ("把整改措施一项一项抓到底，把整改问题一个一个解决好。", {}),
    ("巡察整改中征求到36条意见建议，完成隐患整改25处，整改项目12个。", {}),
    (
        "巡察反馈的22个问题，已完成整改18个问题，尚在整改4个问题。",
        {"problems": 22, "completed": 18, "in_progress": 4},
    ),
    ("主要负责同志主动认领4项具体问题，班子成员认领巡察反馈问题21条。", {}),
    (
        "巡察反馈的70个问题，完成整改61个，基本完成取得阶段性成果并持续整改问题4个，未完成5个。",
        {"problems": 70, "completed": 61, "basically_completed": 4, "in_progress": 5},
    ),
]


@pytest.mark.parametrize(("text", "expected"), TALLIES)
def test_a_tally_is_read_with_its_levels(text: str, expected: dict[str, object]) -> None:
    found = read_figures(make_article(text))
    assert {k: v.value if k != "as_of" else str(v.value) for k, v in found.items()} == expected
    assert all(text[v.quote.start : v.quote.end] == v.quote.text for v in found.values())


EXAMPLES = [(at, row.pattern, *TABLE[at][3:]) for at, row in enumerate(ROWS)]
IDS = [f"{key}: {example}" for key, _, _, example, _ in TABLE]


@pytest.mark.parametrize(("at", "pattern", "example", "value"), EXAMPLES, ids=IDS)
def test_each_row_reads_its_example(at: int, pattern: re.Pattern[str], example: str, value: int) -> None:
    match = pattern.search(example)
    assert match is not None and read_number(match["n"]) == value
    assert any(sign in example for sign, rows in ROWS_BY_SIGN.items() if at in rows)


@pytest.mark.parametrize("at", range(len(ROWS)), ids=IDS)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_row_matches_holds_a_sign_and_a_count(at: int, data: st.DataObject) -> None:
    row, text = ROWS[at], data.draw(st.from_regex(ROWS[at].pattern))
    assert any(sign in text for sign, rows in ROWS_BY_SIGN.items() if at in rows)
    match = row.pattern.search(text)
    assert match is not None and (not row.leads or COUNT.match(text, match.start()))


def test_a_count_that_has_swallowed_another_is_an_issue() -> None:
    issues = find_damaged_counts(
        make_article("将巡察反馈意见细化为315个方面具体问题，反馈的5个方面15个问题。")
    )
    assert [issue.quote.text for issue in issues if issue.quote] == ["315个方面"]


def test_a_count_inside_a_problem_is_not_the_notices() -> None:
    lead, answer = "县委巡察反馈了18个问题。", "1.针对整改不力的问题。上轮巡察反馈的11个问题已完成整改9个。"
    text = f"{lead}\n{answer}"
    problem = Problem(("1.",), Quote(answer, len(lead) + 1, len(text)), (), None, None, None, ())
    found = read_figures(make_article(text), (problem,))
    assert {k: v.value for k, v in found.items()} == {"problems": 18}


def test_a_chapters_heading_counts_only_its_own() -> None:
    text = "(一)关于落实党的理论方面反馈的5个问题\n巡察共反馈18个问题。"
    assert read_figures(make_article(text))["problems"].value == 18


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十七", 27), ("十", 10), ("一百零五", 105), ("二〇二三", 2023), ("41", 41), ("两", 2), ("多", None)],
)
def test_numerals_of_both_kinds_are_read(text: str, value: int | None) -> None:
    assert read_number(text) == value
