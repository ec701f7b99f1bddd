"""The registry of CMS families: one row a family, in the order in which `auto` asks them."""

from __future__ import annotations

from scrapers.cms import feed, generic, gkmlpt, hanweb, nfcms, selectors, trs, ucap, vsb
from scrapers.cms.page import Family

FAMILIES = (
    Family("selectors", selectors.recognise, selectors.read),
    Family("feed", feed.recognise, feed.read),
    Family("gkmlpt", gkmlpt.recognise, gkmlpt.read),
    Family("hanweb", hanweb.recognise, hanweb.read),
    Family("nfcms", nfcms.recognise, nfcms.read),
    Family("trs", trs.recognise, trs.read),
    Family("vsb", vsb.recognise, vsb.read),
    Family("ucap", ucap.recognise, ucap.read),
    Family("generic", generic.recognise, generic.read),
)
BY_NAME = {family.name: family for family in FAMILIES}
