"""What prose says of the study that it reports: whose it is, where and when it appeared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ecosift.tagging.designs import designs
from ecosift.tagging.names import PART, PERSON, TITLES, person

STUDY = (
    r"(?:study|studies|research|paper|review|trial|analysis|survey|work|article|report|project|experiment"
    r"|meta-analysis|investigation|team|researchers)"
)
LEADS = (
    r"(?:lead|first|principal|chief|Lead|First|Principal|Chief)\s(?:study\s)?"
    r"(?:author|researcher|investigator|scientist)"
)
NAMED = rf"{TITLES}(?P<name>{PERSON})"
# "a study by …", "research led by the sociologist …"
BY = re.compile(
    rf"\b(?i:{STUDY})\b[^.;:()]{{0,60}}?\b(?:(?:led|headed|conducted|carried out|authored|written)\s)?by\s"
    rf"(?:(?:the|a|an|lead|principal|first)?\s?(?:[a-z]+\s){{0,4}}?)?{NAMED}"
)
# Who paid for a study or printed it is not its author.
PAID = re.compile(
    r"\b(?:funded|sponsored|supported|commissioned|financed|published|backed|paid|owned|reviewed)\b[^.]{0,30}\bby\b"
)
OTHER = re.compile(r"\b(?:previous|earlier(?!\sthis\b)|prior|another|other|separate)\b")
# "lead author Dr …", "the study's first author, …"
LEAD = re.compile(
    rf"\b{LEADS}s?(?:\sof\sthe\s{STUDY})?,?\s(?:and\s[a-z ]{{3,40}}\s)?{NAMED}",
)
# "…, who led the study", "…, of the University of X, lead author"
WHO_LED = re.compile(
    rf"{NAMED}(?:\s\([^()]{{2,80}}\))?(?:,\s[^.;“”\"]{{2,120}}?)?,?\s"
    rf"(?:who\s(?:led|leads|headed|heads|ran|runs|directed|conducted)\s(?:the|this|an?)\s(?:[a-z-]+\s){{0,2}}{STUDY}|(?:the\s)?(?:study['’]s\s|paper['’]s\s)?{LEADS}"
    rf"|(?:the\s)?(?:study|paper|report)['’]s\s(?:main\s)?author\b|(?:the\s)?author\sof\s(?:the|this)\s{STUDY})"
)
# What opens sentences ("One of the studies by …") and is nobody's name.
SOME = "One|Two|Three|Some|Most|Many|All|Each|Several|Both|Half|Another|Results|Findings|Data|Researchers"
# "… and colleagues", "… of the University of X and five colleagues"
COLLEAGUES = re.compile(
    rf"(?!(?:{SOME})\b){TITLES}(?P<name>{PERSON}|{PART})(?:\s(?:of|from|at)\s[^.;:]{{3,80}}?)?,?\s(?:and|with)\s"
    r"(?:(?:[a-z]+\s){0,2}(?:colleagues|co-workers|coworkers|co-authors|coauthors|team)|(?:her|his|their)\s(?:research\s)?group)\b"
)
# "Ada Doe, an optometrist at Hill University, …"
DESCRIBED = re.compile(
    rf"(?<!\w){NAMED},\san?\s(?:[a-z-]+\s){{1,5}}(?:at|of|from|in|with)\s(?:the\s)?(?P<body>[A-Z][\w’'-]*(?:\s(?:of\s|the\s|for\s|and\s)?[A-Z][\w’'-]*){{0,6}})"
)
# "I talk to Dr Ada Doe about her paper …"
ABOUT_OWN = re.compile(rf"{NAMED},?\s(?:about|on)\s(?:her|his|their)\s(?:[a-z-]+\s){{0,3}}{STUDY}\b")
# "nutrition scientist Ada Doe interviewed …"
DID = re.compile(rf"(?<!\w)(?P<name>{PERSON}),?\s(?P<verb>[a-z]+(?:\s[a-z]+){{0,3}})")
# No mark in brackets: "(Doe et al., 2020)" names some work, not the one that the page is about.
ET_AL = re.compile(rf"(?P<name>{PERSON}|{PART})\set\sal\b(?!\.?,\s?(?:19|20)\d\d)")
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
CAPITAL = r"[A-Z][\w&'’-]*"
NO_MONTH = rf"(?!(?:in|on|of)\s{MONTH}\b)"
JOURNAL_NAME = (
    rf"(?P<journal>{CAPITAL}"
    rf"(?:(?:\s|,\s|:\s){NO_MONTH}(?:(?:of|and|in|for|the|&)\s){{0,2}}{CAPITAL}){{0,8}})"
)
APPEARED = (
    r"\b(?:published|appears?|appeared|appearing|(?:came|come|comes) out|reported|printed|released|writing"
    r"|reports?\s(?:today|online|this\sweek|on\s[A-Z][a-z]+day))\b[^.;“”\"]{0,70}?\b"
)
ISSUE = r"(?:(?:[A-Za-z]+\s)?(?:(?:19|20)\d\d\s)?issue\sof\s(?:the\s)?)?"
JOURNAL = re.compile(
    rf"{APPEARED}(?P<how>in|by)\s(?:the\s)?{ISSUE}(?:[a-z][a-z-]*\s){{0,4}}?"
    rf"(?:(?:[A-Z][a-z]+\s)?journal,?\s)?(?:The\s)?{JOURNAL_NAME}"
)
YEAR = re.compile(
    # People report things "in 2020" too.
    rf"(?!reported){APPEARED}in\s(?:the\s)?(?:[A-Za-z]+\s){{0,2}}(?P<year>(?:19|20)\d\d)\b"
    rf"|\b(?:published|appeared|released|printed)\s(?:online\s)?(?:on\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?)?"
    rf"{MONTH}(?:\s\d{{1,2}}(?:st|nd|rd|th)?)?,?\s(?P<on>(?:19|20)\d\d)\b"
    r"|\bthis\s(?P<of>(?:19|20)\d\d)\s(?:study|trial|review|survey|paper|meta-analysis|analysis)"
)
# "The journal Sleep and Sea", "in the Journal of Sleep": without a word that it appeared there.
NAMED_JOURNAL = re.compile(
    rf"\b(?i:the|medical|scientific|specialist|academic|peer-reviewed|online)\sjournal,?\s(?:the\s)?{JOURNAL_NAME}"
    rf"|\bin\s(?:the\s)?(?P<of>(?:[A-Z][a-z]+\s){{0,3}}(?:Journal|Annals|Archives)\s(?:of|for)\s(?:the\s)?{CAPITAL}"
    rf"(?:(?:\s|,\s)(?:(?:of|and|in|for|the|&)\s){{0,2}}{CAPITAL}){{0,6}})"
)
# A line such as "Source: Sleep and Sea, 2024" or "Published in Sleep and Sea, May 2024".
PLACED = re.compile(
    rf"(?:(?:Source|Journal|Study|Reference|Paper):\s|Published in\s)(?:the\s)?{JOURNAL_NAME}"
    rf",?\s\(?(?:(?:\d{{1,2}}\s)?{MONTH},?\s)?(?P<year>(?:19|20)\d\d)\)?\W{{0,3}}\Z"
)
LAST_MONTH = re.compile(rf",?\s{MONTH}\Z")
# "published on Tuesday", "appears this month"
JUST_NOW = re.compile(
    rf"{APPEARED}(?:this\s(?:week|month|summer|spring|autumn|fall|winter|year)|last\s(?:week|month)|today|yesterday"
    r"|earlier\sthis\s(?:week|month|year)|(?:on\s|online\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    # A day without its year is one of this year.
    rf"|(?:on\s)?(?:(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}|{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?)(?!,?\s?\d))\b"
    rf"|\bpublished\sin\s(?:the|its)\s{MONTH}\sissue\b"
    r"|\b(?:is|are)\s(?:now\s)?published\sin\s(?:the\s)?(?:journal\s)?[A-Z]"
    r"|\breports?\s(?:today|this\sweek|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
QUOTES = re.compile(r"[“\"]|(?<!\w)[‘']|\b[Tt]he\s(?:paper|study|article|report),\s[A-Z]")
QUOTED = r"[“\"](?P<title>[A-Z][^“”\"]{14,250})[”\"]"
# Behind a title: "is published in", ", by Ada Doe and Kim Roe, appears in".
IS_OUT = (
    r"(?:(?:is|was|were|has\sbeen|will\sbe)\s(?:now\s)?(?:published|available|out)"
    r"|published|appear(?:s|ed))\b"
)
TITLED = re.compile(rf"\b{STUDY},?\s(?:(?:is|was|which is)\s)?(?:entitled|titled|called|headed),?\s{QUOTED}")
# "the paper, “…”, appeared in …"
PRINTED = re.compile(
    rf"\b(?:paper|study|article|report),\s{QUOTED}"
    rf"|[“\"](?P<printed>[A-Z][^“”\"]{{14,250}})[”\"],?\s{IS_OUT}"
    rf"|(?<!\w)‘(?P<single>[A-Z“][^‘“\"\n]{{14,250}})[’'],?\s{IS_OUT}"
    rf"|(?<!\w)'(?P<typed>[A-Z][^'\"\n]{{14,250}})',?\s{IS_OUT}"
    rf"|\b[Tt]he\s(?:paper|study|article|report),\s(?P<plain>[A-Z][^‘“”\",]{{29,250}}),\s{IS_OUT}"
)
# What speaks in such a place and is no title.
SPEAKS = re.compile(r"\b(?:said|says|told|which|who|led|funded)\b")
SIGNED = re.compile(rf"{QUOTED},?\sby\s(?P<by>[^;“”\"]{{3,80}})")
LONGEST = 1500
# A page that introduces more scholars than this is no story of one study.
MOST_INTRODUCED = 12
# What stands where a surname would, and is none.
PRONOUNS = frozenset({"the", "she", "they", "this", "her", "his", "their", "he", "it"})


def first_author(texts: Sequence[str]) -> str | None:
    """Whom the page names as the study's author: "a study by …", "… and colleagues", "lead author …"."""
    sure = _named(BY, (t for t in texts if " by " in t)) or _named(
        COLLEAGUES, (t for t in texts if "colleagues" in t or "team" in t or "co-" in t or "cowork" in t)
    )
    if sure:
        return sure
    led = [
        t
        for t in texts
        if "ead" in t
        or "author" in t
        or "who " in t
        or "irst" in t
        or "rincipal" in t
        or "hief" in t
        or " led " in t
    ]
    return (
        _named(LEAD, led)
        or _named(WHO_LED, led)
        or _named(ABOUT_OWN, (t for t in texts if " about " in t or " on " in t))
        or _named(ET_AL, (t for t in texts if "et al" in t))
        or _described(texts)
    )


def distinct_authors(texts: Sequence[str]) -> int:
    """To how many different people the page lays studies."""
    said = {found["name"].split()[-1] for t in texts if " by " in t for found in BY.finditer(t[:LONGEST])}
    return len(said)


def researchers(texts: Sequence[str]) -> int:
    """How many different people the page says did research: "by …", "… and colleagues", "… interviewed"."""
    found = set[str]()
    for text in (each[:LONGEST] for each in texts):
        said = [*BY.finditer(text), *COLLEAGUES.finditer(text)]
        found.update(each["name"].split()[-1] for each in said if not PAID.search(each[0]))
        did = (each for each in DID.finditer(text) if each["verb"].startswith(designs().researched))
        found.update(each["name"].split()[-1] for each in did if person(each["name"]))
    return len(found)


def journal(texts: Sequence[str]) -> str | None:
    """The journal in which the page says that the study appeared."""
    found = (
        match["journal"].strip(" ,:")
        for text in texts
        for match in JOURNAL.finditer(text[:LONGEST])
        # "published by Ada Doe and colleagues"
        if match["how"] == "in" or person(match["journal"]) is None
    )
    said = next((name for name in found if name.split()[0].casefold() not in designs().times), None)
    if said:
        return said
    placed = (PLACED.match(text[:LONGEST]) for text in texts)
    named = (NAMED_JOURNAL.search(text[:LONGEST]) for text in texts if "ournal" in text or "in A" in text)
    first = next((match.groupdict() for match in (*placed, *named) if match), None)
    return LAST_MONTH.sub("", first.get("of") or first["journal"]) if first else None


def year(texts: Sequence[str]) -> int | None:
    """The year in which the page says that the study appeared."""
    own = (text[:LONGEST] for text in texts if not OTHER.search(text[:LONGEST]))
    if found := next((match for text in own if (match := YEAR.search(text))), None):
        return int(found["year"] or found["on"] or found["of"])
    return next((int(placed["year"]) for text in texts if (placed := PLACED.match(text[:LONGEST]))), None)


def title(texts: Sequence[str], author: str | None) -> str | None:
    """The title that the page gives in quotation marks: "the paper, titled “…”", "“…” by (the author)"."""
    for text in (each[:LONGEST] for each in texts if QUOTES.search(each[:LONGEST])):
        if found := TITLED.search(text):
            return found["title"].rstrip(".,")
        if (found := PRINTED.search(text)) and not SPEAKS.search(found["plain"] or ""):
            return str(found[found.lastgroup or 0]).rstrip(".,")
        surname = author.split()[-1] if author else None
        signed = (each for each in SIGNED.finditer(text) if surname and surname in each["by"])
        if by := next(signed, None):
            return by["title"].rstrip(".,")
    return None


def is_new(texts: Sequence[str]) -> bool:
    """Whether the page says that the study has just appeared ("published on Tuesday")."""
    return any(JUST_NOW.search(text[:LONGEST]) for text in texts if not OTHER.search(text[:LONGEST]))


def _named(pattern: re.Pattern[str], texts: Iterable[str]) -> str | None:
    for text in texts:
        for found in pattern.finditer(text[:LONGEST]):
            if PAID.search(found[0]):
                continue
            said = re.sub(r"['’]s$", "", found["name"])
            name = person(said) or (said if pattern in {COLLEAGUES, ET_AL} and _surname(said) else None)
            if name:
                return name
    return None


def _described(texts: Sequence[str]) -> str | None:
    """The only scholar whom the page introduces by place of work and who, it says, did research."""
    introduced = [
        (name, text[found.end() :].split(". ", 1)[0])
        for text in (each[:LONGEST] for each in texts if ", a" in each)
        for found in DESCRIBED.finditer(text)
        if (name := person(found["name"])) and _is_scholarly(found["body"])
        if not _says(designs().outsiders, text)
    ]
    names = {
        name: None
        for name, behind in introduced[:MOST_INTRODUCED]
        if _says(designs().researched, behind) or _is_at_work(name.split()[-1], texts)
    }
    return next(iter(names)) if len(names) == 1 else None


def _is_scholarly(body: str) -> bool:
    return not designs().scholarly.isdisjoint(body.casefold().split())


def _says(phrases: Sequence[str], text: str) -> bool:
    return any(re.search(rf"\b{phrase}\b", text) for phrase in phrases if phrase in text)


def _is_at_work(surname: str, texts: Sequence[str]) -> bool:
    """Whether the page tells what the one of that name found, or speaks of that one's study or team."""
    whose = re.compile(
        rf"(?<!\w){re.escape(surname)}['’]s?\s(?:[a-z]+\s)?(?:{STUDY}|group|lab|data|findings|results)\b"
    )
    did = re.compile(
        rf"(?<!\w){re.escape(surname)},?\s(?:and\s[a-z]+\s[a-z]+\s)?(?P<verb>[a-z]+(?:\s[a-z]+){{0,3}})"
    )
    for text in (each[:LONGEST] for each in texts if surname in each):
        if whose.search(text):
            return True
        if any(found["verb"].startswith(designs().researched) for found in did.finditer(text)):
            return True
    return False


def _surname(said: str) -> bool:
    return " " not in said and len(said) > 2 and said.casefold() not in PRONOUNS | designs().bodies
