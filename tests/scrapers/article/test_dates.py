"""Stamps as sites write them, damaged ones included."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scrapers.article.dates import CHINA, find_stamps, read_address, read_stamp


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2025-07-03", date(2025, 7, 3)),
        ("2023/05/04", date(2023, 5, 4)),
        ("2023年5月4日", date(2023, 5, 4)),
        ("2024年03月05日 16:20", datetime(2024, 3, 5, 16, 20, tzinfo=CHINA)),
        ("2021-05-06 14∶48", datetime(2021, 5, 6, 14, 48, tzinfo=CHINA)),
        ("2021-02-23 12:42:06来源", datetime(2021, 2, 23, 12, 42, 6, tzinfo=CHINA)),
        ("2023-10-19T18:00:00", datetime(2023, 10, 19, 18, tzinfo=CHINA)),
        ("2022 年 6 月 25 日", date(2022, 6, 25)),
        ("２０２２年６月２５日", date(2022, 6, 25)),
        ("二〇一九年三月五日", date(2019, 3, 5)),
        ("二○二一年十二月二十八日", date(2021, 12, 28)),
        ("20211228日", date(2021, 12, 28)),
        ("2021年1228日", date(2021, 12, 28)),
        ("2022-05-07  07:05 ", datetime(2022, 5, 7, 7, 5, tzinfo=CHINA)),
    ],
)
def test_a_stamp_is_read(text: str, stamp: date) -> None:
    assert read_stamp(text) == stamp


@pytest.mark.parametrize(
    "text", ["2022-25-06", "2023年2月30日", "0768-2208308", "12345678", "2023年10月", ""]
)
def test_what_is_no_day_is_no_stamp(text: str) -> None:
    assert read_stamp(text) is None


def test_an_impossible_day_is_found_without_a_value() -> None:
    assert [stamp.value for stamp in find_stamps("发布：2023年2月30日")] == [None]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.gov.cn/xc/202310/t20231019_123.html", date(2023, 10, 19)),
        ("http://a.gov.cn/2023-10/19/content_1.htm", date(2023, 10, 19)),
        ("http://a.gov.cn/art/2023/5/4/art_1229_409.html", date(2023, 5, 4)),
        ("http://a.gov.cn/gkmlpt/content/9/9260/post_9260000.html", None),
    ],
)
def test_an_address_may_hold_a_day(url: str, day: date | None) -> None:
    assert read_address(url) == day
