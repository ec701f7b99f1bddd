"""Whatever a text holds, the structure read from it is made of its own slices, and nothing is raised."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.model import Quote
from scrapers.notice.outline import read_outline
from scrapers.notice.problems import read_problems
from tests.scrapers.notice.drafts import draft_article

PIECES = [
    "一是",
    "二是",
    "三、",
    "（一）",
    "(二)",
    "1.",
    "2、",
    "（1）",
    "①",
    "针对",
    "关于",
    "对",
    "“",
    "”",
    "‘",
    "’",
    '"',
    "问题",
    "不到位",
    "薄弱",
    "。",
    "；",
    "：",
    "，",
    "、",
    "（",
    "）",
    "《",
    "》",
    "整改情况：",
    "反馈问题：",
    "整改状态：",
    "整改措施",
    "已完成整改",
    "正在推进",
    "|",
    "其中",
    "第一方面",
    "问题一",
    "序号",
    "完成",
    "下一步",
    "欢迎",
    "**",
    "方面",
    "党组",
    "2023年5月4日",
]
TEXTS = st.lists(st.sampled_from([*PIECES, "\n", "\n", "\n", " ", "　"]), max_size=200).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_quote_of_any_text_is_a_slice_of_it(text: str) -> None:
    article = draft_article(text)
    problems, issues = read_problems(article, read_outline(article))
    quotes: list[Quote | None] = [issue.quote for issue in issues]
    for problem in problems:
        assert problem.measures
        quotes += [problem.quote, problem.finding, problem.status_text, *problem.measures]
    for quote in quotes:
        assert quote is None or article.body[quote.start : quote.end] == quote.text


def test_deep_lists_and_marks_by_the_thousand_are_read() -> None:
    for text in (
        "1.：\n" * 3000,
        "1.针对" + "“" * 3000 + "不足" + "”" * 3000 + "问题。一是学习。",
        "（" * 9000,
        "一是甲，" * 4000,
    ):
        article = draft_article(text)
        problems, _ = read_problems(article, read_outline(article))
        assert len(problems) <= 3000
