# ruff: noqa: E501 - the lines of HTML are those of the sites
"""Invented notices for the test site: bodies, titles, days, and a whole text each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

BUREAUS = (
    "教育局",
    "水务局",
    "民政局",
    "交通运输局",
    "农业农村局",
    "市场监督管理局",
    "文化广电旅游局",
    "审计局",
)
NEWS = (
    "我市召开秋季造林现场会",
    "关于调整部分公交线路的公告",
    "全市防汛物资储备检查工作完成",
    "青年志愿者走进社区开展义诊",
    "第三届读书节下周开幕",
    "市委巡察组进驻公告发布会召开",
)


@dataclass(frozen=True, slots=True)
class Post:
    """One article of the test site."""

    number: int
    title: str
    day: date
    publisher: str = ""

    @property
    def is_notice(self) -> bool:
        return bool(self.publisher)


def make_posts(town: str, count: int, every: int = 3) -> tuple[Post, ...]:
    """Posts of one town, newest first; every so manieth is a notice, of one bureau after another."""
    posts = []
    day = date(2025, 11, 18)
    for n in range(count):
        number = 9000 + count - n
        if n % every == 0:
            round_, bureau = divmod(n // every, len(BUREAUS))
            label = f"第{'一二三四五六七八九'[round_ % 9]}" if round_ else ""
            publisher = f"中共{town}{label}{BUREAUS[bureau]}党组"
            posts.append(Post(number, f"{publisher}关于巡察整改进展情况的通报", day, publisher))
        else:
            posts.append(Post(number, f"{town}：{NEWS[n % len(NEWS)]}（{number}）", day))
        day -= timedelta(days=1 + n % 4)
    return tuple(posts)


def write_notice(post: Post) -> list[str]:
    """The paragraphs of a notice."""
    year = post.day.year
    organ = post.publisher.removeprefix("中共")
    return [
        f"根据市委巡察工作统一部署，{year - 1}年3月5日至5月20日，市委第二巡察组对{organ}开展了常规巡察。"
        f"{year - 1}年7月9日，市委第二巡察组向{organ}反馈了巡察意见。现将巡察整改进展情况予以公布。",
        "一、提高政治站位，压实整改责任",
        f"{organ}成立整改工作领导小组，召开党组会议专题研究，逐项制定措施，明确责任人和时限。",
        "二、巡察反馈问题整改落实情况",
        "（一）关于理论学习计划执行不严的问题",
        "已完成整改。一是修订学习计划，全年安排集中学习12次。二是建立考勤和通报制度，每季度检查一次。",
        "（二）关于下属单位财务审核把关不严的问题",
        "已完成整改。一是清理历年往来款项18笔。二是出台报销审核办法，重新培训财务人员。",
        "（三）关于办公用房权属登记滞后的问题",
        f"正在推进。一是完成测绘3处。二是计划于{year + 1}年6月底前办结全部权属登记。",
        "三、下一步工作打算",
        "持续巩固整改成果，健全长效机制。",
        "欢迎广大干部群众对巡察整改落实情况进行监督。联系电话：0000-5550123；电子邮箱：zg@example.invalid。",
        post.publisher,
        f"{year}年{post.day.month}月{post.day.day}日",
    ]


def write_article(post: Post) -> str:
    """The page of one post, with the furniture that such pages carry."""
    lines = (
        write_notice(post)
        if post.is_notice
        else [f"{post.title}。记者从有关部门了解到，此项工作已按计划完成，后续情况将及时公布。" * 3]
    )
    body = "".join(f"<p>　　{escape(line)}</p>" for line in lines)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(post.title)}</title>
<meta name="ArticleTitle" content="{escape(post.title)}"><meta name="PubDate" content="{post.day} 09:00">
</head><body><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="../">巡察整改</a></div>
<h1>{escape(post.title)}</h1><div class="info">发布时间：{post.day} 09:00　来源：{escape(post.publisher or "本网")}
【字体：大 中 小】</div><div class="TRS_Editor">{body}</div><div class="share">分享到：</div>
<div class="foot">版权所有 示例ICP备00000000号</div></body></html>"""
