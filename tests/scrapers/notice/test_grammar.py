"""Each row of the grammar's tables reads its own examples."""

from __future__ import annotations

import re

import pytest

from scrapers.model import Status
from scrapers.notice import (
    chapters,
    columns,
    evidence,
    findings,
    item_findings,
    numbering,
    status_words,
    statuses,
)
from scrapers.notice.evidence import Cue
from scrapers.notice.measures import FAMILIES, split_measures
from scrapers.notice.quoting import match_quotes


@pytest.mark.parametrize(
    ("style", "line", "mark"),
    [(style.name, line, mark) for style in numbering.STYLES for line, mark in style.examples],
)
def test_a_style_of_numbering_reads_its_examples(style: str, line: str, mark: str) -> None:
    found = numbering.read_marker(line, 0, len(line))
    assert found is not None
    assert (found.style, found.text) == (style, mark)


@pytest.mark.parametrize("line", ["2022年3月", "1.5公里", "3.6%的学员", "一是学习", "第一时间", "12345热线"])
def test_a_number_in_a_sentence_is_no_mark(line: str) -> None:
    assert numbering.read_marker(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("二十三、", 23),
        ("（十）", 10),
        ("⒋", 4),
        ("⑴", 1),
        ("１２．", 12),
        ("㈡", 2),
        ("1.12", 12),
        ("第一百零二项", 102),
    ],
)
def test_a_mark_has_its_value_in_every_script(mark: str, value: int) -> None:
    assert numbering.ordinal_of(mark) == value


@pytest.mark.parametrize(("text", "values"), [example for family in FAMILIES for example in family.examples])
def test_a_family_of_measures_splits_its_examples(text: str, values: tuple[int, ...]) -> None:
    spans = split_measures(text, 0, len(text), match_quotes(text).inside)
    assert len(spans) == len(values)


@pytest.mark.parametrize("row", status_words.STATUS_WORDS, ids=lambda row: row.example)
def test_a_status_word_has_its_class(row: status_words.StatusWord) -> None:
    expected = row.status if row.weight else None
    assert status_words.classify_status(row.example) == expected


DONE, NEARLY, GOING = status_words.DONE, status_words.NEARLY, status_words.GOING


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已整改到位，长期坚持", DONE),
        ("已完成整改并持续推进", DONE),
        ("已整改已销号", DONE),
        ("均已全部办结", DONE),
        ("完成（长期坚持）", DONE),
        ("已完成年度整改任务，需长期坚持", DONE),
        ("取得阶段性进展", NEARLY),
        ("取得一定进展，持续推进", GOING),
        ("该问题整改正在持续", GOING),
        ("立行立改，已完成", DONE),
        ("已完成整改，取得阶段性成效", DONE),
        ("阶段性完成", NEARLY),
        ("取得阶段性成效", NEARLY),
        ("大部分已完成", NEARLY),
        ("基本完成，持续推进", NEARLY),
        ("已完成阶段性整改任务", NEARLY),
        ("未完成但达到序时进度", GOING),
        ("申请延期整改", GOING),
        ("正在整改，预计2024年底前完成整改", GOING),
        ("已完成2项，1项正在整改", GOING),
        ("进展滞后", GOING),
        ("长期坚持", GOING),
        ("按序时进度推进", GOING),
        ("立行立改", None),
        ("挂账管控", None),
        ("计划于6月底前完成整改", None),
    ],
)
def test_a_statement_in_a_status_position_has_its_class(text: str, status: Status | None) -> None:
    assert status_words.classify_status(text) == status


@pytest.mark.parametrize(
    "sentence",
    [
        "其中2处已完成整改。",
        "28套物业已完成整改。",
        "已完成《办法》修订。",
        "已完成任务分解，正在推进项目建设。",
        "全部办结群众来信。",
    ],
)
def test_a_sentence_about_a_part_is_no_status_of_the_whole(sentence: str) -> None:
    assert not statuses.is_plain_status(sentence)


@pytest.mark.parametrize(
    "example",
    [
        *(example for _, example in evidence.FAULTS),
        "经费管理粗放",
        "现金管理不规范",
        "为民服务意识淡薄",
        "化解债务缺乏系统谋划",
    ],
)
def test_a_fault_is_found(example: str) -> None:
    assert evidence.has_fault(example)


@pytest.mark.parametrize(
    "heading",
    [
        "紧盯问题短板,强力推动整改",
        "补齐制度短板",
        "提高政治站位，强化整改责任",
        "坚持标本兼治",
        "为提高质量，我局不断完善制度",
    ],
)
def test_an_action_finds_no_fault(heading: str) -> None:
    assert not evidence.has_fault(heading)


@pytest.mark.parametrize(
    "words",
    ["巡察组反馈的20个问题", "市委巡察反馈意见", "已完成整改的问题", "需要长期整改的问题", "上述问题"],
)
def test_the_findings_at_large_are_not_one_finding(words: str) -> None:
    assert evidence.is_general(words)


@pytest.mark.parametrize("words", ["巡察反馈的制度不全问题", "党委会议", "问题" * 21])
def test_one_finding_is_not_the_findings_at_large(words: str) -> None:
    assert not evidence.is_general(words)


@pytest.mark.parametrize(
    "tail",
    [
        "问题",
        "的问题。",
        "问题整改",
        "的整治：",
        "问题整改落实情况",
        "方面问题的整改工作",
        "整改落实",
        "情况（已完成整改）",
        "（正在推进）。",
        "，已完成整改",
    ],
)
def test_what_follows_a_fault_in_its_heading_is_no_part_of_the_finding(tail: str) -> None:
    line = "制度执行不到位" + tail
    heading = findings.read_heading(line, 0, len(line), match_quotes(line))
    assert heading.finding is not None
    assert line[slice(*heading.finding)] == "制度执行不到位"


@pytest.mark.parametrize(("title", "rows"), [(e, chapters.INTRODUCTIONS) for _, e in chapters.INTRODUCTIONS])
def test_an_introduction_is_known_by_its_title(title: str, rows: object) -> None:
    assert chapters.is_introduction(title)


@pytest.mark.parametrize("title", [example for _, example in chapters.CLOSINGS])
def test_a_closing_chapter_is_known_by_its_title(title: str) -> None:
    assert chapters.is_closing(title)


@pytest.mark.parametrize("title", [example for _, example in chapters.PROBLEMS])
def test_a_chapter_of_problems_is_known_by_its_title(title: str) -> None:
    assert chapters.announces_problems(title)


@pytest.mark.parametrize(("heading", "kind"), [(example, kind) for _, kind, example in columns.HEADINGS])
def test_a_column_is_known_by_its_heading(heading: str, kind: str) -> None:
    assert columns.kind_of(heading) == kind


@pytest.mark.parametrize(
    ("heading", "finding"),
    [
        *((example, None) for _, example in findings.LEADS),
        ("针对贯彻民主集中制不严格问题的整改。", "贯彻民主集中制不严格"),
        ("针对违规违纪问题处置不严问题的整改。", "违规违纪问题处置不严"),
        ("针对甲街存在搭建窝棚等问题，已完成整改。", "甲街存在搭建窝棚等"),
        ("关于“‘空挂’党员依然存在”问题，整改正在推进中", "‘空挂’党员依然存在"),
        ("关于”台账不全“问题", "台账不全"),
        ("针对“三重一大”议事决策不规范的问题。立行立改", "“三重一大”议事决策不规范"),
        ("关于巡察整改重视不够，部分问题整改不到位的问题。", "巡察整改重视不够，部分问题整改不到位"),
        ("强化理论武装，着力解决学习不深入的问题", "学习不深入"),
        ("理论学习不够深入。一是制定计划", "理论学习不够深入"),
    ],
)
def test_a_heading_states_its_finding(heading: str, finding: str | None) -> None:
    found = findings.read_heading(heading, 0, len(heading), match_quotes(heading))
    assert found.cue >= Cue.NEGATIVE
    assert found.finding is not None
    text = heading[slice(*found.finding)]
    assert text in {finding or text}
    assert not text.startswith(("针对", "关于", "“制度"))
    assert not text.endswith("问题")


@pytest.mark.parametrize(("pattern", "example"), [*item_findings.PARTICULARS, *item_findings.ACTS])
def test_a_sentence_behind_a_finding_is_known_by_its_words(pattern: str, example: str) -> None:
    assert re.search(pattern, example)


@pytest.mark.parametrize("example", [example for _, example in item_findings.PARTICULARS])
def test_the_particulars_of_a_finding_tell_of_no_act(example: str) -> None:
    assert not any(re.search(pattern, example) for pattern, _ in item_findings.ACTS)


@pytest.mark.parametrize(
    "heading",
    [
        "关于疫情防控方面,落实物业服务企业责任",
        "针对巡察反馈的20个问题，制定方案",
        "党的建设方面",
        "加强组织领导",
    ],
)
def test_a_heading_without_a_finding_states_none(heading: str) -> None:
    assert findings.read_heading(heading, 0, len(heading), match_quotes(heading)).finding is None
