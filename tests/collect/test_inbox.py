"""What lies in a folder is found, in packages too, whatever encoding their names are in; nothing is unpacked to disk."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from toolkit.collect.inbox import Contents, content, inbox_of
from toolkit.collect.model import Source
from toolkit.package import pack
from toolkit.package.archive import MAX_FILE
from toolkit.package.refusal import FileRefused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def zipped(members: Mapping[str, bytes] | Mapping[str | bytes, bytes]) -> bytes:
    """A zip; names given as bytes are written as they are, as Chinese Windows does."""
    stream = io.BytesIO()
    placeholders = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(members.items()):
            if isinstance(name, bytes):
                text = f"{number:0{len(name)}}"
                placeholders[text.encode()] = name
                archive.writestr(text, data)
            else:
                archive.writestr(name, data)
    whole = stream.getvalue()
    for text, name in placeholders.items():
        whole = whole.replace(text, name)
    return whole


def found(folder: Path) -> dict[str, bytes]:
    """Every workbook's name as told, with its content."""
    with Contents() as contents:
        return {source.shown: contents(source) for source in inbox_of(folder).workbooks}


def refusal(source: Source) -> tuple[str, object]:
    with pytest.raises(FileRefused) as refused:
        content(source)
    return refused.value.finding.code, refused.value.finding.found


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


class TestFolder:
    def test_workbooks_below_it_in_order(self, tmp_path: Path) -> None:
        put(
            tmp_path,
            {"乙/b.XLSX": b"2", "甲.xls": b"1", "a.xlsx": b"3", "~$a.xlsx": b"", ".a.xlsx": b"", "a.md": b""},
        )
        assert found(tmp_path) == {"a.xlsx": b"3", "乙/b.XLSX": b"2", "甲.xls": b"1"}

    def test_what_is_overlooked(self, tmp_path: Path) -> None:
        inner = zipped({"深.zip": zipped({"a.xlsx": b"1"}), "函.docx": b""})
        put(tmp_path, {"报告.docx": b"", "a.rar": b"", "包.zip": zipped({"扫描.pdf": b"", "内.zip": inner})})
        assert inbox_of(tmp_path).overlooked == (
            "a.rar",
            "包.zip/内.zip/函.docx",
            "包.zip/内.zip/深.zip",
            "包.zip/扫描.pdf",
            "报告.docx",
        )

    def test_what_is_to_be_left_out(self, tmp_path: Path) -> None:
        put(tmp_path, {"a.xlsx": b"1", "汇总.xlsx": b"2", "退/b.xlsx": b"3"})
        inbox = inbox_of(tmp_path, skip=[tmp_path / "汇总.xlsx", tmp_path / "退"])
        assert [source.shown for source in inbox.workbooks] == ["a.xlsx"]

    def test_one_package_instead_of_a_folder(self, tmp_path: Path) -> None:
        put(tmp_path, {"a.zip": zipped({"b.xlsx": b"1"})})
        assert found(tmp_path / "a.zip") == {"a.zip/b.xlsx": b"1"}


class TestPackages:
    @pytest.mark.parametrize(
        "name",
        [
            pytest.param("城关镇/教育局.xlsx", id="utf-8 and says so"),
            pytest.param("城关镇/教育局.xlsx".encode(), id="utf-8 and says nothing"),
            pytest.param("城关镇/教育局.xlsx".encode("gbk"), id="gbk"),
            pytest.param("城关镇\\教育局.xlsx".encode("gb18030"), id="with a backslash"),
        ],
    )
    def test_names(self, tmp_path: Path, name: str | bytes) -> None:
        put(tmp_path, {"a.zip": zipped({name: b"1"})})
        assert found(tmp_path) == {"a.zip/城关镇/教育局.xlsx": b"1"}

    def test_names_that_climb_out_become_no_files(self, tmp_path: Path) -> None:
        put(tmp_path / "收", {"a.zip": zipped({"../../出去.xlsx": b"1", "/etc/出去.xlsx": b"2"})})
        assert list(found(tmp_path / "收").values()) == [b"1", b"2"]
        assert [path.name for path in tmp_path.rglob("*")] == ["收", "a.zip"]

    def test_inside_another(self, tmp_path: Path) -> None:
        inner = zipped({"b.xlsx": b"1", "c.xlsx": b"2"})
        put(tmp_path, {"a.zip": zipped({"内.zip": inner, "d.xlsx": b"3"})})
        assert found(tmp_path) == {
            "a.zip/d.xlsx": b"3",
            "a.zip/内.zip/b.xlsx": b"1",
            "a.zip/内.zip/c.xlsx": b"2",
        }

    def test_two_of_one_name(self, tmp_path: Path) -> None:
        put(tmp_path, {"a.zip": zipped({"b.xlsx": b"1", b"c.xlsx": b"2"}).replace(b"c.xlsx", b"b.xlsx")})
        with Contents() as contents:
            assert [contents(source) for source in inbox_of(tmp_path).workbooks] == [b"1", b"2"]

    def test_what_mac_adds(self, tmp_path: Path) -> None:
        put(
            tmp_path,
            {"a.zip": zipped({"__MACOSX/._b.xlsx": b"", "b.xlsx": b"1", "._c.xlsx": b"", "夹/": b""})},
        )
        assert found(tmp_path) == {"a.zip/b.xlsx": b"1"}

    def test_read_again_one_by_one(self, tmp_path: Path) -> None:
        put(tmp_path, {"a.zip": zipped({"内.zip": zipped({"b.xlsx": b"1"})})})
        (source,) = inbox_of(tmp_path).workbooks
        assert content(source) == b"1"


class TestRefusals:
    @pytest.mark.parametrize(
        "data", [b"", b"PK\x05\x06", b"PK\x03\x04" + bytes(99), zipped({"a.xlsx": b"1"})[:-9]]
    )
    def test_a_damaged_package_does_not_hide_the_others(self, tmp_path: Path, data: bytes) -> None:
        inbox = inbox_of(put(tmp_path, {"a.zip": data, "b.zip": zipped({"c.zip": data}), "d.xlsx": b"1"}))
        assert [source.shown for source in inbox.workbooks] == ["d.xlsx"]
        assert [(source.shown, finding.code) for source, finding in inbox.refused] == [
            ("a.zip", "F005"),
            ("b.zip/c.zip", "F005"),
        ]

    def test_a_password(self, tmp_path: Path) -> None:
        data = bytearray(zipped({"a.xlsx": b"1"}))
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        (source,) = inbox_of(put(tmp_path, {"a.zip": bytes(data)})).workbooks
        assert refusal(source) == ("F004", "压缩包密码")

    def test_a_member_that_is_larger_than_it_says(self, tmp_path: Path) -> None:
        data = bytearray(zipped({"a.xlsx": bytes(MAX_FILE + 9)}))
        struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 5)
        (source,) = inbox_of(put(tmp_path, {"a.zip": bytes(data)})).workbooks
        assert refusal(source)[0] == "F005"

    def test_a_member_that_is_too_large(self, tmp_path: Path) -> None:
        (source,) = inbox_of(put(tmp_path, {"a.zip": zipped({"a.xlsx": bytes(MAX_FILE + 1)})})).workbooks
        assert refusal(source) == ("F006", "文件")

    def test_too_many_members(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pack, "MAX_MEMBERS", 3)
        inbox = inbox_of(put(tmp_path, {"a.zip": zipped({f"{n}.xlsx": b"1" for n in range(4)})}))
        assert [finding.message for _, finding in inbox.refused] == [
            "文件超出可以读取的范围：压缩包里的文件超过 3 个。"
        ]

    def test_a_bomb(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pack, "MAX_UNPACKED", 1000)
        inbox = inbox_of(put(tmp_path, {"a.zip": zipped({f"{n}.xlsx": bytes(400) for n in range(3)})}))
        assert [finding.code for _, finding in inbox.refused] == ["F006"]

    @pytest.mark.skipif(os.name == "nt", reason="no pipes among the files")
    def test_a_pipe_is_not_opened(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.zip")
        assert refusal(Source(tmp_path / "a.zip", "a.zip", (0,))) == ("F009", "这不是普通文件")

    def test_a_package_that_changed_meanwhile(self, tmp_path: Path) -> None:
        (source,) = inbox_of(put(tmp_path, {"a.zip": zipped({"a.xlsx": b"1"})})).workbooks
        (tmp_path / "a.zip").write_bytes(zipped({}))
        assert refusal(source) == ("F009", "压缩包已经变了")
