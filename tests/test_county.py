"""The example of a county's year: every command of it, and what came out."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.workbook.read import read_workbook

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "county"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which the year went by, and what was printed."""
    folder = tmp_path_factory.mktemp("county")
    done = subprocess.run(
        [sys.executable, str(EXAMPLE / "run.py"), str(folder)],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    return folder, done.stdout


class TestCounty:
    def test_every_command_says_what_the_example_shows(self, year: tuple[Path, str]) -> None:
        assert year[1] == (EXAMPLE / "printed.txt").read_text(encoding="utf-8")

    def test_the_readme_quotes_it(self) -> None:
        printed = (EXAMPLE / "printed.txt").read_text(encoding="utf-8")
        (quoted,) = re.findall(
            r"```\n(2023 年.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
        )
        assert quoted in printed

    def test_whoever_has_something_to_do_gets_a_notice_and_nobody_else(self, year: tuple[Path, str]) -> None:
        faulty = {"司法局", "财政局", "水利局", "商务局", "林业局"}
        silent = {"信访局", "白果镇人民政府", "中医医院", "沙河乡人民政府"}
        twice = {"新城街道办事处"}  # is asked which of the two holds
        texts = {path.stem.removeprefix("云岭县") for path in (year[0] / "notices").glob("*.txt")}
        marked = {path.stem.removeprefix("云岭县") for path in (year[0] / "notices").glob("*.xlsx")}
        assert texts == faulty | silent | twice
        assert marked == {f"{name}_标注" for name in faulty}

    def test_the_area_has_the_sums(self, year: tuple[Path, str]) -> None:
        with (year[0] / "detail.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        added = sum(float(row["requests.new.natural"] or 0) for row in rows)
        area = read_workbook(year[0] / "area.xlsx").filing
        assert area.organ == "云岭县人民政府"
        assert area.figures["requests.new.natural"].value == added
        assert added

    def test_the_report_is_a_draft_in_word_and_as_a_page(self, year: tuple[Path, str]) -> None:
        assert "草稿" in (year[0] / "area.html").read_text(encoding="utf-8")
        assert (year[0] / "area.docx").stat().st_size
