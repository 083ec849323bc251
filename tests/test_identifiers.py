"""Identifying codes: what passes, what fails, and which slips the check character can and cannot see."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.form.installed import installed_forms
from toolkit.form.load import load_form
from toolkit.identifiers import (
    CREDIT_CODE_ALPHABET,
    credit_code_check_character,
    credit_code_doubt,
    credit_code_fault,
    organisation_code_check_character,
    postcode_fault,
    telephone_fault,
)

CHARACTERS = st.sampled_from(CREDIT_CODE_ALPHABET)
FIRST_17 = st.builds(
    lambda kind, division, organ: kind + division + organ,
    st.text(CHARACTERS, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CHARACTERS, min_size=9, max_size=9),
)
CODES = FIRST_17.map(lambda first17: first17 + credit_code_check_character(first17))
GOOD = "91350100M000100Y43"


def swapped(code: str, i: int, j: int) -> str:
    characters = list(code)
    characters[i], characters[j] = code[j], code[i]
    return "".join(characters)


class TestCreditCode:
    """统一社会信用代码, GB 32100—2015."""

    @pytest.mark.parametrize(
        "code",
        [GOOD, "91110108551385082Q", "91110000600037341L", "91350200MA2YJ1XR9G", "123502001549897397"],
    )
    def test_passes(self, code: str) -> None:
        assert credit_code_fault(code) is None
        assert credit_code_doubt(code) is None

    @pytest.mark.parametrize(
        ("code", "fault"),
        [
            ("", "长度为 0，应为 18 位"),
            ("91350100M000100Y4", "长度为 17，应为 18 位"),
            ("91350100M000100Y433", "长度为 19，应为 18 位"),
            ("9.1350100000100E+17", "长度为 19，应为 18 位"),
            ("91350100M000100Y4Z", "含有不使用的字符“Z”"),
            ("9135O100M000100Y43", "含有不使用的字符“O”"),
            ("I1350100M000100Y43", "含有不使用的字符“I”"),
            ("91350100M-00100Y43", "含有不使用的字符“-”"),
            ("91350100M000100Y4\u200b", "含有不使用的字符“U+200B”"),
            ("91350100m000100Y43", "含有小写字母“m”，应为大写"),
            ("９1350100M000100Y43", "含有全角字符“９”，应为半角"),
            (" 91350100M000100Y43", "含有空格，应删去"),
            ("91350100 M000100Y43", "含有空格，应删去"),
            ("91350100M000100Y43\u3000", "含有空格，应删去"),
            ("9135A100M000100Y43", "第 3 至 8 位是行政区划码，应为数字，实为“35A100”"),
            ("91350100M000100Y4X", "校验位应为 3，实为 X"),
            ("91350101M000100Y43", "校验位应为 H，实为 3"),
        ],
    )
    def test_fails(self, code: str, fault: str) -> None:
        assert credit_code_fault(code) == fault

    @given(code=CODES)
    def test_every_code_with_its_check_character_passes(self, code: str) -> None:
        assert credit_code_fault(code) is None

    @given(first17=FIRST_17)
    def test_exactly_one_check_character_passes(self, first17: str) -> None:
        good = [last for last in CREDIT_CODE_ALPHABET if credit_code_fault(first17 + last) is None]
        assert good == [credit_code_check_character(first17)]

    @given(code=CODES, place=st.integers(0, 17))
    def test_every_substitution_of_one_character_is_found(self, code: str, place: int) -> None:
        for char in CREDIT_CODE_ALPHABET + CREDIT_CODE_ALPHABET.lower() + "IOSVZ０一- ":
            wrong = code[:place] + char + code[place + 1 :]
            assert (credit_code_fault(wrong) is None) == (wrong == code)

    @given(code=CODES, char=st.characters(), place=st.integers(0, 18))
    def test_a_character_too_many_or_too_few_is_found(self, code: str, char: str, place: int) -> None:
        assert credit_code_fault(code[:place] + char + code[place:]) is not None
        assert credit_code_fault(code[:place] + code[place + 1 :] if place < 18 else code[1:]) is not None

    @given(code=CODES)
    def test_every_swap_is_found_but_that_of_the_first_and_last(self, code: str) -> None:
        for i, j in combinations(range(18), 2):
            found = credit_code_fault(swapped(code, i, j)) is not None
            assert found == (code[i] != code[j] and (i, j) != (0, 17))

    def test_weights_show_why(self) -> None:
        # The check character stands in the sum with weight 1, as the first does; 3 is a primitive root of 31.
        weights = [3**place % 31 for place in range(17)]
        assert weights == [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
        assert len(set(weights)) == 17

    def test_a_check_value_of_31_is_written_0(self) -> None:
        assert credit_code_check_character("0" * 17) == "0"
        assert credit_code_check_character("1" + "0" * 16) == "Y"
        assert credit_code_check_character("Y1" + "0" * 15) == "X"

    @pytest.mark.parametrize("first17", ["", "1" * 16, "1" * 18, "I" * 17, "a" * 17, "1" * 17 + "\n"])
    def test_check_character_of_no_code(self, first17: str) -> None:
        with pytest.raises(ValueError, match="expected 17 characters of 0123"):
            credit_code_check_character(first17)


class TestOrganisationCode:
    """组织机构代码, GB 11714—1997, inside the credit code: a doubt, never a fault."""

    @pytest.mark.parametrize(
        ("first8", "check"), [("D2143569", "X"), ("M000100Y", "4"), ("55138508", "2"), ("00000000", "0")]
    )
    def test_check_character(self, first8: str, check: str) -> None:
        assert organisation_code_check_character(first8) == check

    @pytest.mark.parametrize("first8", ["", "1234567", "123456789", "d2143569", "1234567-"])
    def test_check_character_of_no_code(self, first8: str) -> None:
        with pytest.raises(ValueError, match="expected 8 digits or capital letters"):
            organisation_code_check_character(first8)

    @given(code=CODES)
    def test_doubt_asks_and_the_code_passes(self, code: str) -> None:
        expected = organisation_code_check_character(code[8:16])
        doubt = f"第 9 至 17 位组织机构代码的校验位一般应为 {expected}，实为 {code[16]}"
        assert credit_code_doubt(code) == (None if code[16] == expected else doubt)
        assert credit_code_fault(code) is None

    @given(code=st.text())
    def test_a_faulty_code_raises_no_doubt_besides(self, code: str) -> None:
        assume(credit_code_fault(code) is not None)
        assert credit_code_doubt(code) is None


class TestTelephone:
    """Telephone numbers as offices write them."""

    @pytest.mark.parametrize(
        "text",
        [
            *("0554-2519375", "0554—2519375", "0554－2519375", "0554–2519375", "0554——2519375"),
            *("０５５４－２５１９３７５", "0554 2519375", "05542519375", "0554 - 2519375", " 0554-2519375 "),
            *("(0554)2519375", "（0554）2519375", "（0554） 251 9375", "0554-251-9375"),
            *("0517-87222589", "010-66881234", "01066881234", "021 6688 1234"),
            *("+86-554-2519375", "+86 10 66881234", "0086-0554-2519375", "86-10-66881234"),
            *("13805541234", "138-0554-1234", "138 0554 1234", "(+86)13805541234"),
            *("12345", "0554-12345", "114", "95598", "400-820-8820", "400-0554-123", "4008208820"),
            *("0554-2519375转801", "0554-2519375 转 801", "0554-2519375-801", "0554-2519375（转801）"),
            *("0554-2519375分机801", "0554-2519375#801", "0554-2519375 ext.801"),
            *("0554-2519375、2519376", "0554-2519375/0554-2519376", "0554-2519375，2519376；12345"),
            *("0554-2519375; 13805541234", "0554-2519375或12345", "0554-2519375 0554-2519376"),
            *("0554-2519375\n0554-2519376", "0554-2519375（传真）", "12345（政务服务热线）、0554-2519375"),
        ],
    )
    def test_passes(self, text: str) -> None:
        assert telephone_fault(text) is None

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", "没有号码"),
            (" 、\u3000", "没有号码"),
            ("0554-251937", "“0554-251937”有误，区号 0554 之后应为 7 或 8 位号码，首位为 2 至 9"),
            ("0554-251937555", "“0554-251937555”有误，区号 0554 之后应为 7 或 8 位号码，首位为 2 至 9"),
            ("0554-0000000", "“0554-0000000”有误，区号 0554 之后应为 7 或 8 位号码，首位为 2 至 9"),
            ("010-6688123", "“010-6688123”有误，区号 010 之后应为 8 位号码，首位为 2 至 9"),
            ("0554-2519375、0554-25", "“0554-25”有误，区号 0554 之后应为 7 或 8 位号码，首位为 2 至 9"),
            ("0000-0000000", "“0000-0000000”的区号不对"),
            ("055-42519375", "“055-42519375”的区号不对"),
            ("2519375", "“2519375”缺少区号"),
            ("2519375、0554-2519376", "“2519375”缺少区号"),
            ("5542519375", "“5542519375”不是完整的电话号码"),
            ("1380554123", "“1380554123”不是完整的电话号码"),
            ("5.54252E+09", "“5.54252E+09”含有号码以外的文字“.”"),
            ("电话：0554-2519375", "“电话：0554-2519375”含有号码以外的文字“电话:”"),
            ("0554-XXXXXXX", "“0554-XXXXXXX”含有号码以外的文字“XXXXXXX”"),
            ("0554一2519375", "“0554一2519375”含有号码以外的文字“一”"),
            ("9" * 50, f"“{'9' * 30}…”不是完整的电话号码"),
        ],
    )
    def test_fails(self, text: str, fault: str) -> None:
        assert telephone_fault(text) == fault

    @given(
        area=st.from_regex(r"0[3-9][0-9]{2}", fullmatch=True),
        line=st.from_regex(r"[2-8][0-9]{6,7}", fullmatch=True),  # 95xxx and 96xxx may be shorter
        between=st.sampled_from(["", "-", "—", "－", "–", " ", " - ", "——"]),
    )
    def test_every_area_and_line_pass_and_one_digit_less_fails(
        self, area: str, line: str, between: str
    ) -> None:
        assert telephone_fault(area + between + line) is None
        assert telephone_fault(f"（{area}）{line}、{line}转{line[:3]}") is None
        assert telephone_fault(area + between + line[:6]) is not None

    @given(text=st.text() | st.text("0123456789+-—（）()转、/, #ext"))
    def test_no_text_without_a_number_passes(self, text: str) -> None:
        if telephone_fault(text) is None:
            assert any(len(part) >= 3 for part in "".join(c if c.isdigit() else " " for c in text).split())


class TestPostcode:
    """邮政编码."""

    @pytest.mark.parametrize("text", ["232000", "010000", "100000", "850000"])
    def test_passes(self, text: str) -> None:
        assert postcode_fault(text) is None

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", "长度为 0，应为 6 位数字"),
            ("10000", "只有 5 位，应为 6 位数字（开头的 0 可能丢失）"),
            ("2320000", "长度为 7，应为 6 位数字"),
            ("２３２０００", "含有全角数字，应为半角"),
            (" 232000", "含有空格，应删去"),
            ("232 000", "含有空格，应删去"),
            ("23200O", "含有数字以外的字符，应为 6 位数字"),
            ("232000。", "含有数字以外的字符，应为 6 位数字"),
            ("٢٣٢٠٠٠", "含有数字以外的字符，应为 6 位数字"),
            ("000000", "不是实际的邮政编码"),
        ],
    )
    def test_fails(self, text: str, fault: str) -> None:
        assert postcode_fault(text) == fault

    @given(text=st.text())
    def test_only_six_digits_pass(self, text: str) -> None:
        if postcode_fault(text) is None:
            assert len(text) == 6
            assert text.isascii()
            assert text.isdigit()


def test_the_forms_ask_for_telephone_numbers_by_an_example_that_they_take() -> None:
    prompts = [
        item.prompt
        for folder in installed_forms()
        for item in load_form(folder).profile
        if item.type == "telephone"
    ]
    examples = [prompt.partition("如 ")[2].partition("。")[0] for prompt in prompts]
    assert [telephone_fault(example) for example in examples] == [None] * len(installed_forms())
