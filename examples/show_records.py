"""Show what a run of `ecosift extract` found: counts, and one record in full.

usage: python examples/show_records.py evidence.jsonl
"""

import sys
from collections import Counter

from rich.columns import Columns
from rich.console import Console
from rich.json import JSON
from rich.table import Table

import ecosift


def main(path: str) -> None:
    """Print three tables and a record."""
    records = list(ecosift.read_records(path))
    console = Console()
    counts: dict[str, Counter[str]] = {
        "level": Counter(tag.level for record in records for tag in record.levels),
        "role": Counter(record.role.label for record in records),
        "statistic": Counter(figure.type for record in records for figure in record.statistics),
    }
    pages = len({record.page.id for record in records})
    console.print(f"{len(records)} records from {pages} pages")
    console.print(Columns([table(name, found) for name, found in counts.items()], padding=(0, 3)))
    console.print("The record with the most figures:")
    richest = max(records, key=lambda record: (len(record.statistics), len(record.levels)))
    console.print(JSON(richest.model_dump_json()))
    console.print(f"All records: {path}")


def table(name: str, counts: Counter[str]) -> Table:
    """Labels and how often each was given."""
    out = Table(name, "records")
    for label, count in counts.most_common():
        out.add_row(label, str(count))
    return out


if __name__ == "__main__":
    main(*sys.argv[1:])
