"""The folders of the forms that come with gktool."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FORM_FILE: Final = "form.toml"


@cache
def installed_forms() -> tuple[Path, ...]:
    """Folders of the forms that come with gktool, in the order of their names: the latest comes last."""
    spec = find_spec("workbook_templates")  # importlib.resources would take longer than all of this
    roots = spec.submodule_search_locations if spec else None
    return tuple(
        sorted(
            folder
            for root in roots or ()
            for folder in Path(root).iterdir()
            if (folder / FORM_FILE).is_file()
        )
    )
