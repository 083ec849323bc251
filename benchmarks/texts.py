"""Milliseconds of all text checks for 1,000 characters: `python -m benchmarks.texts [REPORT ...]`.

Without a report, those of the examples in this repository. Beside it the time jieba (if installed) takes to do no
more than cut the same characters into words.
"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import in_turn, table
from toolkit.check.paragraphs import read_texts
from toolkit.check.prose import Comparison, check_prose
from toolkit.check.texts import check_texts
from toolkit.check.wording import check_wording
from toolkit.files import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.reading import Reading

_EXAMPLES = Path(__file__).parents[1] / "examples"
_REPORTS = ("good/filled.xlsx", "form_2019/filled.xlsx", "published/report.docx", "published/report.txt")
_CHECKED, _CUT = "text checks", "jieba, words only"


def main() -> int:
    """Measure every report in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", type=Path, default=[_EXAMPLES / name for name in _REPORTS])
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    rows = [_row(path, asked.rounds) for path in asked.reports]
    sys.stdout.write(
        table(("report", "characters", "ms", f"{_CHECKED}, ms/1,000", f"{_CUT}, ms/1,000"), rows)
    )
    return 0


def _row(path: Path, rounds: int) -> tuple[str, ...]:
    reading = read_file(path)
    texts = list(_texts(reading))
    ways: dict[str, Callable[[], object]] = {_CHECKED: lambda: _check(reading)}
    if cut := _words():
        ways[_CUT] = lambda: [cut(text) for text in texts]
    taken = in_turn(ways, rounds)
    length = sum(map(len, texts))
    rates = {name: f"{1e6 * seconds / length:.2f}" for name, seconds in taken.items()}
    return (path.name, f"{length:,}", f"{1000 * taken[_CHECKED]:.2f}", rates[_CHECKED], rates.get(_CUT, "-"))


def _texts(reading: Reading) -> Iterator[str]:
    return (one.text for paragraphs in reading.filing.texts.values() for one in paragraphs)


def _check(reading: Reading) -> list[object]:
    form, filing = reading.form, reading.filing
    return [
        *check_texts(form, filing),
        *check_prose(Comparison(form, filing), read_texts(form, filing)),
        *check_wording(form, filing),
    ]


def _words() -> Callable[[str], list[str]] | None:
    try:
        import jieba  # noqa: PLC0415 - a rival, not needed
    except ImportError:
        return None
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return lambda text: list(jieba.cut(text))


if __name__ == "__main__":
    sys.exit(main())
