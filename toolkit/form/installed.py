"""The folders of the forms that come with gktool."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

FORM_FILE: Final = "form.toml"


def installed_forms() -> tuple[Path, ...]:
    """Folders of the forms that come with gktool, in the order of their names: the latest comes last."""
    root = Path(str(files("workbook_templates")))
    return tuple(sorted(folder for folder in root.iterdir() if (folder / FORM_FILE).is_file()))
