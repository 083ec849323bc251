from __future__ import annotations

from typing import TYPE_CHECKING

import builders
import pytest
from msgspec.structs import replace

from toolkit.check.run import check_filing
from toolkit.checking import check_file
from toolkit.filing import entered
from toolkit.lastyear import read_last_year

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.filing import Filing

NATURAL = "requests.carried_out.natural"


CODE = builders.PROFILE["code"]


def last_year(*, new: int = 3, **about: object) -> Filing:
    """A filing of 2022 that hands one application over."""
    filing = builders.seed_filing(
        requests__carried_out__natural=1, requests__new__natural=new, disclosure__normative__in_force=31
    )
    profile = {**filing.profile, "year": entered(2022)} | {
        item: entered(text) for item, text in about.items()
    }
    return replace(filing, year=2022, profile=profile, texts={})


def found(*last: Filing, filing: Filing | None = None) -> list[tuple[str, str | None]]:
    return [
        (one.code, one.field) for one in check_filing(builders.form(), filing or builders.seed_filing(), last)
    ]


class TestYears:
    def test_joins(self) -> None:
        assert found(last_year()) == []

    def test_carry_over_does_not_join(self) -> None:
        before = replace(last_year(), figures={**last_year().figures, NATURAL: entered(0)})
        assert found(before) == [
            ("Y501", "requests.carried_in.natural"),
            ("Y501", "requests.carried_in.total"),
        ]

    def test_in_force_does_not_join(self) -> None:
        before = replace(
            last_year(), figures={**last_year().figures, "disclosure.normative.in_force": entered(30)}
        )
        assert found(before) == [("Y502", "disclosure.normative.in_force")]

    def test_jumps(self) -> None:
        many = builders.seed_filing(requests__new__natural=302, requests__granted__natural=300)
        assert found(last_year(), filing=many) == [("Y503", "requests.new.total")]
        before = last_year()
        before = replace(
            before,
            figures={
                **before.figures,
                "requests.new.business": entered(300),
                "requests.granted.business": entered(300),
            },
        )
        assert found(before) == [("Y504", "requests.new.total")]

    def test_another_organ(self) -> None:
        assert found(last_year(name="大通区人民政府", code="11340402003026067B")) == [
            ("Y511", "name"),
            ("Y512", "code"),
        ]

    def test_another_year(self) -> None:
        assert found(replace(last_year(), year=2021)) == [("Y513", "year")]

    @pytest.mark.parametrize(("year", "said"), [(2021, "是 2021 年的"), (None, "没有写明年度")])
    def test_nothing_is_taken_from_another_year(self, year: int | None, said: str) -> None:
        filing = builders.seed_filing()
        other = replace(
            last_year(new=999, name="别的单位"),
            year=year,
            form_id="annual_report_2019",
            texts=filing.texts,
        )
        (finding,) = check_filing(builders.form(), filing, [other])
        assert (finding.code, finding.message) == (
            "Y513",
            f"给出的上年文件{said}，应是 2022 年的；这份文件没有用来核对。",
        )

    def test_what_came_with_the_workbook_is_still_compared(self) -> None:
        filing = replace(
            builders.seed_filing(), previous=builders.last_year(requests__carried_out__natural=2)
        )
        assert found(replace(last_year(), year=2021), filing=filing) == [
            ("Y501", "requests.carried_in.natural"),
            ("Y501", "requests.carried_in.total"),
            ("Y513", "year"),
        ]

    def test_one_predecessor_of_another_year_leaves_all_out(self) -> None:
        filing = builders.seed_filing()
        merged = replace(filing, profile={**filing.profile, "predecessors": entered(f"{CODE}、{CODE}")})
        assert found(last_year(), replace(last_year(), year=2021), filing=merged) == [("Y513", "year")]

    def test_another_form(self) -> None:
        assert found(replace(last_year(), form_id="annual_report_2019")) == [("Y514", None)]

    def test_predecessors_are_added_up(self) -> None:
        filing = builders.seed_filing()
        merged = replace(filing, profile={**filing.profile, "predecessors": entered(f"{CODE}、{CODE}")})
        empty = {name: entered(0) for name in filing.figures}
        other = replace(last_year(name="别的单位"), figures=empty)
        assert found(last_year(), other, filing=merged) == []
        assert found(last_year(), last_year(), filing=merged) == [
            ("Y501", "requests.carried_in.natural"),
            ("Y501", "requests.carried_in.total"),
            ("Y502", "disclosure.normative.in_force"),
        ]


class TestFolder:
    def test_by_code_then_by_name_and_the_highest_version(self, tmp_path: Path) -> None:
        folder = tmp_path / "上年"
        folder.mkdir()
        builders.write(folder / "1.xlsx", replace(last_year(), figures={}))
        builders.write(folder / "2.xlsx", last_year(version=2))
        builders.write(folder / "other.xlsx", last_year(name="别的单位", code=""))
        (folder / "bad.xlsx").write_text("x")
        last = read_last_year(sorted(folder.iterdir()), single=False, form=None)
        assert [path.name for path, _ in last.unread] == ["bad.xlsx"]
        this = builders.seed_filing()
        assert [one.about("version") for one in last.of(this)] == ["2"]
        nameless = replace(this, profile={**this.profile, "code": entered("")})
        assert [one.about("version") for one in last.of(nameless)] == ["2"]
        strange = replace(this, profile={"name": entered("没有的单位")})
        assert last.of(strange) == ()
        path = builders.write(tmp_path / "今年.xlsx", strange)
        report = check_file(path, last_of=last.of)
        assert report.findings[-1].code == "Y515"

    def test_predecessors_must_all_be_there(self, tmp_path: Path) -> None:
        path = builders.write(tmp_path / "1.xlsx", last_year())
        last = read_last_year([path], single=False, form=None)
        this = builders.seed_filing()
        merged = replace(this, profile={**this.profile, "predecessors": entered(f"{CODE}、甲")})
        assert last.of(merged) == ()
        renamed = replace(this, profile={**this.profile, "predecessors": entered(f" {CODE} ")})
        assert len(last.of(renamed)) == 1
