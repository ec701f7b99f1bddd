"""Where a page keeps its article: containers by CMS family, then by density of sentences."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.density import collect_parts, find_dense
from scrapers.article.markup import LAST_KNOWN_ID

# family | tag, #id or .class of the body's element, in any case, most telling first
CONTAINERS: tuple[tuple[str, str], ...] = (
    ("ucap", "ucapcontent"),
    ("ucap", "#UCAP-CONTENT"),
    ("ucap", "#zoomcon"),
    ("vsb", ".v_news_content"),
    ("vsb", "#vsb_content"),
    ("vsb", "#vsb_content_2"),
    ("vsb", "#vsb_content_4"),
    ("vsb", "#vsb_content_500"),
    ("vsb", "#vsb_content_501"),
    ("vsb", "#vsb_content_502"),
    ("trs", ".TRS_Editor"),
    ("trs", ".trs_editor_view"),
    ("trs", ".TRS_UEDITOR"),
    ("trs", ".trs_paper_default"),
    ("nfcms", ".news_cont_d_wrap"),
    ("nfcms", ".tyxxy_main"),
    ("nfcms", ".articleBox"),
    ("nfcms", ".nfw-cms-content"),
    ("webplus", ".wp_articlecontent"),
    ("hanweb", ".bt-content"),
    ("hanweb", ".main-txt"),
    ("gkmlpt", ".article-content"),
    ("wechat", "#js_content"),
    ("ewebeditor", "#ContentBody"),
    ("ewebeditor", "#eWebEditor"),
    ("dede", ".article_content"),
    ("empire", "#artibody"),
    ("empire", ".artibody"),
    ("phpcms", ".content-main-text"),
    ("asp", "#MyContent"),
    ("asp", "#fontzoom"),
    ("asp", "#zoomtext"),
    ("asp", "#newscontent"),
    ("shared", "#zoom"),
    ("shared", "#ivs_content"),
    ("shared", "#articleContent"),
    ("shared", "#article_content"),
    ("shared", "#article-content"),
    ("shared", ".article-con"),
    ("shared", ".Article_content"),
    ("shared", ".zwgk-text"),
    ("shared", ".news_content"),
    ("shared", ".xxgk_content"),
    ("shared", ".detail-content"),
)
_RANKS = {selector.lower(): rank for rank, (_, selector) in enumerate(CONTAINERS)}
_NAMED = "ucapcontent,[id],div[class]"
_ENOUGH = 40
_SAME = 0.9

# Elements that the table names, in document order, each with its best row.
Known: TypeAlias = list[tuple[LexborNode, int]]


class Container(NamedTuple):
    """The elements that hold a page's article, side by side, and the rule that found them."""

    nodes: tuple[LexborNode, ...]
    rule: str


def find_container(tree: LexborHTMLParser) -> Container | None:
    """The known container with the most text, else the densest element; None where no sentence stands."""
    known = _find_known(tree)
    if any(_holds_enough(node) for node, _ in known):
        return _choose(known)
    if dense := find_dense(tree):
        return Container(collect_parts(dense), "density:" + _describe(dense))
    return None


def _holds_enough(node: LexborNode) -> bool:
    """Whether the text of an element is long enough for an article; no more of it is read than tells."""
    missing = _ENOUGH
    for part in node.traverse(include_text=True):
        missing -= len(part.text_content or "")
        if missing <= 0:
            return True
    return False


def _choose(known: Known) -> Container:
    """The most telling of those that hold nearly all; several of one family side by side share a parent."""
    node, rank = min(_drop_small(known), key=itemgetter(1)) if len(known) > 1 else known[0]
    family, selector = CONTAINERS[rank]
    twins = [other for other, other_rank in known if other_rank == rank and other.mem_id != node.mem_id]
    parent = node.parent if twins else None
    if parent is not None and any(
        other.parent is not None and other.parent.mem_id == parent.mem_id for other in twins
    ):
        return Container((parent,), f"{family}:{selector} (parent)")
    return Container((node,), f"{family}:{selector}")


def _drop_small(known: Known) -> Known:
    """Those of several known containers that hold nearly as much text as the largest."""
    sizes = [len(node.text()) for node, _ in known]
    least = max(sizes) * _SAME
    return [named for named, size in zip(known, sizes, strict=True) if size >= least]


def _find_known(tree: LexborHTMLParser) -> Known:
    """The elements that the table names, each with its best row."""
    known: dict[int, tuple[LexborNode, int]] = {}
    for node in tree.css(_NAMED):
        names = node.attributes
        rank = _find_rank(names.get("id"), names.get("class"))
        if rank is None and node.tag_id > LAST_KNOWN_ID:
            rank = _RANKS.get(node.tag or "")
        if rank is not None:
            known[node.mem_id] = node, rank
    return list(known.values())


@lru_cache(maxsize=4096)
def _find_rank(name: str | None, classes: str | None) -> int | None:
    """The best row of the table that names an element's id or one of its classes."""
    keys = [f".{word}" for word in (classes or "").lower().split()]
    if name:
        keys.append(f"#{name.strip().lower()}")
    return min((_RANKS[key] for key in keys if key in _RANKS), default=None)


def _describe(node: LexborNode) -> str:
    names = node.attributes
    if names.get("id"):
        return f"{node.tag}#{names['id']}"[:60]
    return f"{node.tag}.{'.'.join((names.get('class') or '').split())}".rstrip(".")[:60]
