from __future__ import annotations

import csv
import io

import pytest
from builders import form, seed_filing
from forms.fillings import FORMS, wild
from msgspec.structs import replace

from toolkit.exchange import figures_csv
from toolkit.filing import Entry, Filing, Kind, Mode, entered
from toolkit.form.model import FieldRole, Form
from toolkit.values import Values

each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
HEAD = ["表", "行", "列", "字段", "别名", "单位", "数值", "填报/合计"]


def table(filing: Filing, its_form: Form | None = None) -> list[list[str]]:
    text = figures_csv(filing, its_form or form()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def figures(filing: Filing) -> dict[str, str]:
    """The figures by field id."""
    return {row[3]: row[6] for row in table(filing)[1:]}


class TestFiguresCsv:
    def test_opens_in_excel(self) -> None:
        content = figures_csv(seed_filing(), form())
        assert content.startswith("\ufeff表,行,列".encode())
        assert content.count(b"\r\n") == content.count(b"\n") == len(form().fields) + 1

    def test_rows(self) -> None:
        rows = table(seed_filing())
        assert rows[0] == HEAD
        wanted = (
            "disclosure.charges.amount",
            "requests.new.other",
            "requests.denied.total",
            "ledger.received",
        )
        assert [row for row in rows if row[3] in wanted] == [
            [
                "二、主动公开政府信息情况",
                "行政事业性收费",
                "本年收费金额（单位：万元）",
                "disclosure.charges.amount",
                "主动公开.行政事业性收费.收费金额",
                "万元",
                "0",
                "填报",
            ],
            [
                "三、收到和处理政府信息公开申请情况",
                "一、本年新收政府信息公开申请数量",
                "法人或其他组织·其他",
                "requests.new.other",
                "依申请.新收.其他",
                "件",
                "0",
                "填报",
            ],
            [
                "三、收到和处理政府信息公开申请情况",
                "不予公开",
                "总计",
                "requests.denied.total",
                "依申请.不予公开.总计",
                "件",
                "1",
                "合计",
            ],
            [
                "台账核对（选填）",
                "本年新收申请",
                "数量",
                "ledger.received",
                "台账.收到",
                "件",
                "",
                "填报",
            ],
        ]

    @each_form
    @pytest.mark.parametrize("seed", range(6))
    def test_every_field_once_with_the_figure_that_counts(self, form: Form, seed: int) -> None:
        filing = replace(wild(form, seed), stated={})
        values = Values(form, filing)
        rows = table(filing, form)[1:]
        assert sorted(row[3] for row in rows) == sorted(form.fields)
        for *_, name, alias, unit, shown, role in rows:
            field = form.fields[name]
            assert (alias, unit) == (field.alias, field.unit)
            assert role == ("填报" if field.role is FieldRole.INPUT else "合计")
            if filing.mode(field.table) not in (Mode.EACH, Mode.BLANK_IS_ZERO):
                continue  # what was typed is shown, whatever it counts
            total = values.total(name)
            if total is not None:
                assert float(shown) == pytest.approx(total)
            elif field.role is not FieldRole.INPUT:
                assert shown == ""

    def test_blank_is_not_nought(self) -> None:
        shown = figures(seed_filing(requests__new__natural=None))
        assert (shown["requests.new.natural"], shown["requests.new.total"]) == ("", "")
        shown = figures(seed_filing(requests__new__natural=None, mode=Mode.BLANK_IS_ZERO))
        assert (shown["requests.new.natural"], shown["requests.new.total"]) == ("0", "0")

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("２件", "２件"),
            ("=1+1", "'=1+1"),
            (" @SUM(A1)", "'@SUM(A1)"),
            ("+86", "'+86"),
            ("-", "'-"),
            ("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0"),
            ('甲",乙\n丙', '甲",乙\n丙'),
        ],
    )
    def test_words_in_place_of_a_figure_are_never_calculated(self, typed: str, shown: str) -> None:
        found = figures(seed_filing(requests__new__natural=typed))
        assert (found["requests.new.natural"], found["requests.new.total"]) == (shown, "")

    def test_a_negative_figure_stays_one(self) -> None:
        assert figures(seed_filing(requests__new__natural=-3))["requests.new.natural"] == "-3"

    def test_a_formula_shows_its_result(self) -> None:
        filing = seed_filing()
        typed = {"requests.new.natural": Entry(5.0, 5.0, Kind.NUMBER, formula="2+3")}
        assert figures(replace(filing, figures={**filing.figures, **typed}))["requests.new.natural"] == "5"

    def test_a_form_from_outside_is_never_calculated(self) -> None:
        first, *rest = form().tables
        hostile = replace(form(), tables=(replace(first, title="=HYPERLINK(1)"), *rest))
        assert table(seed_filing(), hostile)[1][0] == "'=HYPERLINK(1)"

    def test_half_a_character_does_not_stop_it(self) -> None:
        assert (
            figures(replace(seed_filing(), figures={"requests.new.natural": entered("\ud800")}))[
                "requests.new.natural"
            ]
            == "?"
        )
