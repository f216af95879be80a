"""Rules that propose a series: read from a dated file, so that a city can change them.

A rule is data: lists of plain phrases and a few yes-or-no conditions, never a
pattern language, so that no text however hostile can make one run long.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import msgspec

from archiver.items import ItemKind
from retention_schedules.errors import RulesUnreadable
from retention_schedules.text import plain

STARTER_RULES = files("retention_schedules") / "data" / "classification-rules-2026-11.toml"

TRANSITORY = "transitory"
"""The wire word for passing messages, which are kept until read (Correspondence - Messages)."""

UNSCHEDULED = "unscheduled"
"""The wire word for what has no series: kept, never eligible, until a person gives it one."""


class Voice(StrEnum):
    """Who speaks: the account itself, somebody else, or somebody the platform did not name."""

    CITY = "city"
    PUBLIC = "public"
    UNKNOWN = "unknown"


class Attention(StrEnum):
    """Whether a person must look: never, at a sample, or at each before anything may go."""

    NONE = "none"
    SAMPLING = "sampling"
    ALWAYS = "always"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule as the file states it; the file's own header explains each key."""

    name: str
    series: str
    person: Attention
    why: str
    by: tuple[Voice, ...] = tuple(Voice)
    kinds: tuple[ItemKind, ...] = tuple(ItemKind)
    departments: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    thread_phrases: tuple[str, ...] = ()
    only_words: tuple[str, ...] = ()
    only_emoji: bool = False
    plain: bool = False
    max_words: int | None = None

    @property
    def looks_at_text(self) -> bool:
        """Whether it asks anything of what was written, not only of who wrote it."""
        return bool(self.phrases or self.thread_phrases or self.only_words or self.only_emoji)

    @property
    def all_phrases(self) -> tuple[str, ...]:
        """Every phrase and word it compares with."""
        return (
            *self.departments,
            *self.phrases,
            *self.also,
            *self.without,
            *self.thread_phrases,
            *self.only_words,
        )


@dataclass(frozen=True, slots=True)
class Conditions:
    """A rule made ready for many texts."""

    rule: Rule
    departments: re.Pattern[str] | None
    phrases: re.Pattern[str] | None
    also: re.Pattern[str] | None
    without: re.Pattern[str] | None
    thread_phrases: re.Pattern[str] | None
    only_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one edition, in the order in which they are tried."""

    edition: str
    rules: tuple[Conditions, ...]

    def attention(self, rule: str) -> Attention:
        """Say whether a person must look at what a rule decided; always, where it is gone."""
        for each in self.rules:
            if each.rule.name == rule:
                return each.rule.person
        return Attention.ALWAYS


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: str
    rule: tuple[Rule, ...]


def starter_rules() -> RuleBook:
    """Read the rules that come with the program."""
    return read_rules(STARTER_RULES.read_bytes(), "the starter rules")


def load_rules(path: Path | None) -> RuleBook:
    """Read the city's own rules, or those that come with the program where it has none.

    Raises ``RulesUnreadable`` with the place and what is wrong there.
    """
    if path is None:
        return starter_rules()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(str(path), error.strerror or "it cannot be opened") from None
    return read_rules(content, str(path))


def read_rules(content: bytes, name: str) -> RuleBook:
    """Read rules out of the bytes of a TOML file."""
    try:
        book = msgspec.toml.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(name, str(error)) from None
    seen: set[str] = set()
    for rule in book.rule:
        if rule.name in seen or not re.fullmatch(r"[a-z0-9-]+", rule.name):
            raise _unreadable(name, f"the rule name {rule.name!r} is doubled or not plain words")
        if not rule.looks_at_text:
            raise _unreadable(name, f"the rule {rule.name} asks nothing of the text")
        if any(not plain(phrase.removesuffix("*")) for phrase in rule.all_phrases):
            raise _unreadable(name, f"the rule {rule.name} has an empty phrase")
        seen.add(rule.name)
    return RuleBook(book.edition, tuple(_prepare(rule) for rule in book.rule))


def _prepare(rule: Rule) -> Conditions:
    return Conditions(
        rule=rule,
        departments=_any_of(rule.departments),
        phrases=_any_of(rule.phrases),
        also=_any_of(rule.also),
        without=_any_of(rule.without),
        thread_phrases=_any_of(rule.thread_phrases),
        only_words=frozenset(plain(word) for word in rule.only_words),
    )


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Make one pattern of literal phrases; it runs in time linear to the text."""
    if not phrases:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_literal, phrases))})")


def _literal(phrase: str) -> str:
    begins = phrase.endswith("*")
    return re.escape(plain(phrase.removesuffix("*"))) + ("" if begins else r"(?!\w)")


def _unreadable(name: str, what: str) -> RulesUnreadable:
    return RulesUnreadable(
        f"The classification rules in {name} cannot be used: {what}.",
        next_step="Correct the file, or take the key rules out of [retention] to use our own.",
    )
