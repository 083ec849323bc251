from __future__ import annotations

import json
import math
import shutil
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from toolkit.exchange import ExchangeError, Mistake, export_text, form_of, from_json, read_filing, to_json
from toolkit.filing import Entry, Filing, Kind, Mode, Paragraph, Place, entered
from toolkit.form.load import installed_form, load_form
from toolkit.form.model import Blanks, FieldRole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from toolkit.form.model import Form

T = TypeVar("T")


def _installed(form_id: str) -> Form:
    form = installed_form(form_id)
    assert form is not None
    return form


FORM = _installed("annual_report_2021")
SCHEMA = json.loads(files("toolkit").joinpath("schemas/filing.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

FILLED = Filing(
    form_id="annual_report_2021",
    year=2023,
    profile={
        "name": entered("某市某区财政局", Place("基本信息", "C4")),
        "code": entered("11110108000000000X"),
        "kind": entered("部门"),
        "scope": entered("本机关"),
        "year": entered(2023.0),
        "version": entered(1.0),
        "postcode": entered(100000.0),
        "address": Entry(place=Place("基本信息", "C10")),
        "date": Entry(45306.0, 45306.0, Kind.DATE),
    },
    modes={"disclosure": entered("零报告"), "requests": entered("逐格填写")},
    figures={
        "disclosure.charges.amount": entered(12.5),
        "requests.new.natural": entered(2.0, Place("依申请公开", "D6")),
        "requests.new.business": entered("３"),
        "requests.new.research": entered(raw=True),
        "requests.new.social": Entry("#N/A", None, Kind.ERROR),
        "requests.new.legal": Entry(45306.0, 45306.0, Kind.DATE),
        "requests.new.other": Entry(5.0, 5.0, Kind.NUMBER, formula="2+3"),
        "requests.carried_in.natural": Entry(formula="A1"),
        "requests.granted.natural": Entry(place=Place("依申请公开", "D8")),
        "supplement.fee_items": entered(0.0),
        "ledger.received": entered(2.0),
    },
    stated={"requests.new.total": entered(37.0), "requests.total.natural": Entry()},
    texts={"problems": (Paragraph("一是公开不够。", Place("文字材料", "B9")), Paragraph("二是更新慢。"))},
    compose={"overview.requests": entered("否"), "other": entered("是")},
    previous={"requests.carried_out.natural": 1.0, "supplement.accounts": 3.0},
)
EXPORTED = """\
{
  "form": "annual_report_2021",
  "organ": {
    "name": "某市某区财政局",
    "code": "11110108000000000X",
    "kind": "部门",
    "scope": "本机关",
    "postcode": 100000,
    "date": {
      "date": 45306
    }
  },
  "year": 2023,
  "version": 1,
  "modes": {
    "disclosure": "零报告",
    "requests": "逐格填写"
  },
  "figures": {
    "disclosure.charges.amount": 12.5,
    "requests.new.natural": 2,
    "requests.new.business": "３",
    "requests.new.research": true,
    "requests.new.social": {
      "error": "#N/A"
    },
    "requests.new.legal": {
      "date": 45306
    },
    "requests.new.other": {
      "formula": "=2+3",
      "value": 5
    },
    "requests.carried_in.natural": {
      "formula": "=A1",
      "value": null
    }
  },
  "stated": {
    "requests.new.total": 37,
    "requests.total.natural": null
  },
  "texts": {
    "problems": [
      "一是公开不够。",
      "二是更新慢。"
    ]
  },
  "compose": {
    "overview.requests": false,
    "other": true
  },
  "supplement": {
    "fee_items": 0
  },
  "ledger": {
    "received": 2
  },
  "previous": {
    "requests.carried_out.natural": 1,
    "supplement.accounts": 3
  }
}
"""
NOTHING: dict[str, object] = {
    "form": "annual_report_2021",
    "organ": {},
    "year": None,
    "version": None,
    "modes": {},
    "figures": {},
    "stated": {},
    "texts": {},
    "compose": {},
    "supplement": {},
    "ledger": {},
    "previous": {},
}
ENTRY = (
    '可写数、文字、true 或 false；单元格里的错误值写 {"error": "#N/A"}，日期写 {"date": 序列号}，'
    '公式写 {"formula": "=2+3", "value": 5}。'
)


def mistakes(**data: object) -> list[tuple[str, str, str]]:
    with pytest.raises(ExchangeError) as caught:
        from_json({"form": "annual_report_2021", **data}, FORM)
    return [(mistake.path, mistake.problem, mistake.remedy) for mistake in caught.value.mistakes]


def without_places(filing: Filing) -> Filing:
    def bare(entries: Mapping[str, Entry]) -> dict[str, Entry]:
        kept = {key: replace(entry, place=None) for key, entry in entries.items()}
        return {key: entry for key, entry in kept.items() if entry != Entry()}

    return replace(
        filing,
        profile=bare(filing.profile),
        modes=bare(filing.modes),
        figures=bare(filing.figures),
        stated={key: replace(entry, place=None) for key, entry in filing.stated.items()},
        texts={key: tuple(Paragraph(one.text) for one in told) for key, told in filing.texts.items() if told},
        compose=bare(filing.compose),
    )


class TestExport:
    def test_a_filing_with_errors_in_it_is_written_whole(self) -> None:
        assert export_text(FILLED, FORM) == EXPORTED

    def test_an_empty_filing_has_every_key(self) -> None:
        assert to_json(Filing("annual_report_2021", None), FORM) == NOTHING
        assert list(to_json(Filing("annual_report_2021", None), FORM)) == list(NOTHING)

    def test_comes_back_without_places(self) -> None:
        assert from_json(json.loads(EXPORTED), FORM) == without_places(FILLED)

    def test_a_year_known_from_elsewhere_is_written(self) -> None:
        read = from_json(to_json(Filing("annual_report_2021", 2022), FORM), FORM)
        assert read == Filing("annual_report_2021", 2022, profile={"year": entered(2022.0)})

    @pytest.mark.parametrize(
        ("raw", "year", "written"),
        [
            (2023.0, 2023, 2023),
            ("2023年", 2023, {"raw": "2023年", "value": 2023}),
            ("去年", None, {"raw": "去年"}),
            (23.0, None, {"raw": 23}),
            (2023.5, None, {"raw": 2023.5}),
        ],
    )
    def test_the_year_as_typed(self, raw: str | float, year: int | None, written: object) -> None:
        filing = Filing("annual_report_2021", year, profile={"year": entered(raw)})
        assert to_json(filing, FORM) == NOTHING | {"year": written}
        assert from_json(to_json(filing, FORM), FORM) == filing

    def test_words_that_are_not_allowed_stand_as_typed(self) -> None:
        filing = Filing(
            "annual_report_2021",
            None,
            profile={"kind": entered(" 部门"), "version": entered("一")},
            modes={"requests": entered("空白为0")},
            compose={"other": entered("不用")},
        )
        data = to_json(filing, FORM)
        assert data == NOTHING | {
            "organ": {"kind": {"raw": " 部门"}},
            "version": {"raw": "一"},
            "modes": {"requests": {"raw": "空白为0"}},
            "compose": {"other": {"raw": "不用"}},
        }
        assert from_json(data, FORM) == filing

    def test_an_optional_table_of_another_form_has_its_own_key(self, tmp_path: Path) -> None:
        folder = tmp_path / "other"
        shutil.copytree(FORM.folder, folder)
        for name in ("form.toml", "rules.toml"):
            text = (folder / name).read_text(encoding="utf-8").replace("supplement", "province")
            (folder / name).write_text(text, encoding="utf-8")
        form = load_form(folder)
        filing = Filing(form.id, None, figures={"province.accounts": entered(3.0)})
        data = to_json(filing, form)
        assert list(data)[-3:] == ["province", "ledger", "previous"]
        assert data["province"] == {"accounts": 3}
        assert from_json(data, form) == filing

    def test_what_a_terminal_would_obey_is_written_out_and_read_back(self) -> None:
        text = "\x1b[2J\x9b\u202e\u200b\x7f"
        filing = Filing("annual_report_2021", None, texts={"problems": (Paragraph(text),)})
        written = export_text(filing, FORM)
        assert "\\u001b[2J\\u009b\\u202e\\u200b\\u007f" in written
        assert from_json(json.loads(written), FORM) == filing


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6).map(float), st.floats(allow_nan=False, allow_infinity=False)
)
_PLAIN = st.one_of(
    _NUMBERS.map(entered),
    _TEXT.map(entered),
    st.booleans().map(entered),
    st.sampled_from(["#N/A", "#REF!", "#DIV/0!"]).map(lambda word: Entry(word, None, Kind.ERROR)),
    _NUMBERS.map(lambda serial: Entry(serial, serial, Kind.DATE)),
)
_ENTRIES = st.one_of(
    _PLAIN,
    st.builds(
        lambda entry, formula: replace(entry, formula=formula), st.one_of(_PLAIN, st.just(Entry())), _TEXT
    ),
)


def _some(keys: list[str], values: SearchStrategy[T]) -> SearchStrategy[dict[str, T]]:
    return st.dictionaries(st.sampled_from(keys), values, max_size=5)


def _words(*words: str) -> SearchStrategy[Entry]:
    return st.one_of(st.sampled_from(words).map(entered), _ENTRIES)


def _with_year(filing: Filing, year: int | None) -> Filing:
    typed = {} if year is None else {"year": entered(float(year))}
    return replace(filing, profile={**filing.profile, **typed}, year=year)


def _filing(**parts: Any) -> Filing:  # noqa: ANN401 - whatever Filing takes
    """Hypothesis would ask a record itself for the types of its fields."""
    return Filing("annual_report_2021", None, **parts)


_FILINGS = st.builds(
    _with_year,
    st.builds(
        _filing,
        profile=st.builds(
            lambda some, words: some | words,
            _some([item.id for item in FORM.profile if item.id != "year"], _ENTRIES),
            st.fixed_dictionaries({}, optional={"kind": _words(*FORM.kinds), "scope": _words(*FORM.scopes)}),
        ),
        modes=_some([one.id for one in FORM.tables if one.blanks is Blanks.CHOSEN], _words(*Mode)),
        figures=_some([item.id for item in FORM.inputs], _ENTRIES),
        stated=_some(
            [item.id for item in FORM.fields.values() if item.role is FieldRole.COMPUTED],
            st.one_of(_ENTRIES, st.just(Entry())),
        ),
        texts=_some(
            [section.id for section in FORM.sections],
            st.lists(_TEXT.map(Paragraph), min_size=1, max_size=3).map(tuple),
        ),
        compose=_some([section.id for section in FORM.sections], _words("是", "否")),
        previous=_some([item.id for item in FORM.inputs], _NUMBERS),
    ),
    st.one_of(st.none(), st.integers(1990, 2100)),
)


class TestIdentity:
    @given(_FILINGS)
    def test_export_fill_export(self, filing: Filing) -> None:
        text = export_text(filing, FORM)
        data = json.loads(text)
        assert data == to_json(filing, FORM)
        assert list(VALIDATOR.iter_errors(data)) == []
        assert from_json(data, FORM) == filing
        assert export_text(from_json(data, FORM), FORM) == text


class TestSchema:
    def test_is_a_schema(self) -> None:
        Draft202012Validator.check_schema(SCHEMA)

    def test_holds_the_example(self) -> None:
        assert list(VALIDATOR.iter_errors(json.loads(EXPORTED))) == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {"year": 1989},
            {"year": "2023"},
            {"version": 0},
            {"modes": {"requests": 1}},
            {"figures": {"requests.new.natural": None}},
            {"figures": {"requests.new.natural": ""}},
            {"figures": {"依申请.新收.自然人": 1}},
            {"figures": {"requests.new.natural": {"error": "#N/A", "value": 1}}},
            {"texts": {"problems": "一段"}},
            {"compose": {"other": "是"}},
            {"previous": {"requests.new.natural": "1"}},
            {"年度": {}},
        ],
    )
    def test_refuses_what_the_reader_refuses(self, wrong: dict[str, object]) -> None:
        data = NOTHING | wrong
        assert len(list(VALIDATOR.iter_errors(data))) == 1
        with pytest.raises(ExchangeError):
            from_json(data, FORM)


class TestStrictness:
    def test_only_the_form_is_needed(self) -> None:
        filing = from_json({"form": "annual_report_2021"}, FORM)
        assert filing == Filing("annual_report_2021", None)

    def test_whole_floats_are_numbers(self) -> None:
        filing = from_json(
            {"form": "annual_report_2021", "year": 2023.0, "figures": {"requests.new.natural": 2}}, FORM
        )
        assert filing.year == 2023
        assert isinstance(filing.figures["requests.new.natural"].raw, float)

    @pytest.mark.parametrize(
        ("key", "advice"),
        [
            ("requests.new.naturall", "是不是 requests.new.natural？"),
            ("依申请.新收.自然人", "请写 requests.new.natural。"),
            (
                "requests.new.total",
                "这是合计，由各项相加得出，请去掉；表上自己写的合计放在 stated 里。",
            ),
            (
                "requests.denied.natural",
                "这是合计，由各项相加得出，请去掉；表上自己写的合计放在 stated 里。",
            ),
            ("supplement.accounts", "请放到 supplement 里，写作 accounts。"),
            ("zzz", "请对照 gktool export 导出的数据改正。"),
        ],
    )
    def test_unknown_fields(self, key: str, advice: str) -> None:
        assert mistakes(figures={key: 1}) == [(f"figures.{key}", "不认识的键", advice)]

    @pytest.mark.parametrize(
        ("value", "problem", "remedy"),
        [
            (math.nan, "这个数不是有限的数", "请核对后写实际的数。"),
            (math.inf, "这个数不是有限的数", "请核对后写实际的数。"),
            (10**400, "这个数不是有限的数", "请核对后写实际的数。"),
            (
                110108000000000001,
                "这个数的位数太多，单元格里放不下",
                "请核对；代码、电话一类要写成文字，加引号。",
            ),
            ("", "不能是“”", "空白的格请去掉这一项。"),
            ("\ud800", "文字里有残缺的字符", "请重新录入这段文字。"),
            ("长" * 40000, "文字有 40000 个字符，单元格里放不下", "请分段，每段不超过 32767 个字符。"),
        ],
    )
    def test_values_that_no_cell_holds(self, value: object, problem: str, remedy: str) -> None:
        path = "figures.requests.new.natural"
        assert mistakes(figures={"requests.new.natural": value}) == [(path, problem, remedy)]

    @pytest.mark.parametrize(
        ("value", "problem"),
        [
            (None, "不能是 null"),
            ([1], "不能是数组 […]"),
            ({"error": 7}, "不能是对象 {…}"),
            ({"date": 1, "error": "#N/A"}, "不能是对象 {…}"),
        ],
    )
    def test_values_that_stand_for_nothing(self, value: object, problem: str) -> None:
        assert mistakes(figures={"requests.new.natural": value}) == [
            (
                "figures.requests.new.natural",
                problem,
                ENTRY,
            )
        ]

    def test_mistakes_inside_a_value(self) -> None:
        formula = '请写成 {"formula": "=2+3", "value": 5}；没有算过的，value 写 null。'
        assert mistakes(
            figures={
                "requests.new.natural": {"formula": "=1"},
                "requests.new.other": {"formula": "1", "value": 1},
                "requests.new.business": {"formula": "=1", "value": math.nan},
                "requests.new.research": {"formula": 1, "value": 1},
                "requests.new.social": {"date": True},
            }
        ) == [
            ("figures.requests.new.natural", "公式写得不对", formula),
            ("figures.requests.new.other", "公式写得不对", formula),
            ("figures.requests.new.business.value", "这个数不是有限的数", "请核对后写实际的数。"),
            ("figures.requests.new.research.formula", "应是文字，却是 1", "请加上引号。"),
            ("figures.requests.new.social.date", "应是数，却是 true", "请写不带引号的数。"),
        ]

    def test_several_mistakes_at_once(self) -> None:
        assert mistakes(
            organ={"kind": "局", "nmae": "某局"},
            year="2023",
            version=True,
            modes={"requests": "零报送", "supplement": "零报告"},
            stated={"requests.new.natural": 1},
            texts={"problems": ["一段", 2], "other": "一段"},
            compose={"other": "是"},
            ledger={"received": [], "ledger.received": 1},
            previous={"requests.carried_out.natural": "1"},
            yaer=2023,
        ) == [
            ("yaer", "不认识的键", "是不是 year？"),
            ("ledger.received", "不能是数组 […]", ENTRY),
            ("ledger.ledger.received", "不认识的键", "是不是 received？"),
            ("organ.kind", "不能是“局”", "可写：政府、部门、派出机关、其他组织。"),
            ("organ.nmae", "不认识的键", "是不是 name？"),
            ("year", "不能是“2023”", "应是 1990 到 2100 的整数。"),
            ("version", "不能是 true", "应是 1 到 9999 的整数。"),
            ("texts.problems 第 2 段", "应是文字，却是 2", "请加上引号。"),
            ("texts.other", "应是数组，却是“一段”", '请写成 ["第一段", "第二段"]。'),
            ("modes.requests", "不能是“零报送”", "可写：逐格填写、空白即为0、零报告、照印本。"),
            ("modes.supplement", "不认识的键", "可用的键：disclosure、requests、disputes。"),
            ("stated.requests.new.natural", "不认识的键", "这一格不是合计，由单位填写，请放到填写的数里。"),
            ("compose.other", "不能是“是”", "应是 true 或 false。"),
            ("previous.requests.carried_out.natural", "应是数，却是“1”", "请写不带引号的数。"),
        ]

    def test_raw_is_for_what_is_not_allowed(self) -> None:
        assert mistakes(
            organ={"kind": {"raw": "部门"}, "scope": {"raw": "全部", "value": 1}},
            year={"raw": "2023年", "value": 23},
        ) == [
            ("organ.kind", "raw 只用来存不合要求的原文", "这个值合乎要求，请直接写它，不要写 raw。"),
            ("organ.scope", "raw 旁边还有别的键", "请只留 raw。"),
            ("year.value", "不能是 23", "应是 1990 到 2100 的整数。"),
        ]

    def test_a_section_that_is_no_object(self) -> None:
        assert mistakes(figures=[1]) == [
            ("figures", "应是对象 {…}，却是数组 […]", "请对照 gktool export 导出的数据。")
        ]

    def test_no_more_than_fifty_are_named(self) -> None:
        found = mistakes(figures={f"x{number}": 1 for number in range(10**5)})
        assert len(found) == 50

    def test_keys_from_strangers_are_shown_harmless_and_short(self) -> None:
        found = mistakes(figures={"\x1b[2J" + "长" * 100: 1})
        assert found[0][0] == "figures.\\x1b[2J" + "长" * 56

    def test_the_form_must_be_the_one(self) -> None:
        with pytest.raises(ExchangeError) as caught:
            from_json({"form": "annual_report_2019"}, FORM)
        assert (
            str(caught.value) == "form：这份数据用的表样是“annual_report_2019”。这里应是 annual_report_2021。"
        )


class TestFormOf:
    def test_passes(self) -> None:
        assert form_of({"form": "annual_report_2021"}) == "annual_report_2021"

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ([], "应是对象 {…}，却是数组 […]。请用 gktool export 导出的数据。"),
            ({}, 'form：缺少这一项。请写明表样，如 "annual_report_2021"。'),
            ({"form": 2021}, "form：应是文字，却是 2021。请加上引号。"),
        ],
    )
    def test_fails(self, data: object, message: str) -> None:
        with pytest.raises(ExchangeError) as caught:
            form_of(data)
        assert str(caught.value) == message


class TestReadFiling:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_reads_with_and_without_bom(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "填报.json"
        path.write_text(EXPORTED, encoding=encoding)
        assert read_filing(path, installed_form) == without_places(FILLED)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (
                b"",
                "第 1 行第 1 个字符处不是 JSON。文件可能不完整或被改坏，请重新导出，或按 JSON 的写法改正。",
            ),
            (
                b'{"form": "annual_rep',
                "第 1 行第 10 个字符处不是 JSON。文件可能不完整或被改坏，请重新导出，或按 JSON 的写法改正。",
            ),
            (EXPORTED.encode("gbk"), "不是 UTF-8 编码。请用 UTF-8 重新保存。"),
            (EXPORTED.encode("utf-16"), "不是 UTF-8 编码。请用 UTF-8 重新保存。"),
            (b"[" * 200_000, "括号嵌套太深。填报数据只有三四层，请核对是不是拿错了文件。"),
            (b'{"year": ' + b"9" * 5000 + b"}", "有一个数的位数太多。请核对文件里的数。"),
            (b'{"form": "a", "form": "b"}', "form：同一处写了两次。请只留正确的一个。"),
            (b'{"form": "other"}', "form：没有表样“other”。请核对；表样较新的，请先更新 gktool。"),
            (
                b'{"form": "annual_report_2021", "previous": {"requests.new.natural": NaN}}',
                "previous.requests.new.natural：这个数不是有限的数。请核对后写实际的数。",
            ),
            (
                b" " * (20 * 1024 * 1024 + 1),
                "文件超过 20 MB。一份填报数据通常不到 1 MB，请核对是不是拿错了文件。",
            ),
        ],
    )
    def test_damaged(self, tmp_path: Path, content: bytes, message: str) -> None:
        path = tmp_path / "填报.json"
        path.write_bytes(content)
        with pytest.raises(ExchangeError) as caught:
            read_filing(path, installed_form)
        assert str(caught.value) == message

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(ExchangeError) as caught:
            read_filing(tmp_path / "没有.json", installed_form)
        assert caught.value.mistakes == (
            Mistake("", "打不开这个文件（不存在）", "请核对路径、文件名和读取权限。"),
        )
