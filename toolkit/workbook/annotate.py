"""The marked copy: each finding on its cell, and a first sheet that lists them all.

The parts of the file are changed where they must be and copied byte for byte where not: a program that reads
a workbook and writes it anew would lose what it does not know.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct

from toolkit.finding import SEVERITY_WORDS, Severity
from toolkit.workbook.cells import place
from toolkit.workbook.comments import last_block, with_boxes, with_comments
from toolkit.workbook.frames import Looks
from toolkit.workbook.grid import read_grid
from toolkit.workbook.marked_sheet import MarkedSheet
from toolkit.workbook.parts import RELATION, Parts
from toolkit.workbook.plan import RESULT_SHEET, is_result, quoted
from toolkit.workbook.result_sheet import HEAD_ROW, Row, result_sheet
from toolkit.workbook.spans import CannotMark, Edits, escaped, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from toolkit.finding import Finding
    from toolkit.workbook.cells import RawSheet
    from toolkit.workbook.grid import RawWorkbook

__all__ = ["CannotMark", "annotated"]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_SHEET_TYPE = f"{_OFFICE}.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = f"{_OFFICE}.spreadsheetml.comments+xml"
_DRAWING_TYPE = f"{_OFFICE}.vmlDrawing"
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


class _Mark(Struct, frozen=True):
    severity: Severity
    text: str


def annotated(
    file: Path | bytes,
    findings: Sequence[Finding],
    *,
    verdict: str = "",
    problem: Callable[[Finding], str] = lambda finding: finding.message,
) -> bytes:
    """Return a copy of a workbook (its file or its bytes) with the findings marked in it; `problem` tells one without its remedy.

    Raises FileRefused for what cannot be read, CannotMark for what cannot be marked.
    """
    grid = read_grid(file)
    if any(is_result(sheet) for sheet in grid.sheets):
        raise CannotMark("它已经是标注过的副本，请用没有标注的那一份")
    try:
        return _annotated(Parts(file), grid, findings, verdict, problem)
    except (LookupError, OverflowError, ValueError) as error:
        raise CannotMark("它的内容有误") from error


def _annotated(
    parts: Parts,
    grid: RawWorkbook,
    findings: Sequence[Finding],
    verdict: str,
    problem: Callable[[Finding], str],
) -> bytes:
    styles = parts.related(parts.main, "styles")
    if not styles:
        raise CannotMark("它没有样式")
    looks = Looks(parts[styles])
    order = sorted(findings, key=lambda finding: _position(finding, grid.sheets))
    for name, part in _sheet_parts(parts).items():
        marks = _marks((finding for finding in order if finding.sheet == name), problem)
        if marks:
            _mark(parts, part, name, marks, looks)
    visible = {sheet.name for sheet in grid.sheets if sheet.state == "visible"}
    rows = [
        Row(
            finding.code,
            finding.severity,
            finding.sheet or "",
            finding.cell or "",
            problem(finding),
            finding.remedy,
            linked=finding.sheet in visible and _cell(finding) is not None,
        )
        for finding in order
    ]
    _add_list(parts, result_sheet(rows, verdict, looks.list_look))
    parts[styles] = looks.result()
    return parts.zipped()


def _cell(finding: Finding) -> tuple[int, int] | None:
    try:
        return place(finding.cell or "")
    except ValueError:  # a paragraph, or nothing at all
        return None


def _position(finding: Finding, sheets: Sequence[RawSheet]) -> tuple[object, ...]:
    names = [sheet.name for sheet in sheets]
    sheet = names.index(finding.sheet) if finding.sheet in names else -1
    return (sheet, _cell(finding) or (0, 0), list(Severity).index(finding.severity), finding.code)


def _sheet_parts(parts: Parts) -> dict[str, str]:
    """The parts of the sheets by their names; charts and macros are none."""
    targets = {one.id: one.target for one in parts.relations(parts.main) if one.kind == "worksheet"}
    return {
        sheet.attributes["name"]: targets[sheet.attribute("id") or ""]
        for sheet in scan(parts[parts.main], ("sheet",), "工作簿")[1:]
        if sheet.attribute("id") in targets
    }


def _marks(
    findings: Iterable[Finding], problem: Callable[[Finding], str]
) -> dict[tuple[int, int], list[_Mark]]:
    marks: dict[tuple[int, int], list[_Mark]] = {}
    for finding in findings:
        cell = _cell(finding)
        if cell:
            text = f"【{SEVERITY_WORDS[finding.severity]} {finding.code}】{problem(finding)}"
            remedy = f"\n→ {finding.remedy}" if finding.remedy else ""
            marks.setdefault(cell, []).append(_Mark(finding.severity, text + remedy))
    return marks


def _mark(
    parts: Parts, part: str, name: str, marks: dict[tuple[int, int], list[_Mark]], looks: Looks
) -> None:
    sheet = MarkedSheet(parts[part], f"工作表“{name}”")
    together: dict[tuple[int, int], list[_Mark]] = {}
    for cell, found in marks.items():
        together.setdefault(sheet.anchor_cell(cell), []).extend(found)

    def framed(severity: Severity) -> Callable[[int], int]:
        return lambda style: looks.framed(style, severity)

    sheet.mark(
        (cell, framed(min((mark.severity for mark in found), key=list(Severity).index)))
        for cell, found in together.items()
    )
    texts = {cell: "\n\n".join(mark.text for mark in found) for cell, found in together.items()}
    comments = parts.related(part, "comments")
    data, boxless = with_comments(parts[comments] if comments else None, texts)
    folder = posixpath.dirname(parts.main)
    if comments:
        parts[comments] = data
    else:
        comments = parts.free_name(folder, "comments", ".xml")
        parts.add(comments, data.decode(), _COMMENTS_TYPE)
        parts.relate(part, "comments", comments)
    drawing = next((one.target for one in parts.relations(part) if one.id == sheet.drawing), "")
    new = {cell: text for cell, text in texts.items() if cell in boxless}
    if drawing:
        parts[drawing] = with_boxes(parts[drawing], new, sheet.anchor, 0)
    elif sheet.drawing:
        raise CannotMark("它的批注图形不完整")
    else:
        drawing = parts.free_name(posixpath.join(folder, "drawings"), "vmlDrawing", ".vml")
        block = 1 + max((last_block(parts[other]) for other in parts.names(".vml")), default=0)
        boxes = with_boxes(None, new, sheet.anchor, block)
        parts.add(drawing, boxes.decode(), _DRAWING_TYPE)
        sheet.draw(parts.relate(part, "vmlDrawing", drawing))
    parts[part] = sheet.result()


def _add_list(parts: Parts, text: str) -> None:
    """Put the list before the other sheets; what counts sheets by their place counts one more."""
    main = parts.main
    part = parts.free_name(posixpath.join(posixpath.dirname(main), "worksheets"), "sheet", ".xml")
    parts.add(part, text, _SHEET_TYPE)
    relation = parts.relate(main, "worksheet", part)
    elements = scan(
        parts[main],
        (*_BEFORE_NAMES, "bookViews", "workbookView", "sheet", "definedNames", "definedName"),
        "工作簿",
    )
    edits, prefix = Edits(parts[main]), elements[0].prefix
    sheets = [one for one in elements if one.name == "sheet"]
    taken = {one.attributes["name"].lower() for one in sheets}
    name = next(
        name
        for number in range(1, len(taken) + 2)
        if (name := f"{RESULT_SHEET}{number if number > 1 else ''}") not in taken
    )
    number = 1 + max(int(one.attributes.get("sheetId", "0")) for one in sheets)
    edits.insert(
        sheets[0].start,
        f'<{prefix}sheet xmlns:r="{RELATION}" name="{escaped(name)}" sheetId="{number}" r:id="{relation}"/>',
    )
    views = [one for one in elements if one.name == "workbookView"]
    for view in views:
        edits.set(view, activeTab=int(view.attributes.get("activeTab", "0")) + 1)
        if int(view.attributes.get("firstSheet", "0")) > 0:
            edits.set(view, firstSheet=int(view.attributes["firstSheet"]) + 1)
    if not views:
        holder = next(one for one in elements if one.name == "sheets")
        view_tag = f'<{prefix}bookViews><{prefix}workbookView activeTab="1"/></{prefix}bookViews>'
        edits.insert(holder.start, view_tag)
    for one in elements:
        if one.name == "definedName" and "localSheetId" in one.attributes:
            edits.set(one, localSheetId=int(one.attributes["localSheetId"]) + 1)
    titles = (
        f'<{prefix}definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"{escaped(quoted(name))}!${HEAD_ROW}:${HEAD_ROW}</{prefix}definedName>"
    )
    names = next((one for one in elements if one.name == "definedNames"), None)
    if names:
        edits.append(names, titles)
    else:
        before = max(one.end for one in elements if one.name in _BEFORE_NAMES)
        edits.insert(before, f"<{prefix}definedNames>{titles}</{prefix}definedNames>")
    parts[main] = edits.result()
