"""What a message says, and what no page can make it say."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.alerts.changes import mark_words
from flows.alerts.clean import cut_bytes, cut_text, for_markdown, for_text, safe_link
from flows.alerts.letter import Form
from flows.alerts.render import Style, render_dead, render_events, render_test
from flows.alerts.schedule import SHANGHAI
from tests.flows.alerts.events import NOTICE, NOW, PROMISE, make_event, overdue
from warehouse.model import Event, EventKind

HOSTILE = (
    "</p><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp; **粗** [点我](http://evil.example) "
    "@all <@all> <at id=all></at> `x` # 标题\n> 引用\r\n- 项\u202e反写\u200b\x00 " + "长" * 5000
)
FROM_PAGES = ("title", "publisher", "source", "quote", "detail", "evidence", "due_expression")
FORMS = [Form.TEXT, Form.MARKDOWN, Form.MAIL]


def body(event: Event, form: Form = Form.TEXT, language: str = "zh", **style: object) -> str:
    return render_events([event], Style(form, language, **style), "k", NOW).body  # type: ignore[arg-type]


def test_an_overdue_message_names_publisher_notice_quote_both_dates_days_and_page() -> None:
    text = body(overdue())
    for words in (
        "到期未见公开完成情况",
        "云州市水务局",
        "《中共云州市水务局党组关于巡察整改进展情况的通报》",
        "“2026年10月底前完成全部老旧管网排查。”",
        "最晚 2026年10月31日（按最严的读法为 2026年10月1日）",
        "逾期 22 天",
        "这不等于没有完成",
        "https://swj.yunzhou.example/art/2026/3/2/art_1.html",
        "2026年3月3日 09:12 采集",
        "ab" * 32,
        "一（二）3",
    ):
        assert words in text


def test_one_reading_is_told_once() -> None:
    text = body(overdue(due_strict="2026-10-31"))
    assert "即 2026年10月31日" in text
    assert "最严" not in text


def test_the_archived_copy_is_linked_where_it_is_served() -> None:
    text = body(overdue(), base_url="https://xuncha.example/")
    assert "存档：https://xuncha.example/pages/p-1.html" in text
    assert "SHA-256" not in text


def test_an_edit_shows_the_words_that_changed() -> None:
    change = {
        "type": "deadline",
        "old": "2026-06-30",
        "new": "2026-10-31",
        "old_quote": "2026年6月底前完成全部老旧管网排查。",
        "new_quote": "2026年10月底前完成全部老旧管网排查。",
    }
    event = make_event(1, EventKind.NOTICE_CHANGED, changes=[change])
    text = body(event)
    assert "时限变动：2026年6月30日 → 2026年10月31日" in text
    assert "2026年【6】月底前" in text
    assert "2026年【10】月底前" in text
    html = render_events([event], Style(Form.MAIL), "k", NOW).html
    assert ">6</del>" in html
    assert ">10</ins>" in html


def test_an_uncertain_reading_is_in_no_message() -> None:
    sure, doubtful = PROMISE | {"uncertain": False}, PROMISE | {"quote": "可能在年底前", "uncertain": True}
    text = body(make_event(commitments=[sure, doubtful]))
    assert "老旧管网" in text
    assert "可能在年底前" not in text


@pytest.mark.parametrize("kind", list(EventKind))
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_every_kind_is_written_in_every_form_from_any_payload(
    kind: EventKind, language: str, form: Form
) -> None:
    rich = PROMISE | NOTICE | {"changes": [{"type": "wording", "old": "甲", "new": "乙"}], "detail": "412"}
    rich |= {
        "evidence": "已完成",
        "change": {"old": "2026-01-01", "new_quote": "延至"},
        "primary_url": "https://a.example/",
    }
    odd = {
        "page": None,
        "changes": "x",
        "commitments": [None, 3],
        "due_on": 5,
        "path": 3,
        "title": None,
    }
    for payload in (rich, {}, odd, {"backlog": 3}, {"backlog": {"notices": 2}, "items": [{"title": "甲"}]}):
        event = Event("e", kind, NOW, "s", payload=payload)
        for mode in ("at_once", "daily"):
            letter = render_events([event], Style(form, language, mode=mode), "k", NOW)
            assert letter.subject
            assert letter.body
            assert "None" not in letter.body + letter.html
            assert bool(letter.html) == (form is Form.MAIL)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


def hostile_event(kind: EventKind) -> Event:
    change = {"type": "wording", "old": HOSTILE[:200], "new": HOSTILE[50:400]}
    return make_event(
        1,
        kind,
        **PROMISE
        | dict.fromkeys(
            ("title", "publisher", "source", "quote", "detail", "evidence", "due_expression"), HOSTILE
        ),
        url="javascript:alert(1)",
        changes=[change],
        days_overdue=3,
    )


@pytest.mark.parametrize("kind", list(EventKind))
@pytest.mark.parametrize("mode", ["at_once", "daily"])
def test_a_page_cannot_break_or_hijack_a_message(kind: EventKind, mode: str) -> None:
    event = hostile_event(kind)
    mail = render_events([event], Style(Form.MAIL, mode=mode), "k", NOW)
    tags = Tags(mail.html)
    assert not {"script", "img", "at"} & set(tags.tags)
    assert not [a for a in tags.attributes if a.startswith("on")]
    assert "javascript:" not in mail.html
    assert "\n" not in mail.subject
    assert len(mail.subject) <= 150
    for form in (Form.TEXT, Form.MARKDOWN):
        words = render_events([event], Style(form, limit=2048, mode=mode), "k", NOW).body
        assert len(words.encode()) <= 2048
        assert not [bad for bad in ("@", "<", "http://", "\u202e", "\u200b", "\x00") if bad in words]
        assert max(len(line) for line in words.split("\n")) < 1500
    for bad in ("](", "`", "# ", "\n>", "\n-", "**粗"):
        assert bad not in words


@given(st.text(max_size=300), st.integers(8, 200))
def test_cutting_never_splits_a_character_or_passes_its_limit(text: str, limit: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert len(cut_bytes(text, limit).encode()) <= limit
    assert len(cut_text(text, limit)) <= limit


@given(st.text())
def test_page_words_are_inert_in_text_and_markdown(text: str) -> None:
    assert not set(for_text(text)) & set("@<>\n\r\x00")
    assert not set(for_markdown(text)) & set("@<>*_`~#[]()!|\\&\n\r")


def test_cuts_fall_after_a_sentence_and_keep_the_link() -> None:
    assert cut_text("第一句话说完了。第二句话还没有说完", 12) == "第一句话说完了。…"
    family = "👩‍👩‍👧‍👦"
    assert family[:3] not in cut_text("一二三四五六七八九" + family, 12)
    event = overdue(quote="老旧管网排查要求逐条落实。" * 200, title="长标题" * 100, publisher="单位" * 60)
    words = render_events([event], Style(Form.TEXT, limit=500), "k", NOW).body
    assert len(words.encode()) <= 500
    assert words.endswith("https://swj.yunzhou.example/art/2026/3/2/art_1.html")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.gov.cn/x y(1)[2]<b>", "https://a.gov.cn/x%20y%281%29%5B2%5D%3Cb%3E"),
        ("https://a.gov.cn/info?id=1&n=%E4", "https://a.gov.cn/info?id=1&n=%E4"),
        ("https://a.gov.cn/通报", "https://a.gov.cn/%E9%80%9A%E6%8A%A5"),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
        (None, ""),
    ],
)
def test_addresses_are_made_safe(url: str | None, safe: str) -> None:
    assert safe_link(url) == safe


@pytest.mark.parametrize(
    ("promise", "named"),
    [
        ({"quote": "2025年8月底前", "due_expression": "2025年8月底前"}, True),
        ({"quote": "2025年8月底前办结", "due_expression": "2025年8月底前"}, True),
        ({"quote": "（2025年12月31日前；全年）", "due_expression": "2025年12月31日前"}, True),
        ({"quote": "2025年8月底前完成全部老旧管网排查", "due_expression": "2025年8月底前"}, False),
    ],
)
def test_a_promise_that_is_hardly_more_than_a_day_names_its_finding(
    promise: dict[str, str], named: bool
) -> None:
    finding = "老旧管网底数不清，" + "巡查不到位" * 10
    event = overdue(**promise, finding=finding)
    summary = make_event(1, EventKind.COMMITMENT_OVERDUE, backlog=1, items=[promise | {"finding": finding}])
    published = make_event(commitments=[PROMISE | promise | {"finding": finding}])
    daily = render_events([event], Style(mode="daily"), "k", NOW).body
    for language in ("zh", "en"):
        for words in (body(event, language=language), daily, body(summary), body(published)):
            assert ("老旧管网底数不清" in words) is named
            assert finding not in words
    moved = {"type": "deadline", "old": "2025-08-31", "new": "2025-12-31", "finding": finding}
    moved |= {"new_quote": promise["quote"], "due_expression": promise["due_expression"]}
    assert ("老旧管网底数不清" in body(make_event(1, EventKind.NOTICE_CHANGED, changes=[moved]))) is named


def test_a_subject_names_the_publisher_once() -> None:
    def subject(language: str, **payload: object) -> str:
        return render_events([overdue(**payload)], Style(language=language), "k", NOW).subject

    assert (
        subject("zh") == "【到期未见公开完成情况】逾期 22 天：中共云州市水务局党组关于巡察整改进展情况的通报"
    )
    assert subject("zh", title="关于巡察整改的通报") == (
        "【到期未见公开完成情况】云州市水务局（逾期 22 天）：关于巡察整改的通报"
    )
    assert "(22 days overdue)" in subject("en", title="关于巡察整改的通报")
    assert "] 1 day overdue: 中共" in subject("en", days=1)


def test_a_changed_day_is_marked_whole() -> None:
    marks = mark_words("于2025年11月20日前完成验收", "于2026年6月30日前完成验收")
    assert marks[1:3] == [("del", "2025年11月20日"), ("ins", "2026年6月30日")]


def test_marked_words_put_together_again_are_both_sentences() -> None:
    before, after = "今年6月底前完成整改", "今年12月底前基本完成整改"
    marks = mark_words(before, after)
    assert "".join(t for m, t in marks if m != "ins") == before
    assert "".join(t for m, t in marks if m != "del") == after


def test_a_digest_is_in_order_and_grouped_by_publisher() -> None:
    events = [
        make_event(1, EventKind.SOURCE_BLOCKED),
        make_event(2, EventKind.NOTICE_CHANGED),
        make_event(3),
        make_event(4, EventKind.COMMITMENT_DUE_SOON, **PROMISE | {"due_on": "2026-11-29"}),
        overdue(5, days=1, publisher="甲局"),
        overdue(6, days=90, publisher="乙局"),
        overdue(7, days=30, publisher="甲局"),
    ]
    text = render_events(events, Style(mode="daily"), "k", NOW).body
    order = [
        "到期未见公开完成情况（3）",
        "乙局",
        "甲局",
        "承诺即将到期（1）",
        "新发布的通报（1）",
        "修改、撤下与进展（1）",
        "来源状况（1）",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.count("甲局") == 1


def test_a_digest_too_long_for_its_channel_says_how_much_it_leaves_out() -> None:
    events = [overdue(n, days=n, title=f"通报{n}") for n in range(1, 60)]
    text = render_events(events, Style(Form.TEXT, limit=2048, mode="daily"), "k", NOW).body
    assert len(text.encode()) <= 2048
    assert "到期未见公开完成情况（59）" in text
    assert "……另有 " in text
    assert "通报59" in text, "the longest overdue come first"


def test_an_empty_digest_says_so() -> None:
    assert "没有新情况" in render_events([], Style(mode="daily"), "k", NOW).subject


def test_service_messages_are_marked_for_what_they_are() -> None:
    for language, word in (("zh", "【测试】"), ("en", "[Test]")):
        assert render_test("甲", "XUNCHA_A", Style(language=language), NOW).subject.startswith(word)
    rows = [{"subscriber": "甲", "channel": "XUNCHA_A", "count": 3, "error": "errcode 310000"}]
    report = render_dead(rows, Style(), "k")
    assert "errcode 310000" in report.body
    assert "3 条" in report.subject


def test_a_correction_says_what_was_misread_what_holds_and_whose_fault_it_was() -> None:
    changes = [
        {"type": "publisher", "old": "甲局", "new": "乙局"},
        {"type": "status", "path": ["1."], "finding": "清淤缓慢", "old": "已完成", "new": "正在整改"},
        {"type": "figure", "key": "completed", "old": "8", "new": None},
    ]
    event = make_event(1, EventKind.NOTICE_CORRECTED, changes=changes, detail="断句有误")
    for words in (
        "更正：此前告知的内容有误",
        "发布单位：甲局 → 乙局",
        "整改状态：清淤缓慢　已完成 → 正在整改",
        "数字：已完成　8 → 无",
        "更正理由：断句有误",
        "与发布单位无关",
    ):
        assert words in body(event)
    assert "变动" not in body(event)
    assert "Publisher: 甲局 → 乙局" in body(event, language="en")


@pytest.mark.parametrize(
    ("withdrawn", "said", "in_english"),
    [
        ("dismissed", "读作承诺并发出消息，现全部撤回", "took these words for a promise"),
        ("reopened", "恢复为尚未见到公开完成情况", "it stands open again"),
    ],
)
def test_a_promise_that_is_taken_back_says_what_of_it(withdrawn: str, said: str, in_english: str) -> None:
    event = make_event(1, EventKind.COMMITMENT_CORRECTED, **PROMISE, withdrawn=withdrawn, detail="不是承诺")
    assert said in body(event)
    assert in_english in body(event, language="en")
    assert "时限：" not in body(event)


def test_a_summary_of_overdue_promises_accuses_nobody_either() -> None:
    summary = make_event(1, EventKind.COMMITMENT_OVERDUE, backlog=2, items=[PROMISE, PROMISE])
    assert "这不等于没有完成" in body(summary)
    assert "does not mean that it was not completed" in body(summary, language="en")
    assert "不等于" not in body(make_event(backlog={"reason": "first_poll", "notices": 2}))


def test_a_new_day_is_never_told_as_what_the_old_words_say() -> None:
    moved = PROMISE | {"due_on": "2027-03-31", "due_strict": "2027-03-31"}
    change = {"type": "deadline", "old": "2026-10-31", "new": "2027-03-31"}
    extended = body(make_event(1, EventKind.COMMITMENT_EXTENDED, **moved, change=change))
    assert "原时限：2026年10月31日\n现时限：2027年3月31日\n" in extended
    corrected = body(make_event(1, EventKind.COMMITMENT_CORRECTED, **moved, change=change))
    assert "时限：2027年3月31日\n此前误读为：2026年10月31日\n" in corrected
    soon = body(make_event(1, EventKind.COMMITMENT_DUE_SOON, **moved, state="extended"))
    assert "时限：2027年3月31日\n" in soon
    for text in (extended, corrected, soon):
        assert "“2026年10月底前”" not in text
    english = body(make_event(1, EventKind.COMMITMENT_EXTENDED, **moved, change=change), language="en")
    assert "Due before: 2026-10-31\nDue now: 2027-03-31\n" in english


def test_a_line_of_a_digest_says_what_was_changed_into_what() -> None:
    moved = {"type": "deadline", "old": "2026-06-30", "new": "2026-10-31"}
    figure = {"type": "figure", "key": "completed", "old": "8", "new": "7"}
    events = [
        make_event(1, EventKind.NOTICE_CHANGED, changes=[moved, figure, {"type": "wording", "old": "甲"}]),
        make_event(2, EventKind.COMMITMENT_EXTENDED, **PROMISE | {"due_on": "2027-03-31"}, change=moved),
    ]
    text = render_events(events, Style(mode="daily"), "k", NOW).body
    changed = "已发布的通报被修改：时限变动 2026年6月30日 → 2026年10月31日；数字变动 已完成　8 → 7；文字变动"
    assert changed in text
    assert "承诺时限延后：2026年6月30日 → 2027年3月31日" in text
    english = render_events(events, Style(language="en", mode="daily"), "k", NOW).body
    assert "Promised date 2026-06-30 → 2026-10-31; Figure completed 8 → 7; Wording" in english
    assert "Promised date was put off: 2026-06-30 → 2027-03-31" in english


@pytest.mark.parametrize("kind", [EventKind.COMMITMENT_FULFILLED, EventKind.COMMITMENT_EXTENDED])
def test_words_from_a_later_notice_are_told_with_where_they_stand(kind: EventKind) -> None:
    later = "https://swj.yunzhou.example/art/2026/11/2/art_9.html"
    proof = {"evidence": "管网排查已全部完成", "evidence_url": later, "evidence_title": "整改进展"}
    event = make_event(1, kind, **PROMISE, **proof, evidence_page={"page_id": "p-9", "sha256": "cd" * 32})
    text = body(event, base_url="https://xuncha.example/")
    assert f"出自：《整改进展》{later}\n存档：https://xuncha.example/pages/p-9.html\n" in text
    assert "cd" * 32 in body(event)
    assert f"In: 《整改进展》 {later}" in body(event, language="en")
    for form in FORMS:
        letter = render_events([event], Style(form, mode="daily"), "k", NOW)
        assert later in (letter.html or letter.body)
        assert "（出自《整改进展》）" in letter.body
    own = make_event(1, kind, **PROMISE, **proof | {"evidence_url": NOTICE["url"]})
    assert "出自" not in body(own)


@pytest.mark.parametrize(
    ("day", "said", "in_english"),
    [
        (20, "还剩 5 天", "5 days left"),
        (25, "今天到期", "due today"),
        (26, "还剩 4 天", "4 days left"),
        (30, "今天到期", "due today"),
        (31, "逾期 1 天", "1 day overdue"),
    ],
)
def test_days_are_counted_on_the_day_of_sending(day: int, said: str, in_english: str) -> None:
    promise = PROMISE | {"due_strict": "2026-10-25", "due_on": "2026-10-30"}
    soon = make_event(1, EventKind.COMMITMENT_DUE_SOON, **promise, days_left=7)
    now = datetime(2026, 10, day, 8, tzinfo=SHANGHAI)
    for mode in ("at_once", "daily"):
        assert said in render_events([soon], Style(mode=mode), "k", now).body
    assert in_english in render_events([soon], Style(language="en"), "k", now).body


def test_a_summary_in_a_digest_stands_under_its_source_and_counts_all_that_it_sums_up() -> None:
    late = [PROMISE | {"title": f"通报{n}", "publisher": f"{n}局", "url": NOTICE["url"]} for n in "甲乙"]
    new = [
        {"title": "丙局的通报", "publisher": "丙局", "kind": "notice.published", "published_on": "2026-01-02"}
    ]
    new += [{"title": f"旧通报{n}", "kind": "notice.changed"} for n in range(60)]
    counts = {"reason": "recovered", "notices": 1, "changed": 60, "commitments": 0}
    events = [
        make_event(1, EventKind.COMMITMENT_OVERDUE, publisher="甲局", backlog=2, items=late),
        make_event(2, publisher=None, url=None, backlog=counts, items=new),
    ]
    letter = render_events(events, Style(mode="daily"), "k", NOW)
    assert letter.subject.endswith("到期未见公开完成情况 2，新发布的通报 61")
    for words in (
        "■ 到期未见公开完成情况（2）\n云州市政府网\n· 首次采集该来源 2 项到期未见公开完成情况\n",
        f"· 甲局：通报甲 逾期 22 天“{PROMISE['quote']}”\n  {NOTICE['url']}\n",
        "■ 新发布的通报（61）\n云州市政府网\n· 来源恢复后补采 1 篇通报，60 篇有修改\n",
        "· 丙局的通报 2026年1月2日\n",
        "……另有 21 项",
    ):
        assert words in letter.body
    english = render_events(events, Style(language="en", mode="daily"), "k", NOW).body
    assert "caught up after an outage 1 notice, 60 edited" in english


@pytest.mark.parametrize("kind", [EventKind.SOURCE_FAILING, EventKind.SOURCE_BLOCKED, EventKind.SOURCE_STALE])
def test_operators_are_told_why_a_source_fails(kind: EventKind) -> None:
    reasons = ["/xsxc/: shrank from 40 rows to 3", "published_on is empty in 2 of 3 notices"]
    event = make_event(1, kind, reasons=reasons)
    text, english = body(event), body(event, language="en")
    for reason in reasons:
        assert f"原因：{reason}\n" in text
        assert f"Reason: {reason}\n" in english
    assert "；".join(reasons) in render_events([event], Style(mode="daily"), "k", NOW).body
