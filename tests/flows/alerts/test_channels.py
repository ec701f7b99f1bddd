"""What each service answers is what is recorded."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable

import pytest

from flows.alerts.channels import Channel, ChannelError, DeliveryError, base, open_channel
from flows.alerts.channels.foreign import Foreign
from flows.alerts.letter import Letter
from tests.flows.alerts.servers import GOOD, HANGS, REFUSED, TOO_FAST, HttpServer, says, serving_http

LETTER = Letter(
    "key-1", "到期未见公开完成情况", "正文。" * 30, data={"events": [{"kind": "notice.published"}]}
)
TOKEN = "tok123abc"
LONG_TOKEN = TOKEN * 4
URLS = {
    "wecombot": f"wecombot://{TOKEN}",
    "dingtalk": f"dingtalk://SECsecret@{TOKEN}",
    "feishu": f"feishu://{TOKEN}?secret=fssecret",
    "schan": f"schan://{TOKEN}",
    "pushplus": f"pushplus://{LONG_TOKEN}",
}
Open = Callable[[str, HttpServer], Channel]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    def open_it(service: str, server: HttpServer) -> Channel:
        host = server.url.removeprefix("http://")
        url = f"json://user:hunter22@{host}/hook" if service == "json" else URLS[service]
        endpoint = "" if service == "json" else f"{'&' if '?' in url else '?'}endpoint={server.url}"
        monkeypatch.setenv("XUNCHA_TEST_CHANNEL", url + endpoint)
        return open_channel("XUNCHA_TEST_CHANNEL")

    return open_it


@pytest.mark.parametrize("service", GOOD)
def test_a_service_that_takes_a_message_has_it(service: str, opened: Open) -> None:
    with serving_http(says(GOOD[service])) as server:
        opened(service, server).deliver(LETTER)
        assert len(server.requests) == 1
        body = server.requests[0].body.decode()
        assert (
            "正文" in (body if service != "schan" else server.requests[0].form["desp"]) or "\\u6b63" in body
        )


@pytest.mark.parametrize("service", REFUSED)
def test_a_refusal_in_an_http_200_fails_with_the_services_words(service: str, opened: Open) -> None:
    with serving_http(says(REFUSED[service])) as server:
        with pytest.raises(DeliveryError) as caught:
            opened(service, server).deliver(LETTER)
        words = (
            REFUSED[service].get("errmsg") or REFUSED[service].get("msg") or REFUSED[service].get("message")
        )
        assert str(words) in str(caught.value)
        assert not caught.value.broken


@pytest.mark.parametrize("service", TOO_FAST)
def test_a_service_that_is_hurried_is_left_alone(service: str, opened: Open) -> None:
    with serving_http(says(TOO_FAST[service])) as server:
        with pytest.raises(DeliveryError) as caught:
            opened(service, server).deliver(LETTER)
        assert caught.value.slow


@pytest.mark.parametrize(
    ("service", "status", "body"),
    [
        *(
            (s, status, body)
            for s in REFUSED
            for status, body in ((500, b"boom"), (200, b"<html>captive portal"))
        ),
        *((s, 429, b"slow") for s in [*REFUSED, "json"]),
        ("json", 500, b"boom"),
        ("json", 302, b"moved"),
    ],
)
def test_errors_and_garbage_are_failures(service: str, status: int, body: bytes, opened: Open) -> None:
    with serving_http(says(body, status)) as server:
        with pytest.raises(DeliveryError, match=f"HTTP {status}: {body.decode()[:20]}") as caught:
            opened(service, server).deliver(LETTER)
        assert caught.value.slow == (status == 429)


@pytest.mark.parametrize("service", [*REFUSED, "json"])
def test_a_service_that_hangs_is_given_up(
    service: str, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MESSAGE_TIMEOUT", 0.2)
    with serving_http(HANGS) as server, pytest.raises(DeliveryError, match="no answer in time") as caught:
        opened(service, server).deliver(LETTER)
    assert caught.value.broken


@pytest.mark.parametrize("service", REFUSED)
def test_no_failure_tells_a_secret(service: str, opened: Open) -> None:
    own = [
        LONG_TOKEN if service == "pushplus" else TOKEN,
        *{"dingtalk": ["SECsecret"], "feishu": ["fssecret"]}.get(service, []),
    ]
    words = f"no such robot: {' '.join(own)}"
    with serving_http(
        says({"errcode": 1, "code": 1, "errmsg": words, "msg": words, "message": words})
    ) as server:
        with pytest.raises(DeliveryError, match="no such robot") as caught:
            opened(service, server).deliver(LETTER)
        assert not [secret for secret in own if secret in str(caught.value)]


def test_dingtalk_signs_and_mentions_nobody(opened: Open) -> None:
    with serving_http(says(GOOD["dingtalk"])) as server:
        opened("dingtalk", server).deliver(LETTER)
        request = server.requests[0]
    stamp = request.query["timestamp"][0]
    wanted = hmac.new(b"SECsecret", f"{stamp}\nSECsecret".encode(), hashlib.sha256).digest()
    assert request.query["sign"][0] == base64.b64encode(wanted).decode()
    assert request.query["access_token"] == [TOKEN]
    assert request.json["msgtype"] == "markdown"
    assert request.json["at"] == {"atMobiles": [], "isAtAll": False}


def test_feishu_signs_and_sends_a_card(opened: Open) -> None:
    with serving_http(says(GOOD["feishu"])) as server:
        opened("feishu", server).deliver(LETTER)
        sent = server.requests[0].json
    wanted = hmac.new(f"{sent['timestamp']}\nfssecret".encode(), b"", hashlib.sha256).digest()
    assert sent["sign"] == base64.b64encode(wanted).decode()
    assert sent["card"]["elements"][0]["content"] == LETTER.body


def test_wecom_never_gets_more_bytes_than_it_takes(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    long = Letter("k", "s", "整改措施落实到位。" * 1000)
    with serving_http(says(GOOD["wecombot"])) as server:
        opened("wecombot", server).deliver(long)
        monkeypatch.setenv("XUNCHA_TEST_CHANNEL", f"{URLS['wecombot']}?format=markdown&endpoint={server.url}")
        open_channel("XUNCHA_TEST_CHANNEL").deliver(long)
        text, markdown = (r.json for r in server.requests)
    assert 1900 < len(text["text"]["content"].encode()) <= 2048
    assert 3900 < len(markdown["markdown"]["content"].encode()) <= 4096
    assert text["text"]["content"].endswith("。…")


def test_a_webhook_gets_the_events_and_a_key_that_stays_the_same(opened: Open) -> None:
    with serving_http(says({})) as server:
        channel = opened("json", server)
        channel.deliver(LETTER)
        channel.deliver(LETTER)
        first, second = server.requests
    assert first.json["events"] == [{"kind": "notice.published"}]
    assert (
        first.json["key"] == first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == "key-1"
    )


def test_apprise_itself_hears_the_truth_from_our_plugins(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    import apprise

    with serving_http(says(REFUSED["dingtalk"])) as server:
        opened("dingtalk", server)
        client = apprise.Apprise()
        client.add(f"{URLS['dingtalk']}?endpoint={server.url}")
        assert not client.notify(body="x", title="y")
        assert len(server.requests) == 1


def test_other_apprise_services_work_with_apprises_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving_http(says(b"no", 403)) as server:
        host = server.url.removeprefix("http://")
        monkeypatch.setenv("XUNCHA_TEST_CHANNEL", f"xml://{host}/in")
        channel = open_channel("XUNCHA_TEST_CHANNEL")
        assert isinstance(channel, Foreign)
        with pytest.raises(DeliveryError, match="403"):
            channel.deliver(LETTER)
        server.answer = says(b"ok")
        channel.deliver(LETTER)


def test_a_channel_that_cannot_be_opened_says_why_without_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNCHA_TEST_CHANNEL", raising=False)
    with pytest.raises(ChannelError, match="XUNCHA_TEST_CHANNEL: no such secret"):
        open_channel("XUNCHA_TEST_CHANNEL")
    monkeypatch.setenv("XUNCHA_TEST_CHANNEL", "dingtalk://hunter22!!")
    with pytest.raises(ChannelError, match="dingtalk") as caught:
        open_channel("XUNCHA_TEST_CHANNEL")
    assert "hunter22" not in str(caught.value)
