from __future__ import annotations

import pytest
from check.examples import FORM

from toolkit.check.paragraphs import read_paragraph
from toolkit.check.phrases import phrasebook
from toolkit.check.spots import last_spot

assert FORM.claims is not None
CLAIMS = FORM.claims


@pytest.mark.parametrize("text", ["", "栏目及时更新。", "一是加强培训，进一步压实责任。", "第一时间发布。"])
def test_a_text_without_numbers_is_not_read(text: str) -> None:
    assert last_spot(CLAIMS, text) == 0
    assert read_paragraph(FORM, "overview", text, 2023) is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("收到3件。栏目更新。", "3"),
        ("收到三十余件。栏目更新。", "三十余件"),
        ("没有收费。栏目更新。", "没"),
        ("均予维持。栏目更新。", "均"),
        ("收到3件。未收费。栏目更新。", "未"),
    ],
)
def test_the_last_spot_that_a_claim_can_hold(text: str, last: str) -> None:
    end = last_spot(CLAIMS, text)
    assert text[:end].endswith(last)


def test_a_paragraph_is_read_to_the_end_of_its_last_such_sentence() -> None:
    statement = read_paragraph(FORM, "overview.requests", "收到申请3件。栏目更新。", 2023)
    assert statement is not None
    assert statement.tokens.words(len(statement.tokens.tokens) - 1) == "。"
    assert statement.tokens.tokens[-1].end == len("收到申请3件。")


def test_every_claim_without_a_number_has_a_spot() -> None:
    book = phrasebook(FORM)
    assert book is not None
    patterns = {pattern for found in book.by_mark.values() for pattern in found if not pattern.numbered}
    for pattern in patterns:
        needed = [
            one for one in pattern.phrase.split() if one not in {"^", "$", "~"} and not one.endswith("?")
        ]
        text = "".join(CLAIMS.words[one.split("|")[0]][0] if one != "sep" else "和" for one in needed)
        assert last_spot(CLAIMS, text) > 0, text
