"""Random valid filings are clean, one fault gives its code at its field, and the workbook counts alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from check.examples import CHOSEN, CHOSEN_INPUTS, FORM, LEDGER, REQUESTS, filed, pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from toolkit.check.run import check_filing
from toolkit.filing import BLANK, MODE_CHOICES, Entry, Filing, Kind, Mode, entered
from toolkit.finding import Severity
from toolkit.form.model import Blanks
from toolkit.values import Values
from toolkit.workbook.book import Book

if TYPE_CHECKING:
    from toolkit.form.model import Field

COLUMNS = tuple(dict.fromkeys(item.column for item in REQUESTS))
OUTCOMES = FORM.fields["requests.total.natural"].inputs
OUTCOME_ROWS = tuple(name.split(".")[1] for name in OUTCOMES)
TOTALS_OF_LEDGER = {
    "ledger.received": "requests.new.total",
    "ledger.carried_in": "requests.carried_in.total",
    **{
        f"ledger.{row}": f"requests.{row}.total"
        for row in (
            "granted",
            "partial",
            "denied",
            "unavailable",
            "rejected",
            "other_handling",
            "carried_out",
        )
    },
    "ledger.reconsideration": "disputes.reconsideration.total",
    "ledger.litigation": "disputes.litigation.total",
}
FAULTY = ("V203", "V204", "V205", "V206", "V207", "V208", "V210", "V211", "V212", "V221")
SMALL = st.integers(0, 40)


@st.composite
def valid_filings(draw: st.DrawFn) -> Filing:
    """A filing without any fault, under any 填报方式, with or without a ledger and last year's figures."""
    figures: dict[str, float] = {
        name: draw(SMALL) for name in CHOSEN_INPUTS if not name.startswith("requests.")
    }
    for column in COLUMNS:
        column_figures = dict.fromkeys(OUTCOME_ROWS, 0)
        column_figures |= draw(st.dictionaries(st.sampled_from(OUTCOME_ROWS), SMALL, max_size=5))
        column_figures["carried_out"] = draw(SMALL)
        total = sum(column_figures.values())
        column_figures["new"] = draw(st.integers(0, total))
        column_figures["carried_in"] = total - column_figures["new"]
        figures |= {f"requests.{row}.{column}": figure for row, figure in column_figures.items()}
    modes = {table: draw(st.sampled_from((Mode.EACH, Mode.BLANK_IS_ZERO))) for table in CHOSEN}
    for table in draw(st.sets(st.sampled_from(CHOSEN))):
        modes[table] = Mode.ZERO_REPORT
        figures = {name: 0 if name.startswith(f"{table}.") else figure for name, figure in figures.items()}
    entries: dict[str, Entry] = {}
    for name, figure in figures.items():
        mode = modes[FORM.fields[name].table]
        blank = mode is Mode.ZERO_REPORT or (
            mode is Mode.BLANK_IS_ZERO and not figure and draw(st.booleans())
        )
        entries[name] = BLANK if blank else entered(figure)

    def total_of(field: str) -> float:
        return sum(figures[name] for name in FORM.fields[field].inputs)

    ledger = {
        name: entered(total_of(TOTALS_OF_LEDGER[name]))
        for name in draw(st.sets(st.sampled_from(sorted(LEDGER))))
    }
    applications = int(total_of("requests.new.total") + total_of("requests.carried_in.total"))
    fees = draw(st.integers(0, applications))
    amount = draw(st.decimals(0, 10_000, places=2)) if fees else 0
    entries |= ledger | {
        "supplement.fee_items": entered(fees),
        "supplement.fee_amount": entered(float(amount)),
    }
    stated = {
        name: entered(total_of(name))
        for name in draw(st.sets(st.sampled_from(["requests.new.total", "disputes.reconsideration.total"])))
    }
    previous: dict[str, float] = {}
    if draw(st.booleans()):
        previous = {
            f"requests.carried_out.{column}": figures[f"requests.carried_in.{column}"] for column in COLUMNS
        }
    filing = filed(stated={}, previous=previous)
    modes_typed = {table: entered(mode.value) for table, mode in modes.items()}
    return replace(filing, figures=entries, stated=stated, modes=modes_typed)


@settings(deadline=None)
@given(valid_filings())
def test_valid_filings_are_clean(filing: Filing) -> None:
    assert check_filing(FORM, filing) == ()


@settings(deadline=None)
@given(valid_filings(), st.data())
def test_one_fault_in_a_cell_gives_its_code_at_its_field(filing: Filing, data: st.DataObject) -> None:
    fields = [item for item in FORM.inputs if filing.has(item.id) and not _in_zero_report(filing, item)]
    item = data.draw(st.sampled_from(fields))
    value = filing.figures[item.id].value
    assert value is not None
    code, entry = data.draw(st.sampled_from(_faults(item, value)))
    spoilt = replace(filing, figures={**filing.figures, item.id: entry})
    findings = check_filing(FORM, spoilt)
    numbers = entry.value is not None
    found = [pair for pair in pairs(findings) if pair[0].startswith("V")] if numbers else pairs(findings)
    assert found == [(code, item.id)]
    assert not any(finding.message.endswith("仍不符。") for finding in findings if not numbers)


@settings(deadline=None)
@given(valid_filings(), st.data())
def test_a_blank_is_a_fault_only_where_a_figure_is_due(filing: Filing, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from([item for item in FORM.inputs if item.table in CHOSEN]))
    blanked = replace(filing, figures={**filing.figures, item.id: BLANK})
    zero = Values(FORM, filing).figure(item.id) == 0
    found = pairs(check_filing(FORM, blanked))
    if filing.mode(item.table) is Mode.EACH:
        assert found == [("V202", item.id)]
    elif zero:
        assert found == []
    else:
        assert {code for code, _ in found} <= {
            "B301",
            "B302",
            "B311",
            "B321",
            "B322",
            "B323",
            "B324",
            "B333",
            "Y501",
        }


@settings(deadline=None)
@given(valid_filings(), st.data())
def test_one_wrong_figure_in_table_three_breaks_its_column(filing: Filing, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(REQUESTS))
    value = filing.figures[item.id].value or 0
    if filing.mode("requests") is Mode.ZERO_REPORT:
        return
    spoilt = replace(filing, figures={**filing.figures, item.id: entered(value + 1)})
    found = [pair for pair in pairs(check_filing(FORM, spoilt)) if pair[0] == "B301"]
    assert found == [("B301", f"requests.new.{item.column}"), ("B301", "requests.new.total")]


ENTRIES = st.one_of(
    st.just(BLANK),
    st.sampled_from([-3.0, -0.5, 0.0, 2.0, 2.5, 1e11, 123456789.0]).map(entered),
    st.sampled_from(["2", "２件", "x", "/", " ", "约2", "-2", "3元", "1e3"]).map(entered),
    st.booleans().map(entered),
    st.just(Entry("#N/A", None, Kind.ERROR)),
    st.just(Entry(4.0, 4.0, formula="2+2", kind=Kind.NUMBER)),
    st.just(Entry(formula="2+2")),
)
MODES = st.sampled_from([*MODE_CHOICES, None, "随便"]).map(entered)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from([item.id for item in FORM.inputs]), ENTRIES),
    st.fixed_dictionaries(dict.fromkeys(CHOSEN, MODES)),
    st.sampled_from([*FORM.kinds, None]),
)
def test_counts_agree_with_the_workbook(
    figures: dict[str, Entry], modes: dict[str, Entry], kind: str | None
) -> None:
    filing = replace(filed(profile={"kind": kind}), modes=modes)
    filing = replace(filing, figures={**filing.figures, **figures})
    findings = check_filing(FORM, filing)
    book = Book(FORM, filing)
    faulty: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for finding in findings:
        sheet = finding.sheet or {"T401": "文字材料"}.get(finding.code, "基本信息")
        faulty[sheet] += finding.code in FAULTY
        missing[sheet] += (
            len(finding.related) if finding.code == "V202" else finding.code in ("V201", "V216", "T401")
        )
        missing[sheet] += finding.code == "V215" and finding.field in CHOSEN
    for sheet in book.fill_sheets:
        assert (sheet, faulty[sheet], missing[sheet]) == (sheet, book.faulty(sheet), book.missing(sheet))
    failing = Counter(
        (finding.code, finding.field) for finding in findings if finding.code.startswith(("B", "Y"))
    )
    outcomes = {key for key, (outcome, _) in book.results.items() if outcome == "不成立"}
    assert set(failing) == outcomes
    assert max(failing.values(), default=1) == 1


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from([*FORM.fields]), ENTRIES),
    st.dictionaries(st.sampled_from([item.id for item in FORM.profile]), ENTRIES),
    st.text(alphabet="【】.·依申请新收总计无略 \n", max_size=40),
)
def test_nothing_stops_the_checks(figures: dict[str, Entry], profile: dict[str, Entry], text: str) -> None:
    inputs = {name: entry for name, entry in figures.items() if name in {item.id for item in FORM.inputs}}
    stated = {name: entry for name, entry in figures.items() if FORM.fields[name].role == "computed"}
    filing = filed(texts={"problems": text})
    filing = replace(
        filing, figures=inputs, stated=stated, profile=profile, year=None, compose={"other": entered(text)}
    )
    for finding in check_filing(FORM, filing):
        assert finding.message.endswith(("。", "？"))
        assert "{" not in finding.message
        assert finding.severity in set(Severity)


def _in_zero_report(filing: Filing, item: Field) -> bool:
    return FORM.table(item.table).blanks is Blanks.CHOSEN and filing.mode(item.table) is Mode.ZERO_REPORT


def _faults(item: Field, value: float) -> list[tuple[str, Entry]]:
    plain = f"{value:.2f}".rstrip("0").rstrip(".")
    unit = item.unit if item.unit != "万元" else ""
    faults = [
        ("V203", entered("若干")),
        ("V203", entered(f"约{plain}")),
        ("V204", entered(f"{plain}{unit}")),
        ("V204", entered(f" {plain}")),
        ("V204", entered(plain.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}))),
        ("V206", entered(-value - 1)),
        ("V208", entered(item.limit + 1)),
        ("V209", Entry(45293.0, 45293.0, Kind.DATE)),
        ("V210", entered(True)),  # noqa: FBT003 - a cell's value
        ("V211", Entry("#REF!", None, Kind.ERROR)),
        ("V217", Entry(value, value, Kind.NUMBER, formula=f"0+{plain}")),
    ]
    if value == 0:
        faults += [("V205", entered("/")), ("V205", entered(" "))]
    if item.whole:
        faults.append(("V207", entered(value + 0.5)))
    return faults
