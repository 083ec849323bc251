"""The commands that tell what there is: `rules` and `forms`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.chinese_help import ChineseCommand
from toolkit.commands.app import app
from toolkit.options import FormFolder  # noqa: TC001 - typer reads the annotations
from toolkit.stopped import Stopped
from toolkit.terminal import say


@app.command(cls=ChineseCommand, help="列出核对规则；给出编号则说明这一条。")
def rules(
    code: Annotated[str, typer.Argument(metavar="[编号]", help="规则编号，如 B301。")] = "",
    form_folder: FormFolder = None,
) -> int:
    from toolkit.form.installed import installed_forms
    from toolkit.form.load import load_form
    from toolkit.inputs import chosen_form
    from toolkit.rulebook import rule_text, rules_table

    latest_first = (load_form(folder) for folder in reversed(installed_forms()))
    if not code:
        form = chosen_form(form_folder)
        say(rules_table(form, [other for other in latest_first if other.id != form.id]), end="")
        return 0
    for number, form in enumerate([chosen_form(form_folder)] if form_folder else latest_first):
        if text := rule_text(code, form):
            say(text + (f"这一条是{form.name}的。\n" if number else ""), end="")
            return 0
    raise Stopped(f"没有编号为 {code} 的规则。用 gktool rules 列出全部规则。")


@app.command(cls=ChineseCommand, help="列出已安装的表样。")
def forms() -> int:
    from toolkit.form.installed import installed_forms
    from toolkit.form.load import load_form

    for folder in installed_forms():
        form = load_form(folder)
        span = (
            f"{form.first_year} 年起" if form.last_year is None else f"{form.first_year}—{form.last_year} 年"
        )
        say(f"{form.id}  {form.name}  第 {form.version} 版  {span}  依据：{form.source}")
    return 0
