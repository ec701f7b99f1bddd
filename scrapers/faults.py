"""What went wrong on the way to an answer, named."""

from __future__ import annotations

import ssl

import httpx

from scrapers.addresses import RefusedAddressError, UnknownHostError
from scrapers.model import Outcome
from scrapers.outcomes import Reply

# OpenSSL's reasons that a server's age explains, and that security level 1 may mend.
LEGACY_REASONS = {
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    "DH_KEY_TOO_SMALL",
    "EE_KEY_TOO_SMALL",
    "CA_KEY_TOO_SMALL",
    "CA_MD_TOO_WEAK",
    "WRONG_SIGNATURE_TYPE",
    "NO_SUITABLE_SIGNATURE_ALGORITHM",
    "UNSUPPORTED_PROTOCOL",
    "WRONG_SSL_VERSION",
    "WRONG_VERSION_NUMBER",
    "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "INTERNAL_ERROR",
}
# X509_V_ERR_EE_KEY_TOO_SMALL, _CA_KEY_TOO_SMALL, _CA_MD_TOO_WEAK
LEGACY_VERIFY_CODES = {66, 67, 68}


class Fault(Exception):  # noqa: N818 - an outcome on its way up, not a programming error
    """A request that ended without a page. `passing` if another try may go better."""

    def __init__(
        self,
        outcome: Outcome,
        detail: str,
        *,
        url: str = "",
        reply: Reply | None = None,
        passing: bool = False,
    ) -> None:
        self.outcome, self.detail, self.url, self.reply, self.passing = outcome, detail, url, reply, passing
        super().__init__(f"{outcome}: {detail}")


def explain(error: Exception, url: str) -> Fault:
    """The fault that an error of the HTTP library, of TLS or of the system stands for."""
    for cause in _chain(error):
        if isinstance(cause, RefusedAddressError):
            return Fault(Outcome.REFUSED_ADDRESS, str(cause), url=url)
        if isinstance(cause, UnknownHostError):
            return Fault(Outcome.DNS_ERROR, str(cause), url=url, passing=cause.passing)
        if isinstance(cause, ssl.SSLError) and not isinstance(
            cause, ssl.SSLEOFError | ssl.SSLZeroReturnError
        ):
            return Fault(Outcome.TLS_ERROR, _tls(cause), url=url)
    detail = " ".join(str(error).split()) or type(error).__name__
    outcome, passing = _class_of(error, detail)
    return Fault(outcome, detail, url=url, passing=passing)


def _class_of(error: Exception, detail: str) -> tuple[Outcome, bool]:
    """An error's outcome, and whether another try may go better."""
    if isinstance(error, httpx.TimeoutException):
        return Outcome.TIMEOUT, True
    if isinstance(error, httpx.RemoteProtocolError):
        if "without sending complete message body" in detail or "incomplete chunked" in detail:
            return Outcome.TRUNCATED, True
        hung_up = "without sending a response" in detail
        return (Outcome.CONNECT_ERROR, True) if hung_up else (Outcome.HTTP_ERROR, False)
    if isinstance(error, httpx.NetworkError | OSError):
        return Outcome.CONNECT_ERROR, True
    return Outcome.HTTP_ERROR, False


def is_legacy_tls(error: BaseException | None) -> str:
    """OpenSSL's reason, where a failed handshake is one that an old server's age explains; else ''."""
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            weak = cause.verify_code in LEGACY_VERIFY_CODES
            return str(cause.verify_message) if weak else ""
        if isinstance(cause, ssl.SSLError) and cause.reason in LEGACY_REASONS:
            return cause.reason
    return ""


def _tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate: {error.verify_message}"
    return error.reason or str(error)


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
