"""Markup that is printed as text divides it; text about markup stays whole."""

from __future__ import annotations

from html import escape

import pytest

from ecosift.clean import clean

ONE = "Street nurses handed out blankets in each of the five parks before the frost came."
TWO = "People who had slept outside for a year trusted a nurse sooner than a social worker."


def kept(body: str) -> list[tuple[str, str, str | None]]:
    page = f"<html><head><title>Nurses</title></head><body><main>{body}</main></body></html>"
    cleaned = clean(page, "text/html")
    assert all(cleaned.text[block.start : block.end] == block.text for block in cleaned.blocks)
    return [(block.kind, block.text, block.xpath) for block in cleaned.blocks]


MAIN = "/html[1]/body[1]/main[1]"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (escape(f"<p>{ONE}</p><p>{TWO}</p>"), [("paragraph", ONE, MAIN), ("paragraph", TWO, MAIN)]),
        (escape(escape(f"<p>{ONE}</p>")), [("paragraph", ONE, MAIN)]),
        (
            f"<p>{ONE}</p>" + escape(f'<div class="body"><p><b>{TWO}</b><br /></p></div>'),
            [("paragraph", ONE, f"{MAIN}/p[1]"), ("paragraph", TWO, MAIN)],
        ),
        (
            escape(f"<h2>What helped</h2><p>{ONE}</p><ul><li>{TWO}</li><li>Rides</li></ul>"),
            [
                ("heading", "What helped", MAIN),
                ("paragraph", ONE, MAIN),
                ("list_item", TWO, MAIN),
                ("list_item", "Rides", MAIN),
            ],
        ),
        (
            f"<p>{ONE}&lt;br&gt;{TWO}&lt;br&gt;</p>",
            [("paragraph", said, f"{MAIN}/p[1]") for said in (ONE, TWO)],
        ),
    ],
)
def test_printed_markup_divides(body, found):
    assert kept(body) == found


@pytest.mark.parametrize(
    "said",
    [
        "Open a paragraph with <p> and close it with </p> when the nurse has been quoted in full.",
        "<p> and </p> stand around a paragraph that a nurse has written in her notes for the day.",
        "The share was small (p<.05), and it fell as winter came to the five parks and rivers.</p",
    ],
)
def test_text_about_markup_stays_whole(said):
    assert [text for _, text, _ in kept(f"<p>{escape(said)}</p>")] == [said]


def test_code_stays_whole():
    code = f"<p>{ONE}</p>\n<p>{TWO}</p>"
    assert [text for _, text, _ in kept(f"<p>{ONE}</p><pre>{escape(code)}</pre>")] == [ONE, code]


def test_answers_are_no_comments():
    page = (
        "<h1>Who goes out at night?</h1><div class=question><p>Who can look at my foot tonight?</p></div>"
        f'<div class="comment-list answers"><div class="comment answer"><p>{ONE} {TWO}</p>'
        '<div class="comments"><p>Thank you, that helped me more than all else.</p></div></div></div>'
    )
    texts = [text for _, text, _ in kept(page)]
    assert f"{ONE} {TWO}" in texts
    assert not any(text.startswith("Thank you") for text in texts)
