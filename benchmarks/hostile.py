"""Pages broken on purpose: whether cleaning ever raises, and how long it takes at worst.

usage: python benchmarks/hostile.py [PAGES] [--number N] [--seed N] [--only N] [--save FILE]

PAGES is a folder of HTML and text pages (default: corpora/pages). Each mutation number stands for one page,
the same in every run: some pages of the folder, their mark-up cut, nested, renamed, repeated, mixed or
escaped, their bytes flipped, dropped or encoded anew. Goals: no crash; among pages over 20 KB none that takes
over ten times the median time a byte; smaller ones under 100 ms (processor time, the best of three for those
that miss a goal). The exit code is 1 where a goal is missed. --only looks at one number, --save writes its
page to a file.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ecosift.clean import Classifier, clean
from ecosift.config import load_config
from ecosift.decode import decode
from ecosift.errors import PageError
from ecosift.models import load_model
from ecosift.types import Page

CORPUS = Path(__file__).parents[1] / "corpora" / "pages"
SMALL, MAX_SIZE = 20_000, 400_000
MOST_SECONDS, MOST_TIMES = 0.1, 10.0
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
NAME = re.compile(r"(?<=<)(/?)[a-zA-Z][\w-]*")
NAMES = (
    "a", "article", "b", "blockquote", "br", "button", "center", "dd", "details", "div", "dl", "dt", "em",
    "form", "frameset", "h1", "h2", "h6", "i", "iframe", "li", "main", "math", "nav", "noscript", "ol",
    "option", "p", "plaintext", "pre", "script", "section", "select", "span", "style", "sup", "svg", "table",
    "tbody", "td", "template", "textarea", "th", "title", "tr", "ul", "x-y",
)  # fmt: skip
RUNS = (
    "(", ")", "[", "]", "[1]", "1", "1,", "1 ", "1. ", "a", "a ", "Aa ", "A. ", ".", ". ", ", ", "|", "a|b\n",
    "\n", "\r\n", "\t", " ", "-", "- x\n", "* ", "&", "&#", "&amp;", "<", ">", "<!--", "<![CDATA[", '"', "=",
    "/", "://a.b/", "“", "é", "\u00a0", "\u00ad", "\u2028", "\ufeff", "😀", "\x00", "et al. ", "2020;3:4. ",
    "doi:10.5555/", "by ", "By Ann Lee ", "and ", "p = .04 ", "95% CI ", "n = 3 ", "@", "a@b.c ", "Share ",
    "References\n", "<br>", "<p>x", "<div>", "</div>", "<td>", "<a href=x>y</a> ", "<h2>x</h2>", "<li>",
)  # fmt: skip
CODECS = ("utf-8", "utf-8", "cp1252", "utf-16", "utf-16-le", "shift_jis", "gb18030", "mac_roman", "utf-7")


@dataclass(frozen=True)
class Outcome:
    """What became of the page of a mutation number: its bytes, the time it took, or what it raised."""

    number: int
    size: int
    seconds: float
    refused: bool = False
    crash: str | None = None

    @property
    def rate(self) -> float:
        """Seconds a byte."""
        return self.seconds / max(self.size, 1)


Clean = Callable[[Page], object]


def main() -> int:
    """Print what the pages cost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--number", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0, help="the first mutation number")
    parser.add_argument("--only", type=int, help="look at this mutation number alone")
    parser.add_argument("--save", type=Path, help="write the page to a file")
    options = parser.parse_args()
    sources = read_sources(options.pages)
    first, number = (options.seed, options.number) if options.only is None else (options.only, 1)
    if options.save:
        options.save.write_bytes(mutated(sources, first).content)
    outcomes = measured(sources, range(first, first + number), shipped())
    print(*_report(outcomes), sep="\n")
    return int(any(outcome.crash for outcome in outcomes) or bool(slow(outcomes)))


def shipped() -> Clean:
    """Decoding and cleaning as `ecosift.load()` does it."""
    name = load_config().clean.model
    classifier = Classifier(load_model(name)) if name else None

    def work(page: Page) -> object:
        return clean(*decode(page), page.url, classifier)

    return work


# Making pages


def read_sources(folder: Path) -> list[Page]:
    """The pages of a folder."""
    kinds = {".html": "text/html", ".txt": "text/plain"}
    files = sorted(file for file in folder.iterdir() if file.suffix in kinds)
    return [Page(file.read_text(encoding="utf-8"), media_type=kinds[file.suffix]) for file in files]


def mutated(sources: Sequence[Page], number: int) -> Page:
    """The page that a number stands for; its content is bytes."""
    rng = random.Random(number)  # noqa: S311 (the same pages in every run is the point)
    source = rng.choice(sources)
    text = str(source.content)
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(MUTATIONS)(text, rng, str(rng.choice(sources).content))[:MAX_SIZE]
    content = text.encode(rng.choice(CODECS), "replace")
    for _ in range(rng.choice((0, 0, 1, 2))):
        content = rng.choice(BYTES)(content, rng)
    # Half of the pages are told apart by their content alone, as on standard input.
    return Page(content[:MAX_SIZE], media_type=rng.choice((source.media_type, None)))


def _slice(text: str, rng: random.Random, most: int = 4_000) -> tuple[int, int]:
    """A stretch that often begins and ends at a tag."""
    start = rng.randrange(len(text) + 1)
    if rng.random() < 0.7:
        start = max(text.find("<", start), 0)
    end = min(len(text), start + rng.randint(1, most))
    return start, max(text.find(">", end) + 1, end) if rng.random() < 0.7 else end


def _repeat(text: str, rng: random.Random, _: str) -> str:
    start, end = _slice(text, rng)
    times = int(10 ** rng.uniform(0.3, 3.5))
    return text[:end] + text[start:end] * min(times, MAX_SIZE // max(end - start, 1)) + text[end:]


def _run(text: str, rng: random.Random, _: str) -> str:
    piece, at = rng.choice(RUNS), rng.randrange(len(text) + 1)
    return text[:at] + piece * (int(10 ** rng.uniform(1, 5)) // len(piece)) + text[at:]


def _drop_tags(text: str, rng: random.Random, _: str) -> str:
    share, ends = rng.choice((0.02, 0.2, 0.9)), rng.random() < 0.6
    return TAG.sub(lambda m: "" if (m[0][1] == "/" or not ends) and rng.random() < share else m[0], text)


def _rename(text: str, rng: random.Random, _: str) -> str:
    share = rng.choice((0.02, 0.2, 0.9))
    return NAME.sub(lambda m: m[1] + rng.choice(NAMES) if rng.random() < share else m[0], text)


def _nest(text: str, rng: random.Random, _: str) -> str:
    start, end = _slice(text, rng)
    names = rng.choices(NAMES, k=rng.randint(1, 3))
    times = int(10 ** rng.uniform(0, 4))
    opened = "".join(f"<{name}>" for name in names) * times
    closed = "".join(f"</{name}>" for name in reversed(names)) * (times if rng.random() < 0.5 else 0)
    return text[:start] + opened + text[start:end] + closed + text[end:]


def _swap(text: str, rng: random.Random, _: str) -> str:
    cuts = sorted(rng.randrange(len(text) + 1) for _ in range(4))
    a, b, c, d = (text[one:other] for one, other in zip(cuts, [*cuts[1:], len(text)], strict=True))
    return text[: cuts[0]] + c + b + a + d


def _mix(text: str, rng: random.Random, other: str) -> str:
    start, end = _slice(other, rng, 20_000)
    at = rng.randrange(len(text) + 1)
    return text[:at] + other[start:end] * int(10 ** rng.uniform(0, 1.2)) + text[at:]


def _cut(text: str, rng: random.Random, _: str) -> str:
    start = rng.choice((0, rng.randrange(len(text) + 1)))
    return text[start : rng.randrange(start, len(text) + 1)]


def _escape(text: str, rng: random.Random, _: str) -> str:
    start, end = _slice(text, rng, 20_000)
    return text[:start] + html.escape(text[start:end]) + text[end:]


def _spaces(text: str, rng: random.Random, _: str) -> str:
    old, new = rng.sample([" ", "\n", "\u00a0", "", "\t", "  ", "<br>", "</p>", '"'], 2)
    return text.replace(old, new) if old else new.join(text[:20_000])


def _attributes(text: str, rng: random.Random, _: str) -> str:
    said = "".join(f' {rng.choice("abcid")}{n}="{rng.choice(RUNS) * 3}"' for n in range(rng.randint(1, 300)))
    at = text.find(">", rng.randrange(len(text) + 1))
    return text[:at] + said + text[at:] if at >= 0 else text


def _case(text: str, rng: random.Random, _: str) -> str:
    return rng.choice((str.upper, str.lower, str.title))(text)


MUTATIONS: tuple[Callable[[str, random.Random, str], str], ...] = (
    _repeat, _repeat, _run, _run, _drop_tags, _rename, _nest, _nest, _swap, _mix, _mix, _cut, _escape,
    _spaces, _attributes, _case,
)  # fmt: skip


def _flip(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(int(len(changed) * rng.choice((0.0005, 0.01, 0.1))) + 1 if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _lose(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + content[at + rng.randint(1, 500) :]


def _noise(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.randbytes(rng.randint(1, 200)) + content[at:]


BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _lose, _noise)


# Measuring


def measured(sources: Sequence[Page], numbers: Iterable[int], work: Clean) -> list[Outcome]:
    """Every page once; those that miss a goal twice more, since a machine may have been busy."""
    outcomes = {number: _measure(number, mutated(sources, number), work) for number in numbers}
    for outcome in slow(list(outcomes.values())):
        page = mutated(sources, outcome.number)
        again = [outcome, *(_measure(outcome.number, page, work) for _ in range(2))]
        outcomes[outcome.number] = min(again, key=lambda each: each.seconds)
    return list(outcomes.values())


def _measure(number: int, page: Page, work: Clean) -> Outcome:
    size, refused, crash = len(page.content), False, None
    start = time.process_time()
    try:
        work(page)
    except PageError:
        refused = True
    except Exception as error:  # noqa: BLE001 (what raises is what this looks for)
        crash = repr(error)
    return Outcome(number, size, time.process_time() - start, refused, crash)


def slow(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The pages that take longer than the goals allow."""
    most = MOST_TIMES * _usual(outcomes)
    return [o for o in outcomes if (o.rate > most if o.size > SMALL else o.seconds > MOST_SECONDS)]


def _usual(outcomes: Sequence[Outcome]) -> float:
    """The median time a byte of pages over `SMALL` bytes."""
    rates = [outcome.rate for outcome in outcomes if outcome.size > SMALL and not outcome.refused]
    return float(np.median(rates)) if rates else float("inf")


def _report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    crashes = [outcome for outcome in outcomes if outcome.crash]
    large = sorted((o for o in outcomes if o.size > SMALL), key=lambda o: -o.rate)
    small = sorted((o for o in outcomes if o.size <= SMALL), key=lambda o: -o.seconds)
    refused = sum(outcome.refused for outcome in outcomes)
    yield f"{len(outcomes)} pages, {sum(o.size for o in outcomes) / 1e6:.0f} MB, {refused} refused as no text"
    yield f"crashes: {len(crashes)}"
    yield from (f"  {outcome.number}: {outcome.crash}" for outcome in crashes)
    if large:
        usual = _usual(outcomes)
        yield f"over {SMALL:,} bytes: {len(large)} pages, median {1e9 * usual:.0f} ns a byte; most"
        yield from (
            f"  {_told(outcome)}, {outcome.rate / usual:.1f} times the median" for outcome in large[:5]
        )
    if small:
        yield f"up to {SMALL:,} bytes: {len(small)} pages; slowest"
        yield from (f"  {_told(outcome)}" for outcome in small[:5])
    yield f"beyond the goals: {len(slow(outcomes))}"


def _told(outcome: Outcome) -> str:
    return f"{outcome.number}: {outcome.size:,} bytes, {1000 * outcome.seconds:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
