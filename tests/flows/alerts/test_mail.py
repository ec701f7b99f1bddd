"""Mail over a real SMTP server, and into a mailbox file."""

from __future__ import annotations

import mailbox
import socket
from pathlib import Path

import pytest
import trustme

from flows.alerts.channels import ChannelError, DeliveryError, mail, open_channel
from flows.alerts.letter import Attachment, Letter
from tests.flows.alerts.mailing import serving_mail

LETTER = Letter(
    "key1", "【新发布整改通报】云州市水务局", "正文一行", "<html><body><p>正文一行</p></body></html>"
)


def open_mail(url: str, monkeypatch: pytest.MonkeyPatch) -> mail.Mail:
    monkeypatch.setenv("XUNCHA_TEST_MAIL", url)
    channel = open_channel("XUNCHA_TEST_MAIL")
    assert isinstance(channel, mail.Mail)
    return channel


def test_mail_goes_out_over_starttls_with_a_login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving_mail(login=("office", "s3cret"), authority=authority) as (received, port):
        url = f"mailtos://office:s3cret@localhost:{port}?mode=starttls&smtp=localhost&from=a@b.cn&to=c@d.cn"
        channel = open_mail(url, monkeypatch)
        channel.deliver(LETTER)
        channel.deliver(LETTER)
        channel.close()
        assert received.encrypted == [True, True]
        assert received.logins == ["office"], "one connection serves both mails"
        letter = received.mails[0]
    assert letter["Subject"] == LETTER.subject
    assert letter["To"] == "c@d.cn"
    assert letter["Message-ID"] == received.mails[1]["Message-ID"], "a repeat can be told from a new mail"
    assert letter.get_body(("plain",)).get_content().strip() == "正文一行"  # type: ignore[union-attr]
    assert "<p>正文一行</p>" in letter.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_a_wrong_login_fails_with_the_servers_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving_mail(login=("office", "s3cret"), authority=authority) as (received, port):
        url = (
            f"mailtos://office:wrong-one@localhost:{port}?mode=starttls&smtp=localhost&from=a@b.cn&to=c@d.cn"
        )
        with pytest.raises(DeliveryError, match=r"SMTP 535: .*credentials invalid") as caught:
            open_mail(url, monkeypatch).deliver(LETTER)
        assert "wrong-one" not in str(caught.value)
        assert received.raw == []


def test_an_unknown_certificate_stops_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving_mail(login=("office", "s3cret"), authority=trustme.CA()) as (received, port):
        url = f"mailtos://office:s3cret@localhost:{port}?mode=starttls&smtp=localhost&from=a@b.cn&to=c@d.cn"
        with pytest.raises(DeliveryError, match="CERTIFICATE_VERIFY_FAILED"):
            open_mail(url, monkeypatch).deliver(LETTER)
        assert received.logins == []


def test_a_refused_address_is_a_failure_and_the_connection_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving_mail() as (received, port):
        received.refuse = lambda address: "550 no such user here" if address == "gone@d.cn" else None
        url = f"mailto://127.0.0.1:{port}?mode=insecure&from=a@b.cn&to="
        with pytest.raises(DeliveryError, match="SMTP 550: no such user here"):
            open_mail(url + "gone@d.cn", monkeypatch).deliver(LETTER)
        open_mail(url + "c@d.cn", monkeypatch).deliver(LETTER)
        assert len(received.raw) == 1


def test_a_full_mailbox_asks_for_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving_mail() as (received, port):
        received.refuse = lambda _address: "452 too many mails, later"
        with pytest.raises(DeliveryError, match="452"):
            open_mail(f"mailto://127.0.0.1:{port}?mode=insecure&from=a@b.cn&to=c@d.cn", monkeypatch).deliver(
                LETTER
            )


def test_a_mail_server_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MESSAGE_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"mailto://127.0.0.1:{server.getsockname()[1]}?mode=insecure&from=a@b.cn&to=c@d.cn"
        with pytest.raises(DeliveryError) as caught:
            open_mail(url, monkeypatch).deliver(LETTER)
    assert caught.value.broken


def test_attached_pages_arrive_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "<p>存档</p>\r\n".encode("gb18030") * 100
    letter = Letter("k", "s", "b", "<p>b</p>", (Attachment("archived-abc.html", "text/html", page),))
    with serving_mail() as (received, port):
        open_mail(f"mailto://127.0.0.1:{port}?mode=insecure&from=a@b.cn&to=c@d.cn", monkeypatch).deliver(
            letter
        )
        (attached,) = received.mails[0].iter_attachments()
    assert attached.get_payload(decode=True) == page
    assert attached.get_filename() == "archived-abc.html"


def test_a_mail_channel_has_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ChannelError, match="exactly one address"):
        open_mail("mailto://127.0.0.1:25?mode=insecure&from=a@b.cn&to=c@d.cn,e@f.cn", monkeypatch)


def test_local_files_take_mails_and_texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XUNCHA_TEST_BOX", f"mbox://{tmp_path}/inbox.mbox")
    monkeypatch.setenv("XUNCHA_TEST_TEXT", f"textfile://{tmp_path}/im.txt")
    tricky = Letter("k2", "第二封", "From 开头的行\n不是新邮件", "<p>x</p>")
    for letter in (LETTER, tricky):
        open_channel("XUNCHA_TEST_BOX").deliver(letter)
        open_channel("XUNCHA_TEST_TEXT").deliver(letter)
    box = mailbox.mbox(str(tmp_path / "inbox.mbox"))
    assert [len(list(m.walk())) for m in box] == [3, 3]
    assert "第二封\n\nFrom 开头的行" in (tmp_path / "im.txt").read_text()
