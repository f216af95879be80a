"""Proposing a series for one item: pure, by the first rule that fits."""

import re
from dataclasses import dataclass

from archiver.items import ItemKind
from retention_schedules.rules import UNSCHEDULED, Attention, Conditions, RuleBook, Voice
from retention_schedules.text import only_emoji, plain, words

RULE_PREFIX = "rule:"
"""How a rule signs: ``rule:NAME@EDITION``. Whatever else stands there is a person's name."""

NO_RULE = "no-rule"

NO_RULE_WHY = (
    "No rule knows what this is. It is kept until a person gives it a series; "
    "unscheduled items are never eligible."
)

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule may look at. ``text`` holds every wording of the item, one below the other.

    So an edit can never turn a complaint into a thank-you. ``thread_text`` is
    the post the thread began with, ``None`` for a post itself or where it was
    not seen.
    """

    kind: ItemKind
    voice: Voice
    text: str
    thread_text: str | None
    department: str | None
    has_media: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule proposes, why, and whether a person must look before anything may go."""

    series: str
    by: str
    reason: str
    person: Attention


def classify(subject: Subject, book: RuleBook) -> Proposal:
    """Propose a series; what no rule fits is unscheduled and waits for a person."""
    for conditions in book.rules:
        if _fits(conditions, subject):
            rule = conditions.rule
            return Proposal(rule.series, signature(rule.name, book), rule.why, rule.person)
    return Proposal(UNSCHEDULED, signature(NO_RULE, book), NO_RULE_WHY, Attention.ALWAYS)


def signature(rule: str, book: RuleBook) -> str:
    """Name a rule as the author of a classification."""
    return f"{RULE_PREFIX}{rule}@{book.edition}"


def rule_of(by: str) -> str | None:
    """Give the rule's name out of its signature, or ``None`` where a person classified."""
    if not by.startswith(RULE_PREFIX):
        return None
    return by.removeprefix(RULE_PREFIX).partition("@")[0]


def _fits(conditions: Conditions, subject: Subject) -> bool:
    """Say whether every condition of a rule holds; the cheap ones are asked first."""
    rule = conditions.rule
    return (
        subject.voice in rule.by
        and subject.kind in rule.kinds
        and _is_found(conditions.departments, subject.department)
        and _is_found(conditions.phrases, subject.text)
        and _is_found(conditions.also, subject.text)
        and not (conditions.without and _is_found(conditions.without, subject.text))
        and _is_found(conditions.thread_phrases, subject.thread_text)
        and not (rule.only_emoji and not only_emoji(subject.text))
        and not (rule.plain and not _is_plain(subject))
        and _has_only_words(conditions, subject.text)
        and (rule.max_words is None or len(words(subject.text)) <= rule.max_words)
    )


def _is_found(pattern: re.Pattern[str] | None, text: str | None) -> bool:
    """Say whether a phrase is in the text; a rule that asks for none is content."""
    return pattern is None or pattern.search(plain(text or "")) is not None


def _is_plain(subject: Subject) -> bool:
    marks = ("?", "\uff1f", "\u061f", "\u037e")  # question marks: Latin, wide, Arabic, Greek
    return not (
        subject.has_media
        or LINK.search(subject.text)
        or any(mark in subject.text for mark in marks)
    )


def _has_only_words(conditions: Conditions, text: str) -> bool:
    if not conditions.only_words:
        return True
    said = words(text)
    return bool(said) and conditions.only_words.issuperset(said)
