"""How offices write numbers: what is read, what is refused, and that every writing of a number reads back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from toolkit.number import UNITS, Meaning, is_nil, plain_value, read_number

if TYPE_CHECKING:
    from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789,.-+() ", "０１２３４５６７８９，．－＋（）　")
FINANCIAL = str.maketrans("一二三四五六七八九十百千万亿", "壹贰叁肆伍陆柒捌玖拾佰仟萬億")
RING = str.maketrans("零", "〇")


def chinese_numeral(n: int) -> str:
    """Write 0 ≤ n < 10^12 in standard Chinese: 一万零五, 十二, 一百一十."""
    words, gap = "", False
    for power, mark in ((8, "亿"), (4, "万"), (0, "")):
        section = n // 10**power % 10000
        if section == 0:
            gap = True
            continue
        places = ""
        for place, sign in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
            digit = section // 10**place % 10
            if digit == 0:
                gap = True
                continue
            places += ("零" if gap and words + places else "") + DIGITS[digit] + sign
            gap = False
        words += places + mark
        gap = gap and section % 10 == 0
    return (words.removeprefix("一") if words.startswith("一十") else words) or "零"


def colloquial(n: int) -> str:
    """As `chinese_numeral`, with 两 for every 2 before 百, 千, 万, 亿 that stands for itself."""
    words = chinese_numeral(n)
    for mark in "百千":
        words = words.replace("二" + mark, "两" + mark)
    for mark in "万亿":
        if words.startswith("二" + mark):
            words = "两" + words[1:]
    return words


def run_of_digits(n: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(n))


def in_units_of(n: int, power: int, mark: str) -> str:
    """12345 → 1.2345万."""
    whole, rest = divmod(n, 10**power)
    return f"{whole}.{rest:0{power}d}".rstrip("0").rstrip(".") + mark


WRITINGS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "full-width": lambda n: str(n).translate(FULL_WIDTH),
    "comma": lambda n: f"{n:,}",
    "full-width comma": lambda n: f"{n:,}".replace(",", "，"),
    "all full-width": lambda n: f"{n:,}".translate(FULL_WIDTH),
    "thin groups": lambda n: f"{n:,}".replace(",", " "),
    "no-break groups": lambda n: f"{n:,}".replace(",", "\u00a0"),
    "leading zeros": lambda n: f"{n:012d}",
    "plus": lambda n: f"+{n}",
    "decimal": lambda n: f"{n}.0",
    "two decimals": lambda n: f"{n:,}.00",
    "apostrophe": lambda n: f"'{n}",
    "numeral": chinese_numeral,
    "两": colloquial,
    "financial": lambda n: chinese_numeral(n).translate(FINANCIAL),
    "〇": lambda n: chinese_numeral(n).translate(RING),
    "一十": lambda n: "一" + chinese_numeral(n) if chinese_numeral(n)[0] == "十" else chinese_numeral(n),
    "letter-spaced numeral": lambda n: " ".join(chinese_numeral(n)).replace("零 ", "零"),
    "run of digits": lambda n: run_of_digits(n) if n > 99 else chinese_numeral(n),
    "in 万": lambda n: in_units_of(n, 4, "万"),
    "in 亿": lambda n: in_units_of(n, 8, "亿"),
    "in 千万": lambda n: in_units_of(n, 7, "千万"),
    "in 百": lambda n: in_units_of(n, 2, "百"),
    "万 and rest": lambda n: f"{n // 10**4}万{n % 10**4:04d}" if n >= 10**4 else str(n),
    "共": lambda n: f"共{n}",
    "合计": lambda n: f"合计：{n}",
    "note": lambda n: f"{n}（其中修订16件）",
    "note after comma": lambda n: f"{n}，其中修订16件",
    "closing stop": lambda n: f"{n}。",
}
COUNTING = [unit for unit in UNITS if unit not in {"万元", "亿元"}]
NUMBERS = (
    st.integers(0, 10**8)
    | st.integers(0, 20)
    | st.builds(lambda digit, power: digit * 10**power, st.integers(1, 9), st.integers(0, 7))
)


class TestReads:
    """One number, and what it means."""

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("１２", 12),
            ("1,234", 1234),
            ("1，234", 1234),
            ("1 234", 1234),
            ("12 345 678", 12345678),
            ("1,234,567.50", 1234567.5),
            (" 5", 5),
            ("5\u00a0", 5),
            ("\u30005", 5),
            ("\ufeff5\u200b", 5),
            ("'12", 12),
            ("＇12", 12),
            ("007", 7),
            ("0.0", 0),
            (".5", 0.5),
            ("5.", 5),
            ("0.1", 0.1),
            ("+5", 5),
            ("-3", -3),
            ("－3", -3),
            ("−3", -3),
            ("负三", -3),
            ("-0", 0),
            ("九十五", 95),
            ("十二", 12),
            ("二十", 20),
            ("一百零二", 102),
            ("一百一十", 110),
            ("一百十", 110),
            ("三千零五", 3005),
            ("三千零五十", 3050),
            ("一万二千三百", 12300),
            ("一万零五", 10005),
            ("一亿零三万", 100030000),
            ("两万两千两百二十二", 22222),
            ("一万亿", 10**12),
            ("○", 0),
            ("〇", 0),
            ("零", 0),
            ("二〇二三", 2023),
            ("二○二三", 2023),
            ("一九九四", 1994),
            ("二〇", 20),
            ("壹佰贰拾叁", 123),
            ("壹贰叁", 123),
            ("三点五", 3.5),
            ("零点零五", 0.05),
            ("1.2万", 12000),
            ("1.2 万", 12000),
            ("1.15万", 11500),
            ("3亿", 300000000),
            ("3千万", 30000000),
            ("1亿2000万", 120000000),
            ("3万5000", 35000),
            ("3百25", 325),
            ("一点五亿", 150000000),
            ("二 十", 20),
            ("12345678901234567890", 12345678901234567890),
        ],
    )
    def test_value(self, text: str, value: float) -> None:
        meaning = read_number(text)
        assert meaning == Meaning(value, None, approximate=False)
        assert type(meaning.value) is type(value)
        assert plain_value(text) == value

    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("3件", 3, "件"),
            ("３　件", 3, "件"),
            ("两件", 2, "件"),
            ("十个", 10, "个"),
            ("7 期", 7, "期"),
            ("21件次", 21, "件次"),
            ("1.2万人次", 12000, "人次"),
            ("共3件", 3, "件"),
            ("共计 3 件。", 3, "件"),
            ("一共三件", 3, "件"),
            ("12（件）", 12, "件"),
            ("12（单位：件）", 12, "件"),
            ("22件（其中修订16件）", 22, "件"),
            ("22件 其中修订16件", 22, "件"),
            ("22件，含上年结转3件（均已办结）", 22, "件"),
        ],
    )
    def test_unit(self, text: str, value: float, unit: str) -> None:
        assert read_number(text) == Meaning(value, unit, approximate=False)

    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("12.50元", 12.5, "元"),
            ("3.5万元", 3.5, "万元"),
            ("3.5（万元）", 3.5, "万元"),
            ("三点五万元", 3.5, "万元"),
            ("316441万元", 316441, "万元"),
            ("3千万元", 3000, "万元"),
            ("1.2亿元", 1.2, "亿元"),
            ("三万五千元", 35000, "元"),
            ("3万5000元", 35000, "元"),
            ("1亿2000万元", 120000000, "元"),
            ("十二亿三千万元", 1230000000, "元"),
            ("壹佰贰拾圆整", 120, "元"),
        ],
    )
    def test_money_keeps_its_unit(self, text: str, value: float, unit: str) -> None:
        assert read_number(text) == Meaning(value, unit, approximate=False)

    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("14万余条", 140000, "条"),
            ("10余万条", 100000, "条"),
            ("20多件", 20, "件"),
            ("二十余件", 20, "件"),
            ("十来件", 10, "件"),
            ("100余", 100, None),
            ("百余件", 100, "件"),
            ("近万条", 10000, "条"),
            ("近百万条", 1000000, "条"),
            ("近千万元", 1000, "万元"),
            ("约5条", 5, "条"),
            ("共约 5 条", 5, "条"),
            ("近3件", 3, "件"),
            ("超过1.2万人次", 12000, "人次"),
            ("5件左右", 5, "件"),
            ("5件以上", 5, "件"),
            ("100（约数）", 100, None),
            ("100（约）", 100, None),
            ("3万余元", 3, "万元"),
        ],
    )
    def test_round_numbers_are_approximate_and_no_plain_value(
        self, text: str, value: float, unit: str | None
    ) -> None:
        assert read_number(text) == Meaning(value, unit, approximate=True)
        assert plain_value(text) is None


class TestRefuses:
    """What is not plainly one number."""

    @pytest.mark.parametrize(
        "text",
        [
            *("", " ", "\u200b", "。", ".", "-", "+", ",", "件", "万", "万元", "约", "（）"),
            *("1,23", "1,2345", "1，2", "0,123", "1,234,5", "1,234 567", ",123", "1, 234", "1.234.567"),
            *("1 2", "1 9 9 4", "12 34", "1  234", "1\n234", "1\t234", "0 234", "一 二 三", "3 五"),
            *("（3）", "(3)", "3（", "（3", "22（3）", "22（16件）", "22（二十二）", "22（-）", "22（）"),
            *("5%", "５％", "5‰", "22（%）", "百分之五", "5倍", "3成", "95分"),
            *("1-2", "1—2", "1~2", "1/2", "½", "三分之一", "1:2", "3、4", "3或4", "0-1"),
            *("2023年", "二〇二三年", "2023.12.31", "2023-12-31", "12月", "20天", "3个工作日", "90号"),
            *("1e3", "0x10", "1_000", "∞", "nan", "inf", "Infinity", "True"),
            *("第3", "第三件", "No.3", "①", "5²", "٣", "㈢", "III"),
            *("一百二", "一万二", "3万5", "三五", "三五件", "二三十件", "七八百", "四十五六"),
            *(
                "十两",
                "一百零两",
                "两十",
                "一百零",
                "零一百",
                "零万",
                "一万零零五",
                "一万二万",
                "二十零五",
                "十十",
            ),
            *("几件", "几十件", "数百件", "二十几件", "半件", "三点", "点五"),
            *("1万两千", "1.2万3千", "3亿万", "1.5万2000", "1万2万", "3百2000万"),
            *("一万零两", "一亿三万万", "1余万余", "一千余万多条"),
            *("- 3", "—3", "--3", "+-3", "100+", "5余多", "万一余千", "百件", "3件申请", "三人行", "无", "/"),
            *("9" * 65, "万" * 5000, "1" * 5000, "(" * 5000),
        ],
    )
    def test_none(self, text: str) -> None:
        assert read_number(text) is None


class TestNil:
    """Signs and words for nothing."""

    @pytest.mark.parametrize(
        "text",
        [
            *("/", "／", "//", "\\", "-", "－", "--", "—", "——", "—— ", "–", "― ", "ー", "- -"),
            *("无", "无。", " 无 ", "（无）", "没有", "暂无", "空", "(空)", "不涉及", "未发生", "不适用"),
            *("N/A", "n/a", "NA", "Ｎ／Ａ", "\u200b/"),
        ],
    )
    def test_is_nil_and_counts_as_zero(self, text: str) -> None:
        assert is_nil(text)
        assert plain_value(text) == 0
        assert read_number(text) is None

    @pytest.mark.parametrize(
        "text", ["", " ", "\u3000", "0", "零", "〇", "（无", "无）", "无3", "-1", "无效"]
    )
    def test_is_not_nil(self, text: str) -> None:
        assert not is_nil(text)

    @pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b"])
    def test_blank_is_not_zero(self, text: str) -> None:
        assert plain_value(text) is None

    @pytest.mark.parametrize("text", ["0", "０", "零", "〇", "0.0", "-0", "0件"])
    def test_zero_is_a_figure(self, text: str) -> None:
        assert plain_value(text) == 0


class TestEveryNumberReadsBack:
    """Properties over all numbers and writings."""

    @pytest.mark.parametrize("writing", WRITINGS)
    @given(n=NUMBERS)
    @example(n=0)
    @example(n=10**8)
    def test_exactly(self, writing: str, n: int) -> None:
        text = WRITINGS[writing](n)
        meaning = read_number(text)
        assert meaning == Meaning(n, None, approximate=False), text
        assert type(meaning.value) is int

    @given(n=NUMBERS, writing=st.sampled_from(["plain", "comma", "full-width", "numeral", "两", "in 万"]))
    @example(n=2, writing="两")
    def test_with_every_unit(self, n: int, writing: str) -> None:
        text = "两" if writing == "两" and n == 2 else WRITINGS[writing](n)
        for unit in COUNTING:
            if unit == "元" and text.endswith(("万", "亿")):  # 1万元 keeps the unit 万元
                continue
            assert read_number(text + unit) == Meaning(n, unit, approximate=False), text + unit

    @pytest.mark.parametrize("writing", ["numeral", "两", "financial", "in 万", "comma"])
    def test_exhaustively_below_ten_thousand(self, writing: str) -> None:
        write = WRITINGS[writing]
        assert [n for n in range(10001) if plain_value(write(n)) != n] == []

    @given(n=st.integers(0, 10**12 - 1))
    def test_numerals_up_to_a_million_million(self, n: int) -> None:
        assert plain_value(chinese_numeral(n)) == n

    def test_a_missing_zero_is_never_guessed(self) -> None:
        gapped = [text for text in map(chinese_numeral, range(101, 20000)) if text[-2] == "零"]
        assert len(gapped) > 1000
        assert [text for text in gapped if read_number(text[:-2] + text[-1]) is not None] == []

    @given(n=st.integers(-(10**30), 10**30))
    def test_str_of_an_int_is_itself(self, n: int) -> None:
        assert plain_value(str(n)) == n

    @given(digits=st.integers(0, 10**12), places=st.integers(0, 6), scale=st.sampled_from(["", "万", "亿"]))
    def test_decimals_are_exact(self, digits: int, places: int, scale: str) -> None:
        whole, part = divmod(digits, 10**places)
        text = (f"{whole}.{part:0{places}d}" if places else str(whole)) + scale
        exact = Fraction(digits, 10**places) * {"": 1, "万": 10**4, "亿": 10**8}[scale]
        value = plain_value(text)
        assert value == (int(exact) if exact.denominator == 1 else float(exact))
        assert isinstance(value, int) == (exact.denominator == 1)


class TestAnyText:
    """Whatever stands in a cell."""

    GRAMMAR = st.text(
        st.sampled_from(
            "0123456789,.，．、 　\n+-－—（）()'一二两三九十百千万亿零〇点余多来约近共元件个次人年%/无其中含"
        )
    )

    @given(text=st.text() | GRAMMAR)
    def test_never_raises_and_keeps_its_promises(self, text: str) -> None:
        meaning = read_number(text)
        value = plain_value(text)
        if is_nil(text):
            assert (meaning, value) == (None, 0)
        elif meaning is None or meaning.approximate:
            assert value is None
        else:
            assert value == meaning.value
        if meaning is not None:
            assert meaning.unit is None or meaning.unit in UNITS
            assert isinstance(meaning.value, int) or meaning.value != int(meaning.value)

    @given(text=GRAMMAR, before=st.text(" \u00a0\u3000\u200b\ufeff"), after=st.text(" \u00a0\u3000\n\u2060"))
    def test_blanks_around_mean_nothing(self, text: str, before: str, after: str) -> None:
        assert read_number(before + text + after) == read_number(text)
        assert is_nil(before + text + after) == is_nil(text)

    @given(text=GRAMMAR)
    def test_full_width_means_the_same(self, text: str) -> None:
        assume("\n" not in text)
        assert read_number(text.translate(FULL_WIDTH)) == read_number(text)
        assert is_nil(text.translate(FULL_WIDTH)) == is_nil(text)

    @given(meaning=GRAMMAR.map(read_number).filter(lambda meaning: meaning is not None))
    def test_reading_what_was_read_changes_nothing(self, meaning: Meaning) -> None:
        text = f"{'约' if meaning.approximate else ''}{meaning.value}{meaning.unit or ''}"
        assume("e" not in text)
        assert read_number(text) == meaning
