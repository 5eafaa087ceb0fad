"""The codebook's rules of decision, each a function with its number. Rules 2 and 6 to 8 are in `reading`.

A rule adds levels, takes levels away, or says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecosift.tagging.levels.codebook import Codebook
from ecosift.tagging.levels.cues import Hit
from ecosift.tagging.levels.reading import Compiled, Evidence, Reading
from ecosift.tagging.levels.valence import Polarity
from ecosift.types import Role

JOINERS = frozenset({",", "and", "or", "to", "&", "/", "through", "the", "versus", "vs"})
FRAMED_ROLES = frozenset({"finding", "implication", "background", None})
GATED_ROLES = frozenset({"method", "objective", "limitation"})
# Roles that any rule asks for.
HEEDED = GATED_ROLES | {"sample"}
# Kinds of hits that any rule asks for.
SPEAKING = frozenset({"name", "generic", "anaphor"})
# How far into a sentence a noun still takes up the sentence before.
ANAPHOR_REACH = 4
POINTERS = frozenset({"this", "these", "such", "those", "that"})
FIRM = 0.5


@dataclass(frozen=True, slots=True)
class Frame:
    """Levels that the author assigned, the words that say so, and the rule that read them."""

    levels: tuple[str, ...]
    by: str
    hits: tuple[Hit, ...] = ()


def definition(compiled: Compiled, reading: Reading) -> bool:
    """Rule 1: a definition of the model that lists its levels codes none."""
    named = {hit.entry.level for hit in reading.of_kind("name")}
    return len(named) >= 2 and compiled.defines(reading)


def frame_in_sentence(codebook: Codebook, reading: Reading) -> Frame | None:
    """Rule 1: "on an organizational level", "policy-level barriers", "individual and community levels"."""
    names = reading.of_kind("name")
    if not names:
        return None
    runs = [run for run in _runs(names, reading.words.forms) if _is_frame(codebook, run, reading.words.forms)]
    hits = tuple(hit for run in runs for hit in run)
    if not hits:
        return None
    longest_run = max(len(_levels(run)) for run in runs)
    by = "rule:enumeration" if longest_run > 1 else "frame"
    return Frame(_levels(hits), by, hits)


def heading_level(codebook: Codebook, reading: Reading, *, alone: bool) -> str | None:
    """Rule 1: the one level that a heading, column head or lead-in names as its frame.

    `alone` lets the bare name ("Community") count.
    """
    names = reading.of_kind("name")
    if len(_levels(names)) != 1:
        return None
    frame = frame_in_sentence(codebook, reading)
    if frame is not None:
        return frame.levels[0]
    covered = {at for hit in names if hit.entry.of == "any" for at in range(hit.first, hit.last + 1)}
    rest = [form for at, form in enumerate(reading.words.forms) if at not in covered]
    extras = {*codebook.frames.heading_extras, *codebook.frames.nouns}
    said = alone or any(form in extras for form in rest)
    return names[0].entry.level if covered and said and all(_is_filler(f, extras) for f in rest) else None


def method_needs_factor(
    role: Role | None, evidence: Sequence[Evidence], polarity: Sequence[Polarity], level: str
) -> bool:
    """Rule 4: method, aim and limitation sentences get a level only for a factor that they name.

    Where and with whom the study was done is no factor, unless that is what was asked about.
    """
    if role not in GATED_ROLES:
        return False
    firm = [e for e in evidence if e.level == level and e.weight >= FIRM]
    return not any(not e.setting or _asked_for(e, polarity) for e in firm)


def bare_sample(role: Role | None) -> bool:
    """Sec. 1: who was sampled is a statistic, no level."""
    return role == "sample"


def generic_talk(reading: Reading, level: str) -> bool:
    """Rule 5: "multiple levels", "socioecological factors" name no level."""
    return reading.generic and not any(e.level == level for e in reading.evidence)


def nearest_to_person(codebook: Codebook, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Rule 9: the same words cannot be two factors; they speak for the level nearer to the person."""
    if len(evidence) < 2:
        return list(evidence)
    kept: dict[tuple[int, int], Evidence] = {}
    for item in sorted(evidence, key=lambda e: codebook.levels.index(e.level)):
        kept.setdefault((item.first, item.last), item)
    return sorted(kept.values(), key=lambda e: (e.first, e.last))


def anaphora(codebook: Codebook, reading: Reading, before: Mapping[str, float]) -> dict[str, Hit]:
    """Sec. 4: "these interventions", "this stigma" keep the level of what they point to."""
    for hit in reading.of_kind("anaphor"):
        if hit.last > ANAPHOR_REACH or not _points(reading.words.forms, hit):
            continue
        limits = codebook.anaphor[hit.entry.group].levels or codebook.levels
        return {level: hit for level in limits if before.get(level, 0.0) >= FIRM}
    return {}


def _asked_for(item: Evidence, polarity: Sequence[Polarity]) -> bool:
    return any(p.kind == "open" and p.first <= item.last for p in polarity)


def _points(forms: Sequence[str], hit: Hit) -> bool:
    return any(form in POINTERS for form in forms[max(0, hit.first - 3) : hit.first])


def _runs(names: Sequence[Hit], forms: Sequence[str]) -> list[list[Hit]]:
    """Names that stand in one list, joined by nothing but commas and "and"."""
    runs: list[list[Hit]] = []
    end = -2
    for hit in sorted(names, key=lambda h: (h.first, -h.last)):
        if hit.first <= end:
            continue
        between = forms[end + 1 : hit.first]
        joined = runs and len(between) <= 3 and all(form in JOINERS for form in between)
        if joined:
            runs[-1].append(hit)
        else:
            runs.append([hit])
        end = hit.last
    return runs


def _is_frame(codebook: Codebook, run: Sequence[Hit], forms: Sequence[str]) -> bool:
    frames = codebook.frames
    after = forms[run[-1].last + 1 : run[-1].last + 3]
    level_word = bool(after) and after[0] in frames.level_words
    if level_word:
        return not any(form in frames.not_frames for form in after[1:])
    if any(hit.entry.of == "level" for hit in run) or (after and after[0] in frames.not_frames):
        return False
    if after and after[0] in frames.nouns:
        return True
    return len(_levels(run)) >= 3


def _levels(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.entry.level for hit in hits))


def _is_filler(form: str, extras: set[str]) -> bool:
    return form in extras or len(form) <= 3 or form.isdigit()
