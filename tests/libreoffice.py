"""LibreOffice as another program that opens, calculates, fills in and saves our workbooks, and prints our reports.

Starting it costs two seconds and a file more very little, so every call takes many files at once. A profile of
its own, set to recalculate whatever it loads, keeps it apart from the user's and from other runs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SYSTEM_PYTHON = "/usr/bin/python3"  # the one that has `uno`
XLSX = "xlsx:Calc MS Excel 2007 XML"
EDIT = Path(__file__).with_name("libreoffice_edit.py")
TIMEOUT = 300
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
 </item>
</oor:items>
"""


def available() -> bool:
    """Say whether LibreOffice and its bridge to Python are installed."""
    if not shutil.which("soffice") or not Path(SYSTEM_PYTHON).exists():
        return False
    asked = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return asked.returncode == 0


def writer_available() -> bool:
    """Say whether LibreOffice can open Word documents, and poppler can read what it prints."""
    program = shutil.which("soffice")
    writer = program and Path(program).resolve().with_name("libswlo.so").exists()
    return bool(writer and shutil.which("pdftotext"))


def printed(files: Sequence[Path], folder: Path) -> list[list[str]]:
    """Let LibreOffice print documents and return the text of each, page by page."""
    converted(files, folder, "pdf")
    texts = []
    for file in files:
        pdf = folder / f"{file.stem}.pdf"
        read = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
        texts.append(read.stdout.decode().removesuffix("\f").split("\f"))
    return texts


@contextmanager
def _profile() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        user = Path(folder) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        yield Path(folder)


def recalculated(files: Sequence[Path], folder: Path) -> list[Path]:
    """Let LibreOffice calculate everything anew and save under the same name in another folder."""
    converted(files, folder, XLSX)
    return [folder / file.name for file in files]


def converted(files: Sequence[Path], folder: Path, kind: str) -> None:
    """Let LibreOffice save files as another kind (`pdf`, `xlsx:Calc MS Excel 2007 XML`) in another folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with _profile() as profile:
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
                "--convert-to", kind, "--outdir", str(folder), *map(str, files),
            ],
            check=True,
            capture_output=True,
            timeout=TIMEOUT,
        )  # fmt: skip


def edited(jobs: Mapping[Path, Sequence[Mapping[str, Any]]], folder: Path) -> list[Path]:
    """Let LibreOffice carry out operations (see `libreoffice_edit.py`) on files and save them elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / source.name for source in jobs]
    listed = [
        {"source": str(source), "target": str(target), "operations": list(operations)}
        for (source, operations), target in zip(jobs.items(), targets, strict=True)
    ]
    with _profile() as profile:
        orders = profile / "jobs.json"
        orders.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
        subprocess.run([SYSTEM_PYTHON, str(EDIT), str(profile), str(orders)], check=True, timeout=TIMEOUT)
    return targets
