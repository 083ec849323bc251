"""What references read after lines moved and sheets were renamed, and how lines are found again."""

from __future__ import annotations

import pytest

from toolkit.workbook.align import Alignment, Lines, Shift, align
from toolkit.workbook.cells import CellKind, RawCell, RawSheet
from toolkit.workbook.moves import Moves
from toolkit.workbook.plan import Role, SheetPlan, Slot, Style

INSERTED = Alignment(1.0, rows=Lines({10: 11, 11: 12, 12: 13}, after=1, last=12, shifts=(Shift(10, 1),)))
DELETED = Alignment(
    1.0,
    rows=Lines({10: None, 11: 10, 12: 11}, after=-1, last=12, shifts=(Shift(10, -1),)),
    columns=Lines({1: None, 2: 1, 3: 2}, after=-1, last=3, shifts=(Shift(1, -1),)),
)
MOVES = Moves({"表三": ("表三", INSERTED), "表四": ("表 四", Alignment(1.0)), "表二": ("表二", DELETED)})


class TestFollow:
    @pytest.mark.parametrize(
        ("planned", "followed"),
        [
            ("表三!$A$9", "表三!$A$9"),  # above
            ("表三!$A$10", "表三!$A$11"),
            ("SUM(表三!$A$1:$K$34)", "SUM(表三!$A$1:$K$35)"),  # behind the last planned row
            ("表三!A10+表三!A$10+表三!$A10", "表三!A11+表三!A$11+表三!$A11"),
            ("INDEX(表三!$A$1:$K$34,10,4)", "INDEX(表三!$A$1:$K$35,10,4)"),  # numbers do not follow
            ("'表四'!B2&表四!B2", "'表 四'!B2&'表 四'!B2"),
            ("表二!B10", "表二!#REF!"),
            ("表二!$A$1", "表二!#REF!"),
            ("SUM(表二!$B$10:$C$12)", "SUM(表二!$A$10:$B$11)"),  # a range loses what is gone
            ("SUM(表二!$A$1:$C$10)", "SUM(表二!$A$1:$B$9)"),
            ("SUM(表二!$B$10:$C$10)", "SUM(表二!#REF!)"),
            ('IF(表三!A10="表三!A10","A10",LOG10(A12))', 'IF(表三!A11="表三!A10","A10",LOG10(A12))'),
            ("别的!A10+'_gktool'!$B$22", "别的!A10+'_gktool'!$B$22"),
        ],
    )
    def test_references_to_other_sheets(self, planned: str, followed: str) -> None:
        assert MOVES.keep(followed, planned, "自检")

    def test_references_to_the_own_sheet(self) -> None:
        assert MOVES.follow('IF(E12="","",C1:C12)', "表三") == 'IF(E13="","",C1:C13)'
        assert MOVES.follow("E12", "自检") == "E12"

    def test_a_formula_that_did_not_follow_is_kept_too(self) -> None:
        assert MOVES.keep("表三!A10", "表三!A10", "自检")

    def test_any_other_is_not(self) -> None:
        assert not MOVES.keep("表三!A12", "表三!A10", "自检")
        assert not Moves({}).keep("表三!A11", "表三!A10", "自检")


def sheet(rows: dict[int, tuple[str, ...]]) -> RawSheet:
    """A sheet with labels from column A on."""
    cells = {
        (row, column): RawCell(CellKind.TEXT, text)
        for row, texts in rows.items()
        for column, text in enumerate(texts, 1)
        if text
    }
    return RawSheet("表", "visible", cells)


def plan(rows: dict[int, tuple[str, ...]]) -> SheetPlan:
    slots = [
        Slot(row, column, Role.TEXT, Style.LABEL, text)
        for row, texts in rows.items()
        for column, text in enumerate(texts, 1)
        if text
    ]
    return SheetPlan("表", tuple(slots), (9.0,))


PLAN = {1: ("标题",), 3: ("组", "甲"), 4: ("", "乙"), 5: ("", "丙"), 6: ("", "丁"), 8: ("完",)}


class TestAlign:
    def test_all_in_place(self) -> None:
        assert align(plan(PLAN), sheet(PLAN)) == Alignment(1.0)

    def test_a_label_changed(self) -> None:
        found = align(plan(PLAN), sheet(PLAN | {4: ("", "乙方")}))
        assert found == Alignment(6 / 7)
        assert not found.moved

    @pytest.mark.parametrize(
        ("rows", "shifts", "places"),
        [
            ({1: ("标题",), 3: ("组", "甲"), 5: ("", "乙"), 6: ("", "丙"), 7: ("", "丁"), 9: ("完",)}, (Shift(4, 1),), {3: 3, 4: 5, 8: 9}),
            ({1: ("标题",), 3: ("组", "甲"), 4: ("", "乙"), 5: ("", "丁"), 7: ("完",)}, (Shift(5, -1),), {4: 4, 5: None, 6: 5, 9: 8}),
            # the group's label went with its first row, or stayed when that was deleted
            ({1: ("标题",), 3: ("", "乙"), 4: ("", "丙"), 5: ("", "丁"), 7: ("完",)}, (Shift(3, -1),), {3: None, 4: 3}),
            ({1: ("标题",), 3: ("组", "乙"), 4: ("", "丙"), 5: ("", "丁"), 7: ("完",)}, (Shift(3, -1),), {3: None, 4: 3}),
            ({2: ("标题",), 4: ("组", "甲"), 5: ("", "乙"), 6: ("", "丙"), 7: ("", "丁"), 9: ("完",)}, (Shift(1, 1),), {1: 2, 20: 21}),
            ({1: ("标题",), 2: ("组", "甲"), 3: ("", "乙"), 4: ("", "丙"), 5: ("", "丁"), 9: ("完",)}, (Shift(2, -1), Shift(8, 2)), {2: None, 8: 9}),
        ],
        ids=["inserted", "deleted", "deleted with label", "deleted beside label", "inserted on top", "both"],
    )  # fmt: skip
    def test_rows(
        self, rows: dict[int, tuple[str, ...]], shifts: tuple[Shift, ...], places: dict[int, int | None]
    ) -> None:
        found = align(plan(PLAN), sheet(rows))
        assert found.rows.shifts == shifts
        assert {line: found.rows.at(line) for line in places} == places
        assert found.columns.shifts == ()

    def test_columns(self) -> None:
        moved = {row: ("", *texts) for row, texts in PLAN.items()}
        found = align(plan(PLAN), sheet(moved))
        assert (found.rows.shifts, found.columns.shifts) == ((), (Shift(1, 1),))
        assert (found.share, found.at(3, 2)) == (1.0, (3, 3))

    def test_another_sheet(self) -> None:
        found = align(plan(PLAN), sheet({1: ("甲", "乙", "丙"), 2: ("标题",)}))
        assert found.share < 0.5

    def test_a_label_far_away_costs_nothing(self) -> None:
        """As a file may hold one that was made to keep us busy."""
        found = align(plan(PLAN), sheet({1: ("标题",), 3: ("组", "甲"), 4: ("", "乙"), 1_048_576: ("完",)}))
        assert found.rows.at(4) == 4
