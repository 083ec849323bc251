"""PDFs with a text layer: read like any other report, by the lines that are ruled around the cells."""

from __future__ import annotations

import sys

import pytest
from published.examples import PRINTED, SEED, count, figures, parts, read, told
from published.pdf_writer import pdf
from published.writers import html

from toolkit.package.refusal import FileRefused


def test_is_read_like_a_web_page() -> None:
    reading, page = read(pdf(parts()), ".pdf"), read(html(parts()))
    assert (figures(reading), count(reading), told(reading.findings)) == (SEED, PRINTED, [])
    assert (reading.filing.texts, reading.filing.profile) == (page.filing.texts, page.filing.profile)


def test_of_pictures_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(pdf([]), ".pdf")
    assert refused.value.finding.code == "F018"


def test_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(FileRefused) as refused:
        read(pdf(parts()), ".pdf")
    assert refused.value.finding.code == "F020"
    assert "gktool[pdf]" in refused.value.finding.remedy
