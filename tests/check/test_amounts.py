from __future__ import annotations

import pytest

from toolkit.check.amounts import Amount, amount_at, opaque_to


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("《政府信息公开条例》的", len("《政府信息公开条例》")),
        ("《》", 0),
        ("《甲《乙》", 0),
        ("《甲\n乙》", 0),
        (f"《{'长' * 81}》", 0),
        ("【依申请.新收】件。", len("【依申请.新收】件")),
        ("〔2023〕12号文", len("〔2023〕12号")),
        ("(2023)第5号", len("(2023)第5号")),
        ("(3件)", 0),
        ("第三次修订", len("第三次")),
        ("第12。", len("第12")),
        ("第几次", 0),
        ("www.example.gov.cn，", len("www.example.gov.cn")),
    ],
)
def test_what_holds_no_claim(text: str, end: int) -> None:
    assert opaque_to(text, 0) == end


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("12件。", Amount.NUMBER, "12件"),
        ("12件", Amount.NUMBER, "12件"),
        ("12件次，", Amount.NUMBER, "12件次"),
        ("12件左右", Amount.NUMBER, "12件左右"),
        ("1,234条", Amount.NUMBER, "1,234条"),
        ("3.5万元", Amount.NUMBER, "3.5万元"),
        ("5个", Amount.NUMBER, "5个"),
        ("5个百分点", Amount.SHARE, "5个百分点"),
        ("约30余件", Amount.NUMBER, "约30余件"),
        ("三十余件", Amount.NUMBER, "三十余件"),
        ("三成", Amount.SHARE, "三成"),
        ("三成果", Amount.NONE, ""),
        ("百分之五", Amount.SHARE, "百分之五"),
        ("超过20%", Amount.SHARE, "超过20%"),
        ("一步", Amount.NONE, ""),
        ("不断", Amount.NONE, ""),
        ("近年来", Amount.NONE, ""),
        ("2023年度", Amount.TIME, "2023年度"),
        ("2023年1月1日至12月31日", Amount.TIME, "2023年1月1日至12月31日"),
        ("二零二三年", Amount.TIME, "二零二三年"),
        ("12月底", Amount.TIME, "12月底"),
        ("123年", Amount.NUMBER, "123"),
        ("0571-87654321", Amount.OPAQUE, "0571-87654321"),
        ("13812345678", Amount.OPAQUE, "13812345678"),
        ("24小时", Amount.OPAQUE, "24小时"),
        ("1.2.3", Amount.OPAQUE, "1.2.3"),
    ],
)
def test_what_digits_and_numerals_are(text: str, kind: Amount, words: str) -> None:
    found, end = amount_at(text, 0)
    assert (found, text[:end]) == (kind, words)
