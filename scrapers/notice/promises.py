"""Promise or fact: what a dated clause is, by the words around its time and the notice's day."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from scrapers.notice import promise_signs as signs
from scrapers.notice.calendar_cn import add_months
from scrapers.notice.deadlines import Deadline

# A month without a year that lies further ahead may as well be last year's.
FAR = timedelta(days=270)
# Of a year that has only begun nothing is told yet.
JUST_BEGUN = timedelta(days=45)
# How far before a time its clause is searched.
REACH, NEAR_REACH = 40, 30
SHORT_CLAUSE = 30
_EXTENDS = next(sign.pattern for sign in signs.AHEAD if sign.name == "extend")
_INVITES = next(sign.pattern for sign in signs.BEHIND if sign.name == "invitation")


class Verdict(Enum):
    """What a dated clause is."""

    PROMISE = "promise"
    UNCERTAIN = "uncertain"
    NONE = "none"


class Setting(NamedTuple):
    """What is known about the place of a time: the words before and after it in its clause and sentence.

    `lead` and `tail` are the clause's halves; `before` holds the sentence's earlier clauses, `after` the
    later ones and the next sentence's first. `finished` is true in an item that is reported as done,
    `unfinished` in one that is reported as not done; `closing` behind the last problem, where plans stand.
    `opening` is true before a problem, where the notice tells how it set to work.
    `feedback` is the day the findings were handed over: no answer was given before it.
    """

    lead: str
    tail: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    finished: bool = False
    unfinished: bool = False
    closing: bool = False
    opening: bool = False
    feedback: date | None = None


def judge(deadline: Deadline, setting: Setting, today: date | None) -> Verdict:
    """Say whether a time bounds a promise, by the tables of `promise_signs` and by the notice's day."""
    if is_label(setting.lead) and not setting.tail.strip(signs.AFTER_LABELLED):
        return _judge_label(deadline, setting, today)
    ahead = looks_ahead(setting.lead)
    if (
        _is_behind(deadline, setting, ahead)
        or (setting.before and not setting.lead.strip() and _INVITES.search(setting.before[-1]))
        or _is_required(setting, ahead)
        or _is_done_later(setting)
        or _only_reaches(setting)
        or (deadline.bare and not _is_adverb(setting))
    ):
        return Verdict.NONE
    cued = ahead or signs.AHEAD_AFTER.search(setting.tail) is not None
    if today is None or setting.finished:
        cued = cued or _is_remainder(setting) or _goes_on(deadline, setting)
        cued = cued or (today is not None and _lies_wholly_ahead(deadline, setting, today))
        kept = cued and (today is None or deadline.due_on >= today)
        return Verdict.PROMISE if kept else Verdict.NONE
    if deadline.due_on < today:
        return _judge_past(setting) if ahead else Verdict.NONE
    if not (cued or _stands_without_cue(deadline, setting, today)):
        return Verdict.NONE
    uncertain = deadline.vague or _is_far(deadline, setting, today)
    return Verdict.UNCERTAIN if uncertain else Verdict.PROMISE


def _lies_wholly_ahead(deadline: Deadline, setting: Setting, today: date) -> bool:
    """Say whether not even the first day of a period had come, and no other year can be meant."""
    dated = deadline.year_stated and deadline.precision in ("day", "ten_days", "month", "quarter", "half")
    if not (dated or deadline.limited or deadline.starts) or deadline.rolled:
        return False
    if deadline.begins <= today and deadline.rule != "year_end":
        return False
    return (deadline.year_stated or _precedes_feedback(deadline, setting)) and (
        deadline.starts or _acts(setting.tail)
    )


def is_label(lead: str) -> bool:
    """Say whether the words before a time are a label: 整改时限：."""
    return signs.LABEL.search(lead) is not None


def looks_ahead(lead: str) -> bool:
    """Say whether the words before a time look ahead: 计划, 预计, 拟, 将于, 力争, 承诺, 延期至."""
    return signs.ANY_AHEAD.search(lead[-REACH:]) is not None


def _judge_label(deadline: Deadline, setting: Setting, today: date | None) -> Verdict:
    """整改时限：2024年6月底前 is a promise while its item is unfinished and the day lies ahead."""
    if setting.finished or _INVITES.search(setting.lead):
        return Verdict.NONE
    if today is None:
        return Verdict.UNCERTAIN
    ahead = deadline.due_on >= today and not deadline.rolled
    planned = setting.unfinished and signs.PLANNED_LABEL.search(setting.lead) is not None
    return Verdict.PROMISE if ahead or planned else Verdict.NONE


def _is_behind(deadline: Deadline, setting: Setting, ahead: bool) -> bool:
    """Say whether the words before or after a time make it a state, a rule, a name or the past."""
    lead = setting.lead[-REACH:]
    if signs.ANY_BEHIND.search(lead):
        idle = _idle_signs(deadline, setting)
        if any(sign.name not in idle and sign.pattern.search(lead) for sign in signs.BEHIND):
            return True
    if not signs.BEHIND_AFTER_HINT.search(setting.tail):
        return False
    aims = ahead or (deadline.limited and deadline.rule not in ("duration", "spell"))
    return any(
        not (aims and sign.name == "rate") and sign.pattern.search(setting.tail)
        for sign in signs.BEHIND_AFTER
    )


def _idle_signs(deadline: Deadline, setting: Setting) -> set[str]:
    """The signs before a time that say nothing about one of its kind."""
    idle = set()
    if deadline.starts or deadline.rule in ("range", "duration"):
        idle.add("since")
    if not deadline.bare:
        idle.add("object")
    if deadline.rule != "duration":
        idle.add("norm")
    if (deadline.starts or looks_ahead(setting.lead)) and _acts(setting.tail):
        idle.add("validity")
    if _EXTENDS.search(setting.lead):
        idle.add("original")
    return idle


def _goes_on(deadline: Deadline, setting: Setting) -> bool:
    """Say whether a time closes what the clause before begins: 将于5月1日开工，11月底前建成.

    So it does where something was passed that is then to take effect: 已经教代会审议通过，年内实施.
    """
    above = setting.before[-1] if setting.before else ""
    if deadline.rolled or deadline.bare:
        return False
    return looks_ahead(above) or (
        signs.PASSED.search(above) is not None and signs.TAKES_EFFECT.match(setting.tail) is not None
    )


def _is_required(setting: Setting, ahead: bool) -> bool:
    """Say whether somebody laid the time down: 按照…在…前完成…的要求, 要求…在…前."""
    lead = setting.lead
    ends = [m.end() for m in signs.REQUIRED_BEFORE.finditer(lead)]
    if ends and not looks_ahead(lead[ends[-1] :]):
        return True
    if ahead:
        return False
    if signs.AIM_BEFORE.search(lead) and signs.AIM_AFTER.search(setting.tail):
        return True
    if signs.RULE_BEFORE.search(lead) and signs.RULE_AFTER.search(setting.tail):
        return True
    above = setting.before[-1] if setting.before else ""
    return signs.REQUIRED_CLAUSE.search(above) is not None and not above.startswith(
        ("按", "根据", "结合", "依")
    )


def _is_done_later(setting: Setting) -> bool:
    return any(
        len(clause) < SHORT_CLAUSE
        and "已" in clause
        and signs.DONE_LATER.search(clause)
        and not signs.ITEM_STATUS.match(clause)
        for clause in setting.after
    )


def _acts(tail: str) -> bool:
    """Say whether an act follows a time, right after it or behind its object (向…报送, 对…进行)."""
    return signs.VERB_AFTER.match(tail) is not None or signs.PREPOSED_VERB_AFTER.match(tail) is not None


def _only_reaches(setting: Setting) -> bool:
    """Say whether a clause only says how long something lasts: 聘期三年，至2024年8月."""
    return setting.lead.strip() in ("至", "到") and not setting.tail.strip()


def _is_adverb(setting: Setting) -> bool:
    """Say whether a bare period tells when, rather than naming a plan or a budget."""
    if signs.AHEAD_AFTER.search(setting.tail):
        return True
    acts = _acts(setting.tail)
    if signs.NOUN.search(setting.tail) and not acts:
        return False
    return acts or signs.ADVERB_BEFORE.search(setting.lead) is not None


def _judge_past(setting: Setting) -> Verdict:
    """A plan whose day had passed at publication still stands where something is said to be unfinished."""
    near = (setting.lead, setting.tail, *setting.before, *setting.after)
    if setting.unfinished or any(signs.UNFINISHED_NEAR.search(words) for words in near):
        return Verdict.PROMISE
    return Verdict.UNCERTAIN


def _is_far(deadline: Deadline, setting: Setting, today: date) -> bool:
    month_or_day = deadline.precision in ("day", "ten_days", "month")
    far = month_or_day and not deadline.year_stated and deadline.due_on > today + FAR
    return far and not _precedes_feedback(deadline, setting)


def _precedes_feedback(deadline: Deadline, setting: Setting) -> bool:
    """Say whether the same day a year earlier lies before the findings, which no answer can."""
    return setting.feedback is not None and add_months(deadline.due_on, -12) < setting.feedback


def _is_nearer_last_year(deadline: Deadline, setting: Setting, today: date) -> bool:
    """Say whether a day or month without year lies nearer to the notice in the year before.

    One that is written as a limit (前, 底) is taken for last year's only where the other is twice as far.
    """
    if deadline.year_stated or deadline.precision not in ("day", "ten_days", "month"):
        return False
    if _precedes_feedback(deadline, setting) or (
        deadline.limited and (setting.unfinished or setting.closing)
    ):
        return False
    ahead, behind = deadline.due_on - today, today - add_months(deadline.due_on, -12)
    return ahead > behind * (2 if deadline.limited else 1)


def _stands_without_cue(deadline: Deadline, setting: Setting, today: date) -> bool:
    """Say whether a time ahead is a promise although no plan word stands beside it (6月底前完成整改)."""
    if deadline.rule in ("year", "year_end") and signs.NAMED_YEAR_END.match(setting.tail):
        return False
    if deadline.rolled and deadline.limited and _precedes_feedback(deadline, setting) and _acts(setting.tail):
        return True
    if (
        _is_nearer_last_year(deadline, setting, today)
        or deadline.rolled
        or deadline.rule == "spell"
        or deadline.due_on == today
    ):
        return _is_weakly_ahead(setting)
    if (
        deadline.begins <= today
        and deadline.precision in ("month", "quarter")
        and signs.LEVEL.match(setting.tail)
    ):
        return False
    if deadline.begins <= today and (deadline.bare or deadline.starts or deadline.rule == "range"):
        return _plans_period(deadline, setting, today)
    return deadline.rule != "duration" or _bounds_what_remains(setting)


def _bounds_what_remains(setting: Setting) -> bool:
    """Say whether a duration bounds work, or that on what remains (其余4项三个月内整改完毕)."""
    remains = signs.REMAINDER.search(setting.lead) is not None and _acts(setting.tail)
    return remains or (_bounds_work(setting) and not setting.opening)


def _is_remainder(setting: Setting) -> bool:
    """Say whether a time is that of what remains: 剩余3户5月底前搬离; 余款分期退回，5月底前到账."""
    if signs.REMAINDER.search(setting.lead):
        return True
    above = setting.before[-1] if setting.before and not setting.lead.strip() else ""
    return signs.REMAINDER.search(above) is not None and "已" not in above


def _is_weakly_ahead(setting: Setting) -> bool:
    """Say whether a word near a time looks ahead, though it would prove nothing of a day that has passed."""
    return (
        signs.ANY_WEAK_AHEAD.search(setting.lead[-NEAR_REACH:]) is not None
        or any(
            signs.ANY_AHEAD.search(words) or signs.ANY_WEAK_AHEAD.search(words) for words in setting.before
        )
        or any(signs.REMAINDER.search(words) for words in (setting.lead, *setting.before[-1:]))
    )


def _plans_period(deadline: Deadline, setting: Setting, today: date) -> bool:
    """Say whether a period that has begun tells of work to come (上半年再开展一次), not of work done."""
    acts = _acts(setting.tail)
    just_begun = deadline.precision in ("half", "year") and today - deadline.begins <= JUST_BEGUN
    starts = deadline.starts and deadline.precision == "quarter"
    if acts and not setting.lead.strip() and (setting.closing or just_begun or starts):
        return True
    if (
        acts
        and setting.unfinished
        and deadline.bare
        and (_has_most_to_run(deadline, today) or not signs.AMOUNT.search(setting.tail))
    ):
        return True
    return signs.ADVERB_BEFORE.search(setting.lead) is not None and _is_weakly_ahead(setting)


def _has_most_to_run(deadline: Deadline, today: date) -> bool:
    """Say whether less than half of a quarter or half-year is gone: what it came to is not yet told."""
    gone, whole = today - deadline.begins, deadline.due_on - deadline.begins
    return deadline.precision in ("quarter", "half") and 2 * gone < whole


def _bounds_work(setting: Setting) -> bool:
    """Say whether a duration alone bounds work (三个月内完成整改), not a rule (30日内须报告)."""
    if signs.NORM_AFTER.search(setting.tail) or not signs.OPENS_CLAUSE.search(setting.lead):
        return False
    return _acts(setting.tail)
