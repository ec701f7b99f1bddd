"""The types that the rooms exchange: frozen, without behaviour beyond what their fields imply."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, Literal, NamedTuple, TypeVar

T = TypeVar("T")
Text = Literal["body", "masthead"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim piece of an article's `body` or `masthead`: `text == whole[start:end]`, in characters."""

    text: str
    start: int
    end: int
    where: Text = "body"


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value together with the words that it was read from."""

    value: T
    quote: Quote


class UserError(Exception):
    """What the user can mend: one line that names the place and the remedy, shown without a traceback."""

    exit_code = 2


class FailedError(UserError):
    """What was asked rightly and failed now: a full disk, a server that is down. A later run may succeed."""

    exit_code = 1


class UnreadableError(Exception):
    """Bytes that no parser can read as a page or text (empty, binary): one line that says why."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read or looks wrong: recorded and shown, never guessed."""

    kind: str
    message: str
    quote: Quote | None = None


# --- Fetching ---------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What became of one request. Only `ok` and `unchanged` say anything about what a site publishes."""

    OK = "ok"
    UNCHANGED = "unchanged"
    GONE = "gone"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    CHALLENGE = "challenge"
    INTERSTITIAL = "interstitial"
    ROBOTS_DENIED = "robots_denied"
    TIMEOUT = "timeout"
    DNS_ERROR = "dns_error"
    CONNECT_ERROR = "connect_error"
    TLS_ERROR = "tls_error"
    HTTP_ERROR = "http_error"
    REFUSED_ADDRESS = "refused_address"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    WRONG_TYPE = "wrong_type"
    UNDECODABLE = "undecodable"


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to one request. `body` is as received after content decoding, empty unless `ok`."""

    url: str
    final_url: str
    outcome: Outcome
    fetched_at: datetime
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    detail: str = ""


# --- Lists ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListItem:
    """One row of a list page. `url` is absolute; `day` is the day as shown beside it, if any."""

    title: str
    url: str
    day: date | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, as its CMS family reads it. `next` holds the addresses to try, best first."""

    family: str
    items: tuple[ListItem, ...]
    next: tuple[str, ...] = ()
    why: str = ""
    issues: tuple[Issue, ...] = ()


# --- Articles ---------------------------------------------------------------------------------------------


class Block(NamedTuple):
    """A paragraph or table row of a body: `body[start:end]`. A row's cells are joined by tabs in the body."""

    start: int
    end: int
    kind: Literal["paragraph", "row"] = "paragraph"
    cells: tuple[tuple[int, int], ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file linked from an article, by absolute address and the name that its link shows.

    Where it was read, `kind` tells what its bytes are, and `chars` how many characters of text they hold.
    """

    url: str
    name: str
    kind: str = ""
    chars: int | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """The publication stamps that a page and its list offer, in order of trust."""

    visible: date | datetime | None = None
    listed: date | datetime | None = None
    address: date | datetime | None = None
    tag: date | datetime | None = None

    @property
    def best(self) -> date | datetime | None:
        """The first stamp that is there."""
        return next((d for d in (self.visible, self.listed, self.address, self.tag) if d is not None), None)


@dataclass(frozen=True, slots=True)
class Article:
    """A page without its furniture.

    `body` holds the paragraphs separated by one newline, first sentence to signature date; `masthead` holds
    the lines that the title, stamps, source line and column were read from. `container` names the rule that
    found the body.
    """

    url: str
    title: Found[str] | None
    dates: Dates
    published_at: Found[date | datetime] | None
    source: Found[str] | None
    column: tuple[Found[str], ...]
    body: str
    blocks: tuple[Block, ...]
    masthead: str
    attachments: tuple[Attachment, ...] = ()
    container: str = ""
    encoding: str = "utf-8"
    issues: tuple[Issue, ...] = ()


# --- Notices ----------------------------------------------------------------------------------------------


class Status(StrEnum):
    """The notice's own statement about a problem as a whole."""

    COMPLETED = "completed"
    BASICALLY_COMPLETED = "basically_completed"
    IN_PROGRESS = "in_progress"


@dataclass(frozen=True, slots=True)
class Problem:
    """The smallest numbered unit that one rectification answer belongs to.

    `path` is its numbering from the top, as written; `headings` the texts of the enclosing headings,
    outermost first. `measures` quotes each measure of the answer: the whole answer where it is undivided.
    `status_text` is the wording in the status position, also where its class is unknown (`status` is then
    `None`).
    """

    path: tuple[str, ...]
    quote: Quote
    headings: tuple[str, ...]
    finding: Quote | None
    status: Status | None
    status_text: Quote | None
    measures: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A dated promise. `due_on` is the reading most generous to the promiser, `due_strict` the strict one.

    `precision` is one of day, ten_days, month, quarter, half, year, period; `rule` names the row of the
    deadline table that read it. What is `uncertain` is offered for review and alerts nobody.
    """

    quote: Quote
    due_expression: Quote
    due_on: date
    due_strict: date
    precision: str
    rule: str
    problem_path: tuple[str, ...] | None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A specific piece of work reported as unfinished without a date."""

    quote: Quote
    problem_path: tuple[str, ...] | None
    uncertain: bool = False


FIGURE_KEYS = (
    "aspects",
    "problems",
    "detailed_problems",
    "suggestions",
    "measures",
    "completed",
    "basically_completed",
    "in_progress",
    "as_of",
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """Who inspected whom and when, as the notice reports it."""

    body: Found[str] | None = None
    inspected_org: Found[str] | None = None
    start: Found[date] | None = None
    end: Found[date] | None = None
    feedback_on: Found[date] | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """How the public may reach the publisher, verbatim."""

    phones: tuple[Quote, ...] = ()
    address: Quote | None = None
    postcode: Quote | None = None
    emails: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What was read from one document. Where `is_notice` is false only `article` and `reason` mean anything.

    `figures` is keyed by FIGURE_KEYS; counts are ints, `as_of` is a date.
    """

    article: Article
    is_notice: bool
    reason: str
    parser_version: str
    publisher: Found[str] | None = None
    signed_by: Found[str] | None = None
    signed_on: Found[date] | None = None
    inspection: Inspection = field(default_factory=Inspection)
    figures: dict[str, Found[int] | Found[date]] = field(default_factory=dict)
    contacts: Contacts = field(default_factory=Contacts)
    problems: tuple[Problem, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    issues: tuple[Issue, ...] = ()
