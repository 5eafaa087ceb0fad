"""What a number is worth: digits in all prints, number words, ordinals, fractions."""

from __future__ import annotations

from dataclasses import dataclass

from ecosift.tagging.statistics.lexicons import Words

Value = int | float


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed and what it is worth; `plain` when it is a bare whole number in digits or words."""

    value: Value
    printed: str

    @property
    def whole(self) -> bool:
        """Whether this could count things."""
        return isinstance(self.value, int) and self.value >= 0


def of_digits(printed: str) -> Number:
    """The number in folded digits: thousands marks, decimal points, slash decimals, a leading sign."""
    plain = printed.replace(",", "").replace("/", ".").replace(" ", "")
    sign = -1 if plain.startswith("-") else 1
    plain = plain.lstrip("+-")
    if len(plain) > 30:  # no figure is that long, and int() is quadratic
        return Number(0, printed)
    return Number(sign * (float(plain) if "." in plain else int(plain)), printed)


def scaled(number: Number, scale: int) -> Number:
    """As in "1.2 million": the number times its scale, whole where that is whole."""
    value = round(number.value * scale, 6)
    return Number(int(value) if value == int(value) else value, number.printed)


def of_words(parts: list[str], words: Words, printed: str) -> Number:
    """The number in a run of number words ("one", "hundred", "fifty", "nine")."""
    total = current = 0
    for part in parts:
        if part in words.cardinals:
            current += words.cardinals[part]
            continue
        scale = words.scales[part]
        if scale == 100:
            current = max(current, 1) * scale
        else:
            total += max(current, 1) * scale
            current = 0
    return Number(total + current, printed)
