"""The words that label the parts of an item, and those that close it, are read in their many wordings."""

from __future__ import annotations

import pytest

from scrapers.notice.outline import read_outline
from scrapers.notice.problems import read_problems
from tests.scrapers.notice.drafts import draft_article
from tests.scrapers.notice.shapes_numbered import DONE, GOING, NEARLY

LABELS = (
    ("整改问题", "整改进展及成效"),
    ("问题具体表现", "整改落实措施"),
    ("巡察问题", "落实措施"),
    ("反馈问题描述", "整改过程"),
    ("巡察反馈意见", "办理情况"),
    ("反馈具体问题", "整改措施及完成情况"),
    ("存在的主要问题", "整改实效"),
    ("问题概述", "整改完成情况"),
    ("巡察指出问题", "整改推进情况"),
    ("问题", "采取的主要措施及成效"),
)
CLOSINGS = (
    ("（此项工作已完成）", DONE),
    ("【整改完成】", DONE),
    ("（该问题已整改到位并长期坚持）", DONE),
    ("（持续整改）", GOING),
    ("（整改进度：已完成）", DONE),
    ("此项整改任务已完成。", DONE),
    ("整改结论：已完成整改。", DONE),
    ("完成进度：100%。", DONE),
    ("（达到预期整改目标，整改完成）", DONE),
    ("此项问题已整改，并转入常态化推进。", DONE),
    ("已完成年度整改任务，需长期坚持。", DONE),
    ("目前，此项工作正在有序推进中。", GOING),
    ("该问题正按计划推进整改。", GOING),
    ("正在推进。", GOING),
    ("该问题整改取得阶段性成效。", NEARLY),
)
MARKS = (
    ("1，", "2，"),
    ("1 、", "2 、"),
    ("1。", "2。"),
    ("(1)、", "(2)、"),
    ("一 、", "二 、"),
    ("【1】", "【2】"),
    ("01.", "02."),
    ("（一）、", "（二）、"),
    ("第一个问题：", "第二个问题："),
    ("第1条 ", "第2条 "),
    ("问题1.", "问题2."),
    ("问题 1 ：", "问题 2 ："),
    ("巡察反馈问题一：", "巡察反馈问题二："),
    ("整改问题一：", "整改问题二："),
)
PLACES = (
    "关于{finding}的问题\n整改进度：已完成\n{measures}",
    "关于{finding}的问题\n【整改状态：已完成】\n{measures}",
    "关于{finding}的问题（整改情况：已完成）\n{measures}",
    "【已完成】关于{finding}的问题\n{measures}",
    "（已完成）关于{finding}的问题\n{measures}",
    "关于{finding}的问题——已完成\n{measures}",
    "关于{finding}的问题　已完成\n{measures}",
    "关于{finding}的问题，已完成整改。{measures}",
    "关于{finding}的问题：已完成。{measures}",
    "关于{finding}的问题\n完成时限：2023年6月底（已完成）\n整改措施：{measures}",
    "关于{finding}的问题\n整改措施：{measures}\n是否完成：是",
    "关于{finding}的问题\n责任单位：办公室；整改时限：2023年6月；整改状态：已完成。\n整改措施：{measures}",
    "关于{finding}的问题\n整改完成情况：已完成整改。具体措施：{measures}",
    "关于{finding}的问题\n整改措施：{measures}\n整改结果：完成。",
    "关于{finding}的问题\n整改措施：{measures}\n整改成效：已整改",
    "{finding}（已整改）。\n{measures}",
    "{finding}。已完成整改。{measures}",
    "{finding}；已整改到位。{measures}",
    "{finding}\n已完成\n整改情况：{measures}",
    "{finding}。整改状态：已完成。整改情况：{measures}",
    "{finding}\n{measures}\n目前，该问题已整改到位，并持续坚持。",
    "{finding}\n{measures}\n（整改完成）",
    "{finding}\n{measures}\n整改状态：已销号",
    "{finding}\n{measures}\n——已完成整改",
    "关于{finding}的问题\n整改情况：已于2023年6月完成整改。{measures}",
    "关于{finding}的问题\n整改状态：已完成，并长期坚持\n整改情况：{measures}",
    "关于{finding}的问题\n{measures}\n以上问题已全部整改完毕。",
    "关于{finding}的问题。{measures}目前已整改完毕。",
    "★关于{finding}的问题\n整改状态：已完成\n{measures}",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("measures", "count"), [("一是补学。二是通报。", 2), ("设置咨询台，优化流程。", 1)])
def test_a_status_is_found_wherever_items_say_it(place: str, measures: str, count: int) -> None:
    findings = ("学习制度执行不严", "经费管理粗放")
    items = [place.format(finding=finding, measures=measures) for finding in findings]
    article = draft_article("二、整改情况\n" + "\n".join(f"{i}.{item}" for i, item in enumerate(items, 1)))
    problems, _ = read_problems(article, read_outline(article))
    assert [p.finding.text if p.finding else None for p in problems] == list(findings)
    assert [(p.status, len(p.measures)) for p in problems] == [(DONE, count)] * 2


@pytest.mark.parametrize("marks", MARKS)
def test_an_item_is_known_by_its_number_in_many_spellings(marks: tuple[str, str]) -> None:
    text = f"""
{marks[0]}关于服务意识不强的问题
一是设立窗口。二是公开承诺。
{marks[1]}关于台账不全的问题
补齐台账。
"""
    article = draft_article(text)
    problems, _ = read_problems(article, read_outline(article))
    assert [(p.finding.text if p.finding else None, len(p.measures)) for p in problems] == [
        ("服务意识不强", 2),
        ("台账不全", 1),
    ]
    assert all(mark.startswith(p.path[0]) for mark, p in zip(marks, problems, strict=True))


@pytest.mark.parametrize(("question", "answer"), LABELS)
def test_a_label_is_no_part_of_the_finding(question: str, answer: str) -> None:
    text = f"""
一、党的领导方面
1.{question}：学习贯彻上级精神不及时。
{answer}：一是修订学习制度。二是建立传达台账。
2.{question}：议事规则不健全。
{answer}：修订规则18条。
"""
    article = draft_article(text)
    problems, _ = read_problems(article, read_outline(article))
    found = [(p.finding.text if p.finding else None, len(p.measures)) for p in problems]
    assert found == [("学习贯彻上级精神不及时", 2), ("议事规则不健全", 1)]


@pytest.mark.parametrize(("words", "status"), CLOSINGS)
def test_an_item_says_at_its_end_how_far_it_has_come(words: str, status: str) -> None:
    text = f"""
二、整改情况
（一）关于制度执行不严格的问题
一是修订制度12项。
二是开展检查3次。{words}
（二）关于监督检查不深入的问题
一是开展抽查8次。
二是通报问题11个。{words}
"""
    article = draft_article(text)
    problems, _ = read_problems(article, read_outline(article))
    assert [(p.status.value if p.status else None, len(p.measures)) for p in problems] == [(status, 2)] * 2
