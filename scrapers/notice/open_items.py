"""Unfinished work."""
from scrapers.model import Article, Commitment, OpenItem, Problem


def read_open_items(article: Article, problems: tuple[Problem, ...], commitments: tuple[Commitment, ...]) -> tuple[OpenItem, ...]:
    """None yet."""
    return ()
