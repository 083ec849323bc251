from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from check.examples import FORM, filed

from toolkit.check.run import check_filing
from toolkit.form.load import load_form
from toolkit.form.source import FormError

if TYPE_CHECKING:
    from pathlib import Path


def changed(folder: Path, old: str, new: str) -> Path:
    """A copy of the form with one change to its claims."""
    shutil.copytree(FORM.folder, folder)
    text = (folder / "claims.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "claims.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_a_form_without_claims_compares_no_texts(tmp_path: Path) -> None:
    shutil.copytree(FORM.folder, tmp_path / "form", ignore=shutil.ignore_patterns("claims.toml"))
    form = load_form(tmp_path / "form")
    assert form.claims is None
    filing = filed(texts={"overview.management": "现行有效规范性文件26件，培训××次。"})
    codes = [one.code for one in check_filing(form, filing, (replace(filing, year=2022),))]
    assert [code for code in codes if code.startswith("T")] == []


def test_claims_do_not_change_the_workbook(tmp_path: Path) -> None:
    form = load_form(changed(tmp_path / "form", "copied_share = 60", "copied_share = 80"))
    assert form.digest == FORM.digest
    assert form.claims is not None
    assert form.claims.wording.copied_share == 80


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'readings = ["requests.carried_in.total"]',
            'readings = ["requests.carried.total"]',
            "没有字段 'requests.carried.total'",
        ),
        ('"receive # request"', '"recieve # request"', "不认识的名称 'recieve'"),
        ('"receive # request"', '"receive # # request"', "句式 'receive # # request' 写得不对"),
        ('"receive # request"', '"# request?"', "句式 '# request?' 写得不对"),
        ('words = ["request"]', 'words = ["requests"]', "不认识的名称 'requests'"),
        ('joins = ["reconsideration", "litigation"]', 'joins = ["appeal"]', "不认识的名称 'appeal'"),
        ('code = "T414"', 'code = "T999"', '不认识的值 "T999"'),
        ('both_in = ["problems"]', 'both_in = ["problem"]', "不认识的名称 'problem'"),
        ('wholes = ["denied"]', 'wholes = ["denial"]', "不认识的名称 'denial'"),
        ("weak = true", "weaker = true", "不认识的键"),
        ('id = "carried_out"', 'id = "carried_in"', "重复的名称 'carried_in'"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(FormError, match=r"^表样文件 claims\.toml 的 ") as caught:
        load_form(changed(tmp_path / "form", old, new))
    assert words in str(caught.value)


def test_fields_may_be_named_by_their_aliases(tmp_path: Path) -> None:
    folder = changed(
        tmp_path / "form", 'readings = ["requests.carried_in.total"]', 'readings = ["依申请.上年结转"]'
    )
    assert load_form(folder).claims is not None
