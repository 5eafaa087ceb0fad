"""Check gold pages against their pages, and fill in the offsets of plain-text ones.

usage: python corpora/locate.py [NAME ...]       (all of corpora/gold by default)

Prints each sentence or figure that its page does not have; exits with 1 if there was one.
"""

import json
import sys
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from ecosift.evaluation.gold import locate, page_of, read_gold_page

HERE = Path(__file__).parent


def main() -> int:
    """Check every page that is named."""
    names = sys.argv[1:] or sorted(file.stem for file in (HERE / "gold").glob("*.json"))
    failed = False
    for name in names:
        file = HERE / "gold" / f"{name}.json"
        page = page_of(read_gold_page(file), HERE / "pages")
        data = json.loads(file.read_text(encoding="utf-8"))
        raw = page.read_text(encoding="utf-8")
        if page.suffix == ".txt":
            missing = locate(data, raw)
            text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
            file.write_text(text, encoding="utf-8", newline="\n")
        else:
            # Only looked for: the offsets of flattened HTML mean nothing outside this script.
            missing = locate(data, LexborHTMLParser(raw).text(separator=""))
        for text in missing:
            failed = True
            print(f"{name}: not in the page: {text}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
