"""What stands at a notice's end: contacts and signature; and who publishes it."""

from __future__ import annotations

import pytest

from scrapers.notice.contacts import read_contacts
from scrapers.notice.publisher import SUBJECTS, find_publisher
from scrapers.notice.signature import DAMAGED, Signature, read_signature
from tests.scrapers.notice.articles import make_article

OPENING = "首句。\n欢迎广大干部群众对巡察整改落实情况进行监督。如有意见建议,请及时向我们反映。"
ENDINGS = [
    (
        "联系电话:0760-2200118\n地址：云岭市新河路区政府大院西侧3楼\n邮政编码：521000\n电子邮箱：yl08@163.com\n"
        "中共云岭市住房和城乡建设局党组\n2020年12月28日",
        (["0760-2200118"], "云岭市新河路区政府大院西侧3楼", "521000", ["yl08@163.com"]),
        ("中共云岭市住房和城乡建设局党组", "2020-12-28"),
    ),
    (
        "联系方式:电话020-80001190;邮政信箱云岭市宝河路6号,邮政编码510220;电子邮箱qingxijie@163.om。\n"
        "中共云岭市\n青溪街道工作委员会\n二〇二三年十月十九日",
        (["020-80001190"], "云岭市宝河路6号", "510220", ["qingxijie@163.om"]),
        ("中共云岭市青溪街道工作委员会", "2023-10-19"),
    ),
    (
        "联系方式：电话：（0758）2312345、2312346；通讯地址：云岭市建设路12号，市水务局机关党委"
        "（邮编：526000）；电子邮箱：yl_sw # 163.com。传真：0758-2312399。\n"
        "中共云岭市水务局党组  2023年5月4日",
        (["（0758）2312345", "2312346"], "云岭市建设路12号，市水务局机关党委", "526000", ["yl_sw # 163.com"]),
        ("中共云岭市水务局党组", "2023-05-04"),
    ),
    (
        "联系电话：0731—88881234、88885678转801；来信请寄：云岭市人民路8号市教育局 邮编 410000 "
        "邮箱地址：jyj@yl.gov.cn\n"
        "中共云岭市教育局委员会\n云岭市教育局\n20211228日",
        (["0731—88881234", "88885678转801"], "云岭市人民路8号市教育局", "410000", ["jyj@yl.gov.cn"]),
        ("中共云岭市教育局委员会 云岭市教育局", "2021-12-28"),
    ),
    (
        "（一）联系电话：0731-8888123/4124\n（二）邮寄地址：云岭县解放路33号县财政局（请在信封上注明“巡察整改”），"
        "邮政编码：415000\n（三）电子信箱：ylczj@sina.com\n中共云岭县财政局党组（盖章）\n2022.6.30",
        (["0731-8888123", "4124"], "云岭县解放路33号县财政局", "415000", ["ylczj@sina.com"]),
        ("中共云岭县财政局党组", "2022-06-30"),
    ),
    (
        "监督电话：0315-2710001。来信请寄：云岭县建设东路158号县法院机关党委收。\n中共云岭县人民法院党组\n2020年12月9日",
        (["0315-2710001"], "云岭县建设东路158号县法院机关党委", None, []),
        ("中共云岭县人民法院党组", "2020-12-09"),
    ),
    (
        "联系人：张三；手机13912345678；热线12345。联系地址为云岭县北街1号。\n中共云岭县委办公室支部委员会",
        (["13912345678", "12345"], "云岭县北街1号", None, []),
        ("中共云岭县委办公室支部委员会", None),
    ),
    (
        "村民如有意见，可拨打电话13912345678（王书记），也可寄信到青溪镇大王庄村党群服务中心。\n中共青溪镇大王庄村支部委员会\n二〇二三年十二月一日",
        (["13912345678"], "青溪镇大王庄村党群服务中心", None, []),
        ("中共青溪镇大王庄村支部委员会", "2023-12-01"),
    ),
    (
        "联系人：李老师，电话：025-84315678-8012，邮箱：hxxy@jnut.edu.cn，办公地点：致知楼A座412\n"
        "中共云岭理工大学化学学院委员会\n2024.6.1",
        (["025-84315678-8012"], "致知楼A座412", None, ["hxxy@jnut.edu.cn"]),
        ("中共云岭理工大学化学学院委员会", "2024-06-01"),
    ),
    (
        "联系方式:电话0760-2390011;邮政信箱:云岭市滨江大厦九楼;邮政编码:521000。也可向市委巡察办反映,电话0760-2130022。",
        (["0760-2390011", "0760-2130022"], "云岭市滨江大厦九楼", "521000", []),
        (None, None),
    ),
    (
        "联系电话：（022）2331 5567、2331 5570。通讯地址：云岭市新华路9号。邮编：300021。\n"
        "中共云岭市水务局党组",
        (["（022）2331 5567", "2331 5570"], "云岭市新华路9号", "300021", []),
        ("中共云岭市水务局党组", None),
    ),
    (
        "联系人：赵莉；电话及传真：0760-5122345；地点：云岭市政务大厅4楼405室；邮编：037008。\n中共云岭市水务局党组\n2023年3月1日",
        (["0760-5122345"], "云岭市政务大厅4楼405室", "037008", []),
        ("中共云岭市水务局党组", "2023-03-01"),
    ),
    (
        "监督电话0898－31880077、31880078，通讯地址：琼河区文庄路8号，邮政编码：571100。中共琼河区委员会2023年11月8日",
        (["0898－31880077", "31880078"], "琼河区文庄路8号", "571100", []),
        ("中共琼河区委员会", "2023-11-08"),
    ),
]


@pytest.mark.parametrize(("ending", "contacts", "signature"), ENDINGS)
def test_contacts_stand_verbatim(
    ending: str, contacts: tuple[list[str], str | None, str | None, list[str]], signature: object
) -> None:
    article = make_article(f"{OPENING}\n{ending}")
    found = read_contacts(article)
    phones, address, postcode, mails = contacts
    assert [q.text for q in found.phones] == phones
    assert (found.address.text if found.address else None) == address
    assert (found.postcode.text if found.postcode else None) == postcode
    assert [q.text for q in found.emails] == mails
    quotes = [*found.phones, *found.emails, *(q for q in (found.address, found.postcode) if q)]
    assert all(article.body[q.start : q.end] == q.text for q in quotes)


@pytest.mark.parametrize(("ending", "contacts", "signature"), ENDINGS)
def test_a_signature_has_its_name_and_its_day(
    ending: str, contacts: object, signature: tuple[str | None, str | None]
) -> None:
    found = read_signature(make_article(f"{OPENING}\n{ending}"))
    assert (found.signed_by.value if found.signed_by else None) == signature[0]
    assert (str(found.signed_on.value) if found.signed_on else None) == signature[1]


@pytest.mark.parametrize("row", DAMAGED, ids=[row[1] for row in DAMAGED])
def test_a_damaged_date_is_read_and_reported(row: tuple[object, str]) -> None:
    found = read_signature(make_article(f"{OPENING}\n中共云岭县水务局党组\n{row[1]}"))
    assert found.signed_on is not None and str(found.signed_on.value) == "2021-12-28"
    assert [issue.kind for issue in found.issues] == ["damaged_date"]


@pytest.mark.parametrize("text", ["2023年5月", "2023年2月30日", "2023年13月5日"])
def test_a_date_that_names_no_day_is_an_issue_and_no_guess(text: str) -> None:
    found = read_signature(make_article(f"{OPENING}\n中共云岭县水务局党组\n{text}"))
    assert found.signed_on is None
    assert [issue.kind for issue in found.issues] == ["damaged_date"]
    assert found.signed_by is not None and found.signed_by.value == "中共云岭县水务局党组"


def test_a_month_behind_the_name_leaves_the_name_signed() -> None:
    found = read_signature(make_article(f"{OPENING}\n中共云岭县水务局党组  2022年12月"))
    assert found.signed_by is not None and found.signed_by.value == "中共云岭县水务局党组"
    assert found.signed_on is None
    assert [issue.kind for issue in found.issues] == ["damaged_date"]


def test_numbers_published_in_an_answer_are_no_contacts() -> None:
    text = "1.公布举报电话0758-1234567。\n" + OPENING + "联系电话:0758-7654321。"
    found = read_contacts(make_article(text), after=text.index("欢迎"))
    assert [q.text for q in found.phones] == ["0758-7654321"]


@pytest.mark.parametrize("row", SUBJECTS, ids=[row[1] for row in SUBJECTS])
def test_a_title_names_its_publisher(row: tuple[object, str, str]) -> None:
    found = find_publisher(make_article("正文。", title=row[1]), Signature())
    assert found is not None and found.value == row[2]


@pytest.mark.parametrize(
    ("title", "source", "publisher"),
    [
        ("关于巡察整改进展情况的通报", "云岭市水务局", "云岭市水务局"),
        ("中共云岭市水务局党组关于巡察整改进展情况的通报", "云岭日报", "中共云岭市水务局党组"),
        ("关于十三届省委第六轮巡视整改进展情况的通报", "", None),
        ("中共云岭县青溪镇委员会关于巡察整改进展情况的通报", "云岭青溪", "中共云岭县青溪镇委员会"),
        ("中共云岭县青溪镇委员会关于巡察整改进展情况的通报", "青溪镇", "中共云岭县青溪镇委员会"),
        ("县水务局党组关于巡察整改进展情况的通报", "中共云岭县水务局党组", "中共云岭县水务局党组"),
        ("中共云岭县水务局党组关于巡察整改进展情况的通报", "机关党委", "中共云岭县水务局党组"),
        ("中共云岭县水务局党组关于巡察整改进展情况的通报", "县水务局人事科", "中共云岭县水务局党组"),
        ("关于巡察整改进展情况的通报", "云岭县纪委监委网站", None),
        ("关于巡察整改进展情况的通报", "幸福云岭", "幸福云岭"),
    ],
)
def test_without_a_signature_source_line_and_title_name_the_publisher(
    title: str, source: str, publisher: str | None
) -> None:
    found = find_publisher(make_article("正文。", title=title, source=source), Signature())
    assert (found.value if found else None) == publisher


@pytest.mark.parametrize(
    ("opening", "publisher"),
    [
        ("5月19日，县委第三巡察组向中共云岭县水务局党组反馈了巡察意见。", "中共云岭县水务局党组"),
        ("现将整改情况予以公布。\n中共云岭县水务局党组坚持把整改作为政治任务。", "中共云岭县水务局党组"),
        ("根据中共云岭县委员会统一部署，县委第三巡察组对我局党组开展了巡察。", None),
    ],
)
def test_an_untitled_notice_names_its_publisher_in_its_opening(opening: str, publisher: str | None) -> None:
    found = find_publisher(make_article(opening, title=""), Signature())
    assert (found.value if found else None) == publisher


def test_of_several_signatories_the_party_body_publishes() -> None:
    article = make_article(f"{OPENING}\n云岭市教育局\n中共云岭市教育局党组\n2021年12月28日")
    found = find_publisher(article, read_signature(article))
    assert found is not None and found.value == "中共云岭市教育局党组"
    assert article.body[found.quote.start : found.quote.end] == found.quote.text
