"""Make the Word base document of the installed forms from the XML in this folder: `python examples/base_document/make.py`.

It carries the page set-up and the styles of a report, after GB/T 9704—2012, and a sample of each style. The
same XML gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "workbook_templates" / "annual_report_2021" / "report.docx"
FIRST = "[Content_Types].xml"  # where readers of the format look for it
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def base_document() -> bytes:
    """The parts of this folder as a .docx."""
    parts = sorted(
        path for path in HERE.rglob("*") if path.suffix in (".xml", ".rels") or path.name == ".rels"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for path in sorted(parts, key=lambda path: path.name != FIRST):
            entry = zipfile.ZipInfo(path.relative_to(HERE).as_posix(), _LONG_AGO)
            content = path.read_bytes().replace(b"\r\n", b"\n")
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(base_document())
