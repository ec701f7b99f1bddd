"""Dated promises."""
from scrapers.model import Article, Commitment, Issue, Problem
from scrapers.notice.deadlines import Anchors


def read_commitments(article: Article, problems: tuple[Problem, ...], anchors: Anchors) -> tuple[tuple[Commitment, ...], tuple[Issue, ...]]:
    """None yet."""
    return (), ()
