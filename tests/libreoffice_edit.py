"""Run by the system's Python with LibreOffice's `uno`: do to workbooks what a clerk does with mouse and keys.

    libreoffice_edit.py PROFILE JOBS.json

A job has "source", "target" and "operations":
{"do": "set", "sheet", "cell", "value"}, {"do": "formula", "sheet", "cell", "value"}, {"do": "move", "sheet", "from", "to"} (cut and paste),
{"do": "paste", "sheet", "cell", "value"} (paste a cell of another document with its formats),
{"do": "unprotect", "sheet"}, {"do": "insert_rows" | "delete_rows" | "insert_columns" | "delete_columns",
"sheet", "at", "count"} (at counts from 1), {"do": "rename", "sheet", "name"}.
"""
# ruff: noqa: ANN001, ANN201, BLE001, FBT003 - uno has no types, raises what it likes and takes no keywords

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import CellAddress

VALUES, DATES, TEXTS = 1, 2, 4


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    sys.exit("LibreOffice did not start")


def put(cell, value):
    if isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def press(context, controller, command):
    helper = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    helper.executeDispatch(controller.Frame, f".uno:{command}", "", 0, ())


def paste(context, desktop, controller, value):
    """Copy a big bold cell of another document and paste it, formats and all, on the selection."""
    other = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    cell = other.Sheets.getByIndex(0).getCellByPosition(0, 0)
    put(cell, value)
    cell.CharHeight = 20
    other.CurrentController.select(cell)
    press(context, other.CurrentController, "Copy")
    press(context, controller, "Paste")
    other.close(True)


def carry_out(context, desktop, document, operation):
    sheet = document.Sheets.getByName(operation["sheet"])
    what = operation["do"]
    if what == "set":
        put(sheet.getCellRangeByName(operation["cell"]), operation["value"])
    elif what == "formula":
        sheet.getCellRangeByName(operation["cell"]).setFormula(operation["value"])
    elif what == "move":
        source = sheet.getCellRangeByName(operation["from"]).getRangeAddress()
        target = sheet.getCellRangeByName(operation["to"]).getRangeAddress()
        to = CellAddress()
        to.Sheet, to.Column, to.Row = target.Sheet, target.StartColumn, target.StartRow
        sheet.moveRange(to, source)
    elif what == "paste":
        controller = document.CurrentController
        controller.setActiveSheet(sheet)
        target = sheet.getCellRangeByName(operation["cell"])
        target.clearContents(
            VALUES | DATES | TEXTS
        )  # else LibreOffice asks whether to overwrite, and nobody answers
        controller.select(target)
        paste(context, desktop, controller, operation["value"])
    elif what == "unprotect":
        sheet.unprotect("")
    elif what == "rename":
        sheet.Name = operation["name"]
    else:
        action, lines = what.split("_")
        change = getattr(
            sheet.Rows if lines == "rows" else sheet.Columns,
            f"{action[:6]}ByIndex".replace("delete", "remove"),
        )
        change(operation["at"] - 1, operation.get("count", 1))


def work(context, desktop, job):
    document = desktop.loadComponentFromURL(Path(job["source"]).as_uri(), "_blank", 0, ())
    for operation in job["operations"]:
        carry_out(context, desktop, document, operation)
    document.calculateAll()
    document.storeToURL(Path(job["target"]).as_uri(), (option("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)


def main():
    profile, jobs = (Path(argument).resolve() for argument in sys.argv[1:3])
    pipe = f"gktool{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ],
        start_new_session=True,
    )
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        for job in json.loads(jobs.read_text(encoding="utf-8")):
            work(context, desktop, job)
        desktop.terminate()
        office.wait(20)
    finally:
        if office.poll() is None:  # soffice is a script that starts the program itself
            os.killpg(office.pid, signal.SIGKILL)


main()
