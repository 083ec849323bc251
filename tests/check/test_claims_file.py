from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from check.examples import FORM, filed
from msgspec.structs import asdict, replace

from toolkit.check.run import check_filing
from toolkit.form.error import FormError
from toolkit.form.load import load_form

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.form.model import Form


assert FORM.claims is not None
CLAIMS = FORM.claims


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
        ('words = ["request", ', 'words = ["requests", ', "不认识的名称 'requests'"),
        ('joins = ["reconsideration", "litigation"]', 'joins = ["appeal"]', "不认识的名称 'appeal'"),
        ('code = "T414"', 'code = "T999"', '不认识的值 "T999"'),
        ('both_in = ["problems"]', 'both_in = ["problem"]', "不认识的名称 'problem'"),
        ('wholes = ["denied"]', 'wholes = ["denial"]', "不认识的名称 'denial'"),
        ('unsure_after = ["received_new"]', 'unsure_after = ["received"]', "不认识的名称 'received'"),
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


class TestExtending:
    """A form whose texts say mostly the same as an installed form's states only where it differs."""

    @staticmethod
    def load(folder: Path, claims: str) -> Form:
        shutil.copytree(FORM.folder, folder)
        (folder / "claims.toml").write_text(claims, encoding="utf-8")
        return load_form(folder)

    def test_all_is_taken_over(self, tmp_path: Path) -> None:
        form = self.load(tmp_path / "form", 'extends = "annual_report_2021"')
        assert form.claims is not None
        assert FORM.claims is not None
        assert asdict(form.claims) == asdict(FORM.claims)

    def test_what_is_left_out_is_waited_for_no_longer(self, tmp_path: Path) -> None:
        form = self.load(tmp_path / "form", 'extends = "annual_report_2021"\nwithout = ["received_new"]')
        assert form.claims is not None
        assert {after for subject in form.claims.subjects for after in subject.unsure_after} == {"carried_in"}

    def test_what_is_stated_replaces_or_is_added(self, tmp_path: Path) -> None:
        form = self.load(
            tmp_path / "form",
            """
            extends = "annual_report_2021"
            without = ["partial", "petition"]
            [words]
            permit = ["许可"]
            visit = ["参观"]
            [wording]
            copied_share = 80
            [[subject]]
            id = "permits"
            name = "许可"
            phrases = ["visit permit #"]
            readings = ["disclosure.permits.decisions"]
            [[subject]]
            id = "visits"
            name = "参观"
            phrases = ["visit #"]
            readings = ["disclosure.permits.decisions"]
            """,
        )
        assert form.claims is not None
        assert FORM.claims is not None
        subjects = {subject.id: subject for subject in form.claims.subjects}
        before = [subject.id for subject in FORM.claims.subjects]
        assert list(subjects) == [name for name in before if name not in ("partial", "petition")] + ["visits"]
        assert subjects["permits"].phrases == ("visit permit #",)
        assert form.claims.words == {**FORM.claims.words, "permit": ("许可",), "visit": ("参观",)}
        assert form.claims.wording == replace(FORM.claims.wording, copied_share=80)
        changed = [
            (one.parts, one.complete)
            for one, other in zip(form.claims.partitions, FORM.claims.partitions, strict=True)
            if one != other
        ]
        assert changed == [
            (("granted", "denied", "unavailable", "rejected", "other_handling"), False),
            (("granted", "denied", "unavailable", "rejected", "other_handling"), False),
            (("repeat", "publication", "excessive", "confirmation"), False),
        ]

    @pytest.mark.parametrize(
        ("claims", "place", "problem"),
        [
            ('extends = "annual_report_2020"', "extends", "没有安装表样 'annual_report_2020'"),
            ('extends = "annual_report_2019"', "extends", "annual_report_2019 自己也取自别的表样"),
            ('extends = "annual_report_2021"\nwithout = ["x"]', "without", "没有 id 为 'x' 的 subject"),
            ('extends = "annual_report_2021"\nwith = ["x"]', "with", "不认识的键"),
            (
                """
                extends = "annual_report_2021"
                subject = [{ id = "x", name = "x", phrases = ["permit #"], readings = ["x"] }]
                """,
                "subject 第 1 项（x）.readings",
                "没有字段 'x'",
            ),
        ],
    )
    def test_a_mistake_is_named(self, tmp_path: Path, claims: str, place: str, problem: str) -> None:
        with pytest.raises(FormError) as caught:
            self.load(tmp_path / "form", claims)
        assert (caught.value.place, caught.value.problem) == (place, problem)

    def test_what_does_not_fit_the_form(self, tmp_path: Path) -> None:
        folder = tmp_path / "form"
        shutil.copytree(FORM.folder, folder)
        (folder / "claims.toml").write_text('extends = "annual_report_2021"', encoding="utf-8")
        file = folder / "form.toml"
        file.write_text(file.read_text("utf-8").replace('id = "charges"', 'id = "charge"'), encoding="utf-8")
        rules = folder / "rules.toml"
        rules.write_text(rules.read_text("utf-8").replace(".charges.", ".charge."), encoding="utf-8")
        with pytest.raises(FormError) as caught:
            load_form(folder)
        error = caught.value
        number = 1 + [subject.id for subject in CLAIMS.subjects].index("charges")
        assert (error.place, error.problem, error.remedy) == (
            f"subject 第 {number} 项（charges）.readings",
            "取自 annual_report_2021 的这一项在这里不能用：没有字段 'disclosure.charges.amount'",
            "请在 without 里写上它的 id，或在这里另写同 id 的一项。",
        )
