"""Make a file of abstracts with labelled sentences, as `ecosift train roles --abstracts FILE` reads it.

usage: python benchmarks/make_role_abstracts.py FOLDER OUT.jsonl[.gz]

FOLDER holds articles in JATS XML (`*.nxml`, `*.xml`), such as those of the public release of
evidence-inference (https://github.com/jayded/evidence-inference, `annotations/xml_files`). Kept are the
structured abstracts, where the authors' own headings give each sentence its label, and the sections called
Limitations. Articles are read in the order of their file names.
"""

import gzip
import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from ecosift.headings import canonical
from ecosift.language.sentences import split

LABELS = {
    "background": "context",
    "objective": "context",
    "methods": "method",
    "sample": "method",
    "results": "finding",
    "conclusions": "implication",
    "implications": "implication",
    "discussion": "implication",
}


def main(folder: Path, out: Path) -> None:
    """Write one line for each article that has a structured abstract or a Limitations section."""
    files = sorted(file for file in folder.iterdir() if file.suffix in {".nxml", ".xml"})
    made = (row for file in files if (row := read_article(file)))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made).encode()
    out.write_bytes(gzip.compress(text, mtime=0) if out.suffix == ".gz" else text)
    print(f"{text.count(10)} articles of {len(files)}")


def read_article(file: Path) -> dict[str, object] | None:
    """The article's row, or None where it has neither part."""
    try:
        root = ET.parse(file).getroot()  # noqa: S314 - a release that the user chose, not pages of the web
    except ET.ParseError:
        return None
    abstract = [row for section in root.findall(".//abstract/sec") for row in labelled(section)]
    limits = [
        {"text": text, "role": "limitation"}
        for section in root.findall(".//body//sec")
        if canonical(said(section.find("title"))) == "limitations"
        for text in sentences(section)
    ]
    if len({row["role"] for row in abstract}) < 2 and not limits:
        return None
    title = said(root.find(".//article-title"))
    return {"doc_id": file.stem, "title": title, "abstract": abstract, "limitations": limits}


def labelled(section: ET.Element) -> Iterator[dict[str, str]]:
    """The sentences of one part of an abstract, where its heading is a known one."""
    label = LABELS.get(canonical(said(section.find("title"))) or "")
    if label:
        for text in sentences(section):
            yield {"text": text, "role": label}


def sentences(section: ET.Element) -> Iterator[str]:
    """The sentences of a section's paragraphs."""
    for paragraph in section.iter("p"):
        text = said(paragraph)
        yield from (text[start:end] for start, end in split(text))


def said(element: ET.Element | None) -> str:
    """The words of an element, white space collapsed."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
