"""What is wrong with a form."""

from __future__ import annotations


class FormError(Exception):
    """A form's folder cannot be used: which file, which place in it, what is wrong, what to do."""

    def __init__(self, file: str, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"表样文件 {file}{f' 的 {place}' if place else ''}：{problem}。{remedy}")
        self.file = file
        self.place = place
        self.problem = problem
        self.remedy = remedy
