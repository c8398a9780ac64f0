"""Invitations to subscribe, to watch and to join."""

from __future__ import annotations

from tests.corpus.facts.conftest import LONG, PROSE, furniture


def test_an_invitation_at_the_end_of_the_last_line_goes_without_the_line() -> None:
    assert furniture(f"{PROSE}\n\n{LONG} Subscribe on YouTube!\n\nMore from TV") == [
        "Subscribe on YouTube!",
        "More from TV",
    ]
    assert furniture(
        f"{PROSE}\n\n{LONG} Watch the full interview above. Subscribe on YouTube!"
    ) == ["Watch the full interview above. Subscribe on YouTube!"]
    assert furniture(f"{PROSE} Subscribe on YouTube!\n\n{LONG}") == []


def test_the_sentence_after_an_invitation_and_the_question_before_it_go_with_it() -> None:
    lines = [
        "Want to talk about films like this one?",
        "Join our community of viewers.",
        "Tell us what you made of the ending.",
    ]

    assert furniture("\n".join([PROSE, *lines])) == lines
    assert furniture(f"{PROSE}\n{lines[1]}\n{PROSE} It held.") == [lines[1]]
