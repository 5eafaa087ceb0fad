"""The language of a page is told from its words, else from its script, else from what it declares."""

from __future__ import annotations

import pytest

from ecosift.language.detect import language_of


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("The nurses said that they had been asked to work at night more often than before.", None, "en"),
        ("The nurses said that they had been asked to work at night more often than before.", "de", "en"),
        (
            "Die Pflegerinnen sagten, dass sie öfter als früher in der Nacht arbeiten und nicht schlafen.",
            "en",
            "de",
        ),
        (
            "Las enfermeras dijeron que por la noche se trabaja más y que los turnos son muy largos.",
            None,
            "es",
        ),
        (
            "Les infirmières ont dit que les nuits sont plus longues et que le repos est trop court.",
            None,
            "fr",
        ),
        ("夜勤の看護師は、睡眠時間が短くなったと述べています。", None, "ja"),
        ("Медсёстры сказали, что ночные смены стали длиннее.", None, "ru"),
        ("Home About Contact", "fr-CA", "fr"),
        ("Home About Contact", None, None),
        ("", None, None),
        (
            "Mean Δ was −0.4 μg, and the α of the scale was not low; it was .81 in the whole sample.",
            None,
            "en",
        ),
    ],
)
def test_language(text, declared, expected):
    assert language_of(text, declared=declared) == expected
