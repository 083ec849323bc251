"""What was sent in: the files of a check, what lies beside them unlooked at, what was sent in twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from toolkit.verdict import FileReport

# Looked at inside a folder: workbooks, and what offices send in their stead (said to be unreadable, never skipped).
SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")
PUBLISHED: Final = (".docx", ".html", ".htm", ".txt", ".md", ".pdf")
"""The names of files that a published report comes in: read where they are named, or as last year's."""
# Not looked at, yet figures may be in them: documents, archives, templates and rarer kinds of workbooks.
DOCUMENTS: Final = (
    *(".doc", ".docx", ".docm", ".dot", ".dotx", ".wps", ".wpt", ".odt", ".rtf", ".pdf", ".ofd"),
    *(".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"),
    *(".html", ".htm", ".mht", ".mhtml", ".xml", ".eml", ".msg"),
    *(".xlsb", ".xltx", ".xltm", ".xlt", ".ett", ".ots", ".fods", ".numbers"),
)
TEXTS: Final = (".txt", ".md")
"""Not looked at either, and only counted: published reports may be among them, and much that gktool itself writes."""


def workbooks_in(path: Path) -> Iterator[Path]:
    """The file itself, or every workbook below a folder, in order; the lock files of open workbooks are left out."""
    if path.is_dir():
        yield from _files_in(path, SUFFIXES)
    else:
        yield path


def reports_in(path: Path) -> Iterator[Path]:
    """The file itself, or every workbook and every published report below a folder, in order."""
    if path.is_dir():
        yield from _files_in(path, (*SUFFIXES, *PUBLISHED))
    else:
        yield path


def workbooks_of(paths: Iterable[Path]) -> list[Path]:
    """The workbooks of several files and folders, each once however often it was given."""
    once: dict[Path, Path] = {}
    for path in paths:
        for file in workbooks_in(path):
            once.setdefault(file.resolve(), file)
    return list(once.values())


def overlooked_in(paths: Iterable[Path]) -> list[Path]:
    """The files in the folders given that are not looked at and may well be somebody's figures, each once."""
    suffixes = (*DOCUMENTS, *TEXTS)
    once = {file.resolve(): file for path in paths if path.is_dir() for file in _files_in(path, suffixes)}
    return list(once.values())


def _files_in(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in suffixes and not file.name.startswith(("~$", ".")) and file.is_file():
            yield file


def notes_on(reports: Sequence[FileReport], overlooked: Sequence[Path]) -> Iterator[str]:
    """What the person who collects should know beside the findings: files left out, organs that sent two."""
    documents = [file for file in overlooked if file.suffix.lower() not in TEXTS]
    if documents:
        listed = "".join(f"\n  {visible(str(file))}" for file in documents)
        asked = "里面如有填报的数，请索取 .xlsx 工作簿；如是公布的报告，请写出文件名单独核对"
        yield f"没有看的文件（{len(documents)} 个），{asked}：{listed}"
    if texts := len(overlooked) - len(documents):
        yield f"没有看 {'、'.join(TEXTS)} 文件（{texts} 个），其中如有公布的报告，请写出文件名单独核对。"
    for organ, year, files in _doubles(reports):
        listed = "".join(f"\n  {visible(file)}" for file in files)
        yield f"{visible(organ)} {year} 年的工作簿有 {len(files)} 份，请确认以哪一份为准：{listed}"


def _doubles(reports: Sequence[FileReport]) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Organ, year and files wherever the same code or the same name has several; the same files once."""
    by_key: dict[tuple[str, str, int], list[FileReport]] = {}
    for report in reports:
        for kind, key in (("code", report.code), ("name", report.organ)):
            if key and report.year is not None:
                by_key.setdefault((kind, key, report.year), []).append(report)
    said = set()
    for (_, key, year), alike in by_key.items():
        files = tuple(report.path for report in alike)
        if len(files) > 1 and files not in said:
            said.add(files)
            yield alike[0].organ or key, year, files
