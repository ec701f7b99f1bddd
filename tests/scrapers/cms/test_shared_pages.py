"""Real list pages with labels, where they lie beside the checkout."""

from __future__ import annotations

import json
import re

import pytest

from scrapers.cms import read_list
from tests.shared import SHARED

PAGES = SHARED / "pages" if SHARED else None
ADDRESSES = {
    "09": "http://sthjt.jiangxi.gov.cn/jxssthjt/col/col42150/index.html",
    "10": "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml",
    "45": "https://www.ccdi.gov.cn/was5/web/search?channelid=298814",
}


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.skipif(PAGES is None, reason="no ../shared/pages beside this checkout")
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_real_list_reads_as_labelled(name: str) -> None:
    assert PAGES is not None
    label = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    found = read_list((PAGES / f"{name}.html").read_bytes(), ADDRESSES[name])
    assert [(_bare(i.title), i.day.isoformat() if i.day else None) for i in found.items] == [
        (_bare(i["title"]), i["published_on"]) for i in label["items"]
    ]
    assert all(i.url.endswith(row["url"]) for i, row in zip(found.items, label["items"], strict=True))
    if not label["items"]:
        assert [issue.kind for issue in found.issues] == ["script_list"]
    elif href := label.get("next_href") or label["next"]:
        assert found.next[0].endswith(href)
