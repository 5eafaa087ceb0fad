"""What `ecosift explain` prints of a sentence: its cues underlined, then a line for each level and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

from rich.text import Text

from ecosift.cli.terminal import console, disarmed

if TYPE_CHECKING:
    from ecosift.explain import Feature, LevelReasons, Reasons
    from ecosift.tagging.levels import Codebook

COLOURS = ("green", "cyan", "yellow", "magenta", "blue", "red")


class Writer:
    """Writes to `out`: in colour on a terminal, plain elsewhere, with a line of carets under the cues."""

    def __init__(self, out: TextIO, codebook: Codebook, *, terminal: bool) -> None:
        self._out = out
        self._console = console(colour=terminal)
        self._colours = {level: COLOURS[at % len(COLOURS)] for at, level in enumerate(codebook.levels)}
        self._numbers = {f"rule:{rule.name}": rule.number for rule in codebook.rule}
        self._width = max(map(len, ("role", *codebook.levels)))

    def write(self, reasons: Reasons) -> None:
        """One sentence, its role, its levels from the highest score to the lowest."""
        with self._console.capture() as lines:
            self._sentence(reasons)
        self._out.write(lines.get())

    def _sentence(self, reasons: Reasons) -> None:
        self._print(self._marked(reasons))
        if not self._console.is_terminal and (under := _carets(reasons)):
            self._print(Text(under))
        role = "none" if reasons.role is None else f"{reasons.role_score:.2f}  {reasons.role}"
        self._print(Text(f"  {'role':{self._width}}  {role}"))
        for level in sorted(reasons.levels, key=lambda level: -level.score):
            self._level(level)
        self._print(Text())

    def _marked(self, reasons: Reasons) -> Text:
        text = Text(disarmed(reasons.text), "bold")
        for level in reasons.levels:
            for cue in level.tag.cues if level.tag else ():
                style = f"underline {self._colours[level.level]}"
                text.stylize(style, cue.start - reasons.start, cue.end - reasons.start)
        return text

    def _level(self, level: LevelReasons) -> None:
        style = f"bold {self._colours[level.level]}" if level.tag else "dim"
        self._print(Text(f"  {level.level:{self._width}}  {level.score:.2f}  {self._why(level)}", style))
        if level.tag is None:
            return
        pad = " " * (self._width + 10)
        for cue in level.tag.cues:
            self._print(Text(f"{pad}cue “{disarmed(cue.text)}” at {cue.start} to {cue.end}"))
        if level.features:
            self._print(Text(f"{pad}classifier: {', '.join(map(_feature, level.features))}"))

    def _why(self, level: LevelReasons) -> str:
        shares = f"cues {level.cues:.2f}"
        if level.classifier is not None:
            shares += f", classifier {level.classifier:.2f}"
        if level.tag is None:
            return f"({shares})"
        by = level.tag.decided_by
        rule = f" (rule {self._numbers[by]} of the codebook)" if by in self._numbers else ""
        return f"{level.tag.valence}, decided by {by}{rule} ({shares})"

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def as_data(reasons: Reasons) -> dict[str, Any]:
    """The reasons as JSON values; `tagged` says whether the score reached the threshold."""
    return {
        "text": reasons.text,
        "start": reasons.start,
        "end": reasons.end,
        "role": None if reasons.role is None else {"label": reasons.role, "score": reasons.role_score},
        "levels": [_level_data(level) for level in reasons.levels],
    }


def _level_data(level: LevelReasons) -> dict[str, Any]:
    tag = level.tag
    return {
        "level": level.level,
        "score": level.score,
        "tagged": tag is not None,
        "valence": tag.valence if tag else None,
        "decided_by": tag.decided_by if tag else None,
        "cues": [asdict(cue) for cue in tag.cues] if tag else [],
        "cue_score": level.cues,
        "classifier_score": level.classifier,
        "features": [asdict(feature) for feature in level.features],
    }


def _carets(reasons: Reasons) -> str:
    """A caret under each character of a cue."""
    under = [" "] * len(reasons.text)
    for level in reasons.levels:
        for cue in level.tag.cues if level.tag else ():
            first, last = cue.start - reasons.start, cue.end - reasons.start
            under[first:last] = "^" * (last - first)
    return "".join(under).rstrip()


def _feature(feature: Feature) -> str:
    return f"{feature.name} {feature.weight:+.2f}"
