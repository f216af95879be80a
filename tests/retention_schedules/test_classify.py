"""What the starter rules propose, and what they leave to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import ItemKind
from retention_schedules.classify import Subject, classify, rule_of
from retention_schedules.errors import RulesUnreadable
from retention_schedules.rules import (
    TRANSITORY,
    UNSCHEDULED,
    Attention,
    Voice,
    read_rules,
    starter_rules,
)
from retention_schedules.starter import starter_schedule

BOOK = starter_rules()


def comment(text: str, **about: object) -> Subject:
    """Describe a resident's comment."""
    return subject(text, **{"kind": ItemKind.COMMENT, "voice": Voice.PUBLIC, **about})


def post(text: str, **about: object) -> Subject:
    """Describe a post of the city."""
    return subject(text, **{"kind": ItemKind.POST, "voice": Voice.CITY, **about})


def subject(text: str, **about: object) -> Subject:
    """Describe an item by what is special about it."""
    plain = {"text": text, "thread_text": None, "department": None, "has_media": False}
    return Subject(**{**plain, **about})  # type: ignore[arg-type] # a test's own mixture


@pytest.mark.parametrize(
    "text",
    [
        "👍",
        "❤️❤️ 🎉!",
        "👏🏽👏🏿",
        "🇺🇸",
        "Thank you!",
        "Thanks so much for sharing this 🙏",
        "¡Muchas gracias!",
        "Mahadsanid",
        "Ua tsaug 😊",
        "Cảm ơn",
        "谢谢",
        "What time does the parade start?",
    ],
)
def test_thanks_emoji_and_routine_questions_are_transitory(text: str) -> None:
    """They are kept until read; somebody looks at a sample."""
    proposal = classify(comment(text), BOOK)

    assert (TRANSITORY, Attention.SAMPLING) == (proposal.series, proposal.person)


@pytest.mark.parametrize(
    "text",
    [
        "There is a huge pothole on Elm Street.",
        "The street light by the school has been out for weeks!!",
        "Our garbage was not picked up again",
        "WHEN ARE YOU GOING TO fix the crosswalk?",
        "Hay un bache enorme en la calle 3",
    ],
)
def test_a_complaint_waits_for_its_completion(text: str) -> None:
    """It goes to Complaints - General, and a person must record that it was dealt with."""
    proposal = classify(comment(text), BOOK)

    assert ("administration/complaints-general", Attention.ALWAYS) == (
        proposal.series,
        proposal.person,
    )


@pytest.mark.parametrize(
    "subject_",
    [
        comment(""),
        comment("The council should think again about the new bridge."),
        comment("Thanks for nothing"),
        comment("Thanks? https://example.org"),
        comment("thanks", has_media=True),
        comment("👍 or 👎?"),
        comment("\u202e👍"),
        comment("これはどういう意味ですか"),
        comment("Dear Mayor, about the annexation of the township"),
        comment("I am against it", thread_text="Public hearing on Tuesday: share your thoughts"),
        comment("👍", thread_text="Give us your input on the park plan!"),
        post("We want to hear from you about the park plan."),
        post("A look at the new fire engine."),
        post(""),
    ],
)
def test_what_no_rule_is_sure_of_stays_unscheduled(subject_: Subject) -> None:
    """It is kept, and a person must look."""
    proposal = classify(subject_, BOOK)

    assert (UNSCHEDULED, Attention.ALWAYS) == (proposal.series, proposal.person)


@pytest.mark.parametrize(
    ("subject_", "series"),
    [
        (post("Reminder: city offices are closed on Monday."), TRANSITORY),
        (post("Join us for storytime on Saturday!"), TRANSITORY),
        (
            post("Reminder: the snow emergency is in effect tonight."),
            "administration/correspondence-general",
        ),
        (
            post("The council adopted the budget last night."),
            "administration/correspondence-general",
        ),
        (
            post("Watch live: City Council meeting, July 9"),
            "no-section/audio-video-recordings-of-public-meetings-that-were-not-closed",
        ),
        (post("News release: summer hours", department="Public Library"), "library/publicity"),
        (post("News release: summer hours", department="Parks"), UNSCHEDULED),
    ],
)
def test_a_post_of_the_city_goes_where_the_table_says(subject_: Subject, series: str) -> None:
    """What was decided or ordered is never taken for a mere reminder."""
    assert series == classify(subject_, BOOK).series


def test_an_edit_cannot_turn_a_complaint_into_a_thank_you() -> None:
    """Every wording counts, not only the last."""
    assert TRANSITORY != classify(comment("There is a pothole\nThank you!"), BOOK).series


def test_every_proposal_names_its_rule_and_gives_a_reason() -> None:
    """A clerk can see who proposed it, under which rules, and why."""
    proposal = classify(comment("Thank you!"), BOOK)

    assert "rule:thanks-or-greeting@starter-2026-11" == proposal.by
    assert "thanks" in proposal.reason
    assert "thanks-or-greeting" == rule_of(proposal.by)
    assert rule_of("Dana Ortiz") is None


def test_every_series_the_rules_name_is_in_the_starter_schedule() -> None:
    """No rule sends anything to a series that is not there."""
    keys = {one.key for one in starter_schedule().series} | {TRANSITORY, UNSCHEDULED}

    assert set() == {each.rule.series for each in BOOK.rules} - keys


def test_what_is_not_a_passing_message_needs_a_person() -> None:
    """Only library news releases go to a lasting series without a look."""
    unseen = {each.rule.name for each in BOOK.rules if each.rule.person is Attention.NONE}

    assert {"library-news-release"} == unseen


@given(st.text(max_size=200), st.sampled_from(Voice), st.sampled_from(ItemKind), st.booleans())
def test_any_text_is_classified_to_a_known_series_with_a_reason(
    text: str,
    voice: Voice,
    kind: ItemKind,
    has_media: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Hostile text included; and what is transitory always has a rule of its own."""
    proposal = classify(subject(text, kind=kind, voice=voice, has_media=has_media), BOOK)

    assert proposal.reason
    assert (proposal.series == UNSCHEDULED) or rule_of(proposal.by) != "no-rule"


RULE = """
edition = "ours-1"
[[rule]]
name = "thanks"
series = "transitory"
person = "sampling"
why = "Thanks."
phrases = ["thanks"]
"""


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("series =", "serie ="), "serie"),
        (('"sampling"', '"sometimes"'), "person"),
        (('["thanks"]', "[]"), "thanks"),
        (('["thanks"]', '["*"]'), "empty"),
        (('name = "thanks"', 'name = "a rule@x"'), "name"),
        (("[[rule]]", "[[rule]"), "rules"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(change: tuple[str, str], word: str) -> None:
    """The message says where; nothing is classified by half of a file."""
    with pytest.raises(RulesUnreadable, match=word):
        read_rules(RULE.replace(*change).encode(), "our-rules.toml")


def test_a_doubled_rule_is_refused() -> None:
    """A name stands for one rule."""
    with pytest.raises(RulesUnreadable, match="doubled"):
        read_rules((RULE + RULE.split("\n", 2)[2]).encode(), "our-rules.toml")


def test_a_phrase_stands_for_whole_words_and_no_pattern() -> None:
    """A dot is a dot; ``plow`` is not found in ``plowshare`` unless it ends in a star."""
    book = read_rules(RULE.replace('"thanks"]', '"pl.w", "pot*"]').encode(), "our-rules.toml")

    found = [classify(comment(text), book).series for text in ("plow", "potholes", "spot", "pl.w")]

    assert [UNSCHEDULED, TRANSITORY, UNSCHEDULED, TRANSITORY] == found
