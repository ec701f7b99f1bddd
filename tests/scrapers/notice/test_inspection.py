from __future__ import annotations

from datetime import date

import pytest

from scrapers.notice.inspection import HANDED_OVER, REPORTS, find_damaged_days, read_inspection
from scrapers.notice.team import EXAMPLES, find_teams
from tests.scrapers.notice.articles import make_article

SIGNED = date(2024, 4, 1)
LEADS = [
    (
        "按市委部署,2022年4月6日至6月9日,市委第五巡察组对市河道管理局党组进行了巡察。"
        "2022年8月12日,市委巡察组向市河道管理局党组反馈了巡察意见。",
        ("市委第五巡察组", "市河道管理局党组", "2022-04-06", "2022-06-09", "2022-08-12"),
    ),
    (
        "按照省委统一部署，2021年11月8日至2022年1月10日，十三届省委第四巡视组对云岭职业技术学院党委开展了常规巡视。"
        "3月2日，省委第四巡视组向学院党委反馈了巡视意见。",
        ("十三届省委第四巡视组", "云岭职业技术学院党委", "2021-11-08", "2022-01-10", "2022-03-02"),
    ),
    (
        "区委巡察三组于2023年3月6日至28日对青溪街道党工委开展了为期20天的“回头看”，并于5月4日反馈了情况。",
        ("区委巡察三组", "青溪街道党工委", "2023-03-06", "2023-03-28", "2023-05-04"),
    ),
    (
        "县委第二巡察组自9月15日起至12月1日，对我局党组开展政治巡察。2021年2月5日进行了书面反馈。",
        ("县委第二巡察组", "我局党组", "2020-09-15", "2020-12-01", "2021-02-05"),
    ),
    (
        "2020年5月6日，县委第五巡察组进驻我镇，开展为期两个月的巡察。9月3日下午，召开反馈会。",
        ("县委第五巡察组", "我镇", "2020-05-06", None, "2020-09-03"),
    ),
    (
        "近期，我局党组接受了市委第三巡察组的专项巡察。2021年6月30日，市委第三巡察组向我局党组反馈了意见。",
        ("市委第三巡察组", "我局党组", None, None, "2021-06-30"),
    ),
    (
        "市委第六巡察组从2019年3月12日至2019年5月30日，对市粮食局党组贯彻落实党的路线方针政策、履行主体责任等情况进行了"
        "巡察。2019年7月18日，收到市委第六巡察组反馈意见。",
        ("市委第六巡察组", "市粮食局党组", "2019-03-12", "2019-05-30", "2019-07-18"),
    ),
    (
        "校党委第四巡察组于10月8日至11月5日对化学学院党委进行了巡察，并于12月2日反馈巡察意见。截至2024年3月1日，完成20个。",
        ("校党委第四巡察组", "化学学院党委", "2023-10-08", "2023-11-05", "2023-12-02"),
    ),
    (
        "云岭市区级交叉巡察第9组从3月15日到5月20日对我局党组开展巡察。6月23日，交叉巡察第9组反馈了巡察情况。"
        "2022年7月，召开专题民主生活会。",
        ("云岭市区级交叉巡察第9组", "我局党组", "2022-03-15", "2022-05-20", "2022-06-23"),
    ),
    (
        "2023年10月18日，区委第二巡察组向街道党工委反馈了2023年5月8日至7月7日对街道党工委的巡察情况。",
        ("区委第二巡察组", "街道党工委", "2023-05-08", "2023-07-07", "2023-10-18"),
    ),
    (
        "2022年5月6日至7月12日，区委第一巡察组对柳湾街道党工委及延伸对柳湾社区党支部开展了巡察。9月2日，巡察组向街道党工委反馈了意见。",
        ("区委第一巡察组", "柳湾街道党工委", "2022-05-06", "2022-07-12", "2022-09-02"),
    ),
    (
        "2023年4月6日至6月9日，省委第七巡视组对云岭市委推进“水网工程”情况开展了巡视。2023年8月1日，省委巡视组向云岭市委反馈了意见。",
        ("省委第七巡视组", "云岭市委", "2023-04-06", "2023-06-09", "2023-08-01"),
    ),
    (
        "2022年10月11日至12月30日，区委第三巡察组对县文旅局（县文物局，含执法大队）党组开展了巡察。2023年2月14日，巡察组反馈了意见。",
        ("区委第三巡察组", "县文旅局（县文物局，含执法大队）党组", "2022-10-11", "2022-12-30", "2023-02-14"),
    ),
    (
        "2022年3月4日至4月9日，区委巡察三组对区科学技术协会（以下简称区科协）开展了巡察，并于5月8日反馈了意见。",
        ("区委巡察三组", "区科学技术协会（以下简称区科协）", "2022-03-04", "2022-04-09", "2022-05-08"),
    ),
    (
        "县委第四巡察组于2022年11月28日至2023年1月17日对教育工作党委进行了巡察，十五届县委第五轮巡察第四巡察组于3月4日进行了反馈。",
        ("县委第四巡察组", "教育工作党委", "2022-11-28", "2023-01-17", "2023-03-04"),
    ),
    (
        "2023年2月27日至4月9日，市委第四巡察组对殡葬领域突出问题进行了提级专项巡察。6月3日，巡察组反馈了意见。",
        ("市委第四巡察组", None, "2023-02-27", "2023-04-09", "2023-06-03"),
    ),
    (
        "2023年3月24日至4月3日，旗委专项巡察组对我局医保基金管理领域开展专项巡察，5月19日向我局反馈了意见。",
        ("旗委专项巡察组", "我局", "2023-03-24", "2023-04-03", "2023-05-19"),
    ),
    (
        "2023年2月18日至5月9区委第三巡察组殡葬领域开展了专项巡察，于79日反馈了巡察意见。",
        ("区委第三巡察组", None, "2023-02-18", None, None),
    ),
    (
        "县委第一巡察组于2021年3月10日进驻我局，对我局党组开展了为期一个半月的常规巡察，4月25日结束。6月18日反馈了意见。",
        ("县委第一巡察组", "我局党组", "2021-03-10", "2021-04-25", "2021-06-18"),
    ),
    (
        "2021年8月31日，市委第九巡察组向我委反馈了对市发改委党组的专项巡察意见。",
        ("市委第九巡察组", "市发改委党组", None, None, "2021-08-31"),
    ),
    (
        "2023年3月18日至5月17日，市委涉粮问题专项巡察组对市发展改革局（市粮食和物资储备局）开展了专项巡察，7月3日反馈了意见。",
        (
            "市委涉粮问题专项巡察组",
            "市发展改革局（市粮食和物资储备局）",
            "2023-03-18",
            "2023-05-17",
            "2023-07-03",
        ),
    ),
    (
        "县委巡察办于2022年6月15日向我乡党委反馈了县委第一巡察组巡察我乡的情况。",
        ("县委第一巡察组", "我乡", None, None, "2022-06-15"),
    ),
    (
        "2023.3.1-2023.4.28，区委第六巡察组对青山街道党工委进行了巡察，2023.6.9反馈。",
        ("区委第六巡察组", "青山街道党工委", "2023-03-01", "2023-04-28", "2023-06-09"),
    ),
    (
        "2022年8月29日至10月28日对全市政法系统开展了专项巡察，市委第四巡察组负责对市人民检察院党组开展巡察。12月20日反馈。",
        ("市委第四巡察组", "市人民检察院党组", "2022-08-29", "2022-10-28", "2022-12-20"),
    ),
    (
        "2022年4月6日，县委第三巡察组对县科技局党组开展巡察工作，6月5日结束巡察，7月20日召开反馈会。",
        ("县委第三巡察组", "县科技局党组", "2022-04-06", "2022-06-05", "2022-07-20"),
    ),
    (
        "2024711日至822日，市委第三巡察组对市卫健委党委进行了巡察。93日，巡察组反馈了意见。",
        ("市委第三巡察组", "市卫健委党委", None, None, None),
    ),
]


@pytest.mark.parametrize(("lead", "expected"), LEADS)
def test_the_opening_says_who_inspected_whom_and_when(lead: str, expected: tuple[str | None, ...]) -> None:
    found = read_inspection(make_article(lead), SIGNED)
    values = [found.body, found.inspected_org, found.start, found.end, found.feedback_on]
    assert [str(v.value) if v else None for v in values] == list(expected)
    assert all(lead[v.quote.start : v.quote.end] == v.quote.text for v in values if v)


@pytest.mark.parametrize(("name", "pattern", "example", "body"), REPORTS, ids=[row[0] for row in REPORTS])
def test_each_way_to_report_an_inspection_reads_its_example(
    name: str, pattern: object, example: str, body: str
) -> None:
    found = read_inspection(make_article(example)).inspected_org
    assert found is not None and found.value == body


@pytest.mark.parametrize("row", HANDED_OVER, ids=[row[1] for row in HANDED_OVER])
def test_each_way_to_hand_over_findings_reads_its_example(row: tuple[object, str]) -> None:
    assert read_inspection(make_article(f"2023年。{row[1]}。")).feedback_on is not None


@pytest.mark.parametrize(("text", "name"), EXAMPLES.items())
def test_a_team_is_named_without_the_words_before_it(text: str, name: str) -> None:
    assert [text[t.start : t.end] for t in find_teams(text, 0, len(text))] == [name]


@pytest.mark.parametrize(
    ("lead", "damaged"),
    [
        ("2024711日至822日，市委巡察组巡察了我局。93日，反馈了意见。", ["2024711日", "822日", "93日"]),
        ("截至2026116日，已整改16项；于202526向我局反馈。", ["2026116日", "202526"]),
        ("2025年2月18日至5月9区委巡察组", ["9"]),
        ("开展100日攻坚，60日内办结，365日值守，依据45号文，2024年3月31日至4月30日。", []),
    ],
)
def test_a_day_that_lost_a_character_is_an_issue(lead: str, damaged: list[str]) -> None:
    issues = find_damaged_days(make_article(lead))
    assert [issue.quote.text for issue in issues if issue.quote] == damaged


def test_a_meeting_of_the_body_itself_is_no_feedback() -> None:
    lead = (
        "2022年4月6日至6月9日,市委第五巡察组对我局党组进行了巡察。"
        "2022年8月13日,局党组召开专题会议,研究落实反馈意见。"
    )
    assert read_inspection(make_article(lead)).feedback_on is None


@pytest.mark.parametrize(
    "sentence",
    [
        "5月6日，局党组召开会议对巡察反馈问题进行研究。",
        "5月6日，局党组召开专题会，传达市委第五巡察组反馈意见。",
        "5月6日，局党组向市委巡察组反馈了整改进展。",
        "截至2022年5月6日，局党组收到反馈问题线索3件。",
    ],
)
def test_what_the_body_did_with_the_findings_is_no_feedback(sentence: str) -> None:
    lead = "2022年4月6日至4月29日,市委第五巡察组对我局党组进行了巡察。"
    assert read_inspection(make_article(lead + sentence)).feedback_on is None


def test_the_day_may_follow_the_word() -> None:
    found = read_inspection(make_article("市委第五巡察组对我局开展了巡察。巡察反馈会于2023年5月10日召开。"))
    assert found.feedback_on is not None and found.feedback_on.value == date(2023, 5, 10)


def test_what_is_not_stated_stays_empty() -> None:
    found = read_inspection(make_article("现将有关情况通报如下。"))
    assert (found.body, found.inspected_org, found.start, found.end, found.feedback_on) == (None,) * 5
