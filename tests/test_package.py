"""What is refused before a single cell is read, and how the refusal is worded."""

from __future__ import annotations

import os
import pickle
import struct
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from toolkit import catalogue
from toolkit.package import zipped as written
from toolkit.package.archive import MAX_FILE, MAX_PART, MAX_PARTS, FileRefused, Package, open_package

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook(part: str | bytes = "<workbook/>", **parts: str | bytes) -> bytes:
    return zipped({"_rels/.rels": RELATIONS, "xl/workbook.xml": part, **parts})


def stream(name: str) -> bytes:
    return OLE2 + name.encode("utf-16-le").ljust(128, b"\0")


def opened(tmp_path: Path, content: bytes, name: str = "年报.xlsx") -> Package:
    path = tmp_path / name
    path.write_bytes(content)
    return open_package(path)


def refusal(tmp_path: Path, content: bytes, name: str = "年报.xlsx") -> tuple[str, object]:
    with pytest.raises(FileRefused) as refused:
        opened(tmp_path, content, name)
    finding = refused.value.finding
    return finding.code, finding.found


def parse_refusal(tmp_path: Path, part: str | bytes) -> tuple[str, object]:
    with opened(tmp_path, workbook(part)) as package, pytest.raises(FileRefused) as refused:
        package.parse("xl/workbook.xml", {}, {})
    return refused.value.finding.code, refused.value.finding.found


class TestOpen:
    def test_lists_the_parts(self, tmp_path: Path) -> None:
        with opened(tmp_path, workbook()) as package:
            assert package.parts == ("_rels/.rels", "xl/workbook.xml")
            assert package.read("xl/workbook.xml") == b"<workbook/>"

    def test_never_writes(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(workbook())
        path.chmod(0o444)
        before = path.stat()
        with open_package(path) as package:
            package.parse("xl/workbook.xml", {}, {})
        assert (path.stat().st_mtime_ns, path.read_bytes()) == (before.st_mtime_ns, workbook())

    def test_finds_a_part_whatever_its_case_and_slashes(self, tmp_path: Path) -> None:
        with opened(
            tmp_path, zipped({"_RELS\\.rels": RELATIONS, "XL\\Workbook.xml": "<workbook/>"})
        ) as package:
            assert "xl/workbook.xml" in package
            assert "/xl/workbook.xml" in package
            assert package.read("xl/workbook.xml") == b"<workbook/>"

    def test_macros_do_not_matter(self, tmp_path: Path) -> None:
        with opened(tmp_path, workbook(**{"xl/vbaProject.bin": OLE2}), "年报.xlsm") as package:
            assert "xl/vbaProject.bin" in package

    def test_a_missing_part_is_damage(self, tmp_path: Path) -> None:
        with opened(tmp_path, workbook()) as package, pytest.raises(FileRefused) as refused:
            package.read("xl/worksheets/sheet1.xml", sheet="依申请")
        finding = refused.value.finding
        assert (finding.code, finding.sheet, finding.message) == (
            "F005",
            "依申请",
            "文件已损坏：缺少工作表“依申请”的内容。",
        )


class TestRefusal:
    def test_carries_its_finding_through_pickle(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused) as refused:
            opened(tmp_path, b"")
        copy = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  our own bytes
        assert copy.finding == refused.value.finding
        assert copy.finding == catalogue.finding("F001")

    @pytest.mark.parametrize("code", ["F001", "F002", "F003", "F004", "F005", "F006", "F007", "F008", "F009"])
    def test_every_code_is_worded(self, code: str) -> None:
        finding = catalogue.finding(code, found="某物", expected="某数")
        assert finding.severity == "error"
        assert finding.message.endswith("。")
        assert finding.remedy.endswith("。")


class TestPath:
    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused) as refused:
            open_package(tmp_path / "没有.xlsx")
        assert (refused.value.finding.code, refused.value.finding.found) == ("F009", "文件不存在")

    def test_directory(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused) as refused:
            open_package(tmp_path)
        assert (refused.value.finding.code, refused.value.finding.found) == ("F009", "这是一个文件夹")

    def test_no_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "a.xlsx").write_bytes(workbook())

        def denied(*_: object, **__: object) -> None:
            raise PermissionError

        monkeypatch.setattr(Path, "open", denied)  # the tests may run as root, whom nothing is denied
        with pytest.raises(FileRefused) as refused:
            open_package(tmp_path / "a.xlsx")
        assert (refused.value.finding.code, refused.value.finding.found) == (
            "F009",
            "没有读取权限，或正被其他程序占用",
        )

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.xlsx")
        with pytest.raises(FileRefused) as refused:
            open_package(tmp_path / "pipe.xlsx")
        assert (refused.value.finding.code, refused.value.finding.found) == ("F009", "这不是普通文件")

    @pytest.mark.parametrize("name", ["a\0.xlsx", "长" * 5000 + ".xlsx"])
    def test_no_path_at_all(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(FileRefused) as refused:
            open_package(tmp_path / name)
        assert (refused.value.finding.code, refused.value.finding.found) == ("F009", "路径无效或存储设备出错")


class TestNotAZip:
    def test_empty(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, b"") == ("F001", None)

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (b"%PDF-1.7\n", "PDF 文件"),
            (b"{\\rtf1\\ansi}", "RTF 文档"),
            (b"\x89PNG\r\n\x1a\n", "图片（PNG）"),
            (b"\xff\xd8\xff\xe0", "图片（JPEG）"),
            (b"Rar!\x1a\x07", "RAR 压缩包"),
            (b"\x1f\x8b\x08", "gzip 压缩包"),
            ("单位,新收,办结\n甲局,1,2\n".encode("gb18030"), "CSV 表格（逗号分隔的文本）"),
            ("\ufeff单位,新收\n甲局,1\n".encode(), "CSV 表格（逗号分隔的文本）"),
            ("单位\t新收\n甲局\t1\n".encode("utf-16"), "制表符分隔的文本"),
            ("本机关全年收到申请 3 件。".encode(), "纯文本"),
            (b" \r\n", "只有空白的文本"),
            (b'{"form": "annual_report_2021"}', "JSON 数据"),
            ("<html><table><tr><td>甲".encode("gb18030"), "网页（HTML），可能是业务系统导出的假表格"),
            (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "单个文件网页（MHT）"),
            (
                b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
                "XML 表格 2003",
            ),
            (b"<?xml version='1.0'?><a/>", "XML 文件"),
            (b"%TSD-Header-###%\x01\x02", "被文档加密（防泄密）软件加密的文件，须先解密"),
            (b"\x14#e\0\0E-SafeNet\0\0\0LOCK", "被文档加密（防泄密）软件加密的文件，须先解密"),
            (b"\x00\x05\x16\x07\x00", "macOS 的附属文件（文件名以 ._ 开头），不是工作簿本身"),
            (b"\x01\x02\x03\xff\xfe", "无法识别的二进制文件"),
        ],
    )
    def test_says_what_it_looks_like(self, tmp_path: Path, content: bytes, found: str | None) -> None:
        assert refusal(tmp_path, content) == ("F002", found)

    def test_a_long_text_cut_inside_a_character(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, ("甲" * 5000).encode()) == ("F002", "纯文本")

    def test_excel_owner_file(self, tmp_path: Path) -> None:
        content = b"\x03abc" + bytes(161)
        assert refusal(tmp_path, content, "~$年报.xlsx") == (
            "F002",
            "工作簿打开期间的临时文件（文件名以 ~$ 开头），不是工作簿本身",
        )

    def test_only_zeros_as_a_failing_disk_leaves_them(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, bytes(4096)) == ("F005", "全部字节都是零")

    @pytest.mark.parametrize(
        ("content", "code", "found"),
        [
            (stream("Workbook"), "F003", None),
            (stream("Book"), "F003", None),
            (stream("EncryptedPackage"), "F004", "打开密码"),
            (stream("WordDocument"), "F002", "旧版 Word 或 WPS 文字文档（.doc、.wps）"),
            (stream("PowerPoint Document"), "F002", "旧版演示文稿（.ppt、.dps）"),
            (OLE2, "F002", "旧版 Office 复合文档"),
        ],
    )
    def test_compound_files(self, tmp_path: Path, content: bytes, code: str, found: str | None) -> None:
        assert refusal(tmp_path, content) == (code, found)


class TestOtherZip:
    @pytest.mark.parametrize(
        ("parts", "found"),
        [
            ({"word/document.xml": "", "_rels/.rels": ""}, "Word 文档（.docx）"),
            ({"ppt/presentation.xml": "", "_rels/.rels": ""}, "PowerPoint 演示文稿（.pptx）"),
            ({"xl/workbook.bin": "", "_rels/.rels": ""}, "Excel 二进制工作簿（.xlsb）"),
            ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument 表格（.ods）"),
            ({"mimetype": "application/vnd.oasis.opendocument.text"}, "OpenDocument 文档（.odt）"),
            ({"OFD.xml": ""}, "OFD 版式文件"),
            ({"甲局/年报.xlsx": ""}, "装着工作簿的压缩包，须先解压"),
            ({"说明.txt": ""}, "普通压缩包"),
            ({}, "空的压缩包"),
        ],
    )
    def test_says_what_it_is(self, tmp_path: Path, parts: dict[str, str | bytes], found: str | None) -> None:
        assert refusal(tmp_path, zipped(parts)) == ("F008", found)

    def test_word_file_with_a_workbook_inside(self, tmp_path: Path) -> None:
        parts: dict[str, str | bytes] = {
            "word/document.xml": "",
            "word/embeddings/a.xlsx": zipped({"xl/workbook.xml": ""}),
        }
        assert refusal(tmp_path, zipped(parts)) == ("F008", "Word 文档（.docx）")


class TestDamagedZip:
    def test_cut_off(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, workbook()[:-30]) == (
            "F005",
            "压缩包不完整，可能没有下载完或没有拷贝完",
        )

    def test_encrypted_member(self, tmp_path: Path) -> None:
        content = bytearray(workbook())
        content[content.index(b"PK\x01\x02") + 8] |= 1
        assert refusal(tmp_path, bytes(content)) == ("F004", "压缩包密码")

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_unusual_compression_is_not_unpacked(self, tmp_path: Path, method: int) -> None:
        content = zipped({"_rels/.rels": RELATIONS, "xl/workbook.xml": "<workbook/>"}, method)
        with opened(tmp_path, content) as package, pytest.raises(FileRefused) as refused:
            package.read("xl/workbook.xml")
        assert (refused.value.finding.code, refused.value.finding.found) == (
            "F005",
            "部件 xl/workbook.xml的压缩方式无法识别",
        )

    def test_a_changed_byte_is_noticed(self, tmp_path: Path) -> None:
        content = zipped({"_rels/.rels": RELATIONS, "xl/workbook.xml": "<workbook/>"}, zipfile.ZIP_STORED)
        content = content.replace(b"<workbook/>", b"<workbooK/>")
        with opened(tmp_path, content) as package, pytest.raises(FileRefused) as refused:
            package.read("xl/workbook.xml")
        assert (refused.value.finding.code, refused.value.finding.found) == (
            "F005",
            "部件 xl/workbook.xml无法解压",
        )


class TestTooLarge:
    def test_file(self, tmp_path: Path) -> None:
        path = tmp_path / "大.xlsx"
        with path.open("wb") as stream:
            stream.write(b"PK\x03\x04")
            stream.truncate(MAX_FILE + 1)
        with pytest.raises(FileRefused) as refused:
            open_package(path)
        finding = refused.value.finding
        assert (finding.code, finding.message) == ("F006", "文件超出可以读取的范围：文件超过 20 MB。")

    def test_zip_bomb_that_tells_its_size(self, tmp_path: Path) -> None:
        bomb = workbook(**{f"xl/media/{n}.bin": bytes(MAX_PART) for n in range(3)})
        assert len(bomb) < 2**20
        assert refusal(tmp_path, bomb) == ("F006", "解压后的内容")

    def test_one_part(self, tmp_path: Path) -> None:
        with (
            opened(tmp_path, workbook(bytes(MAX_PART + 1))) as package,
            pytest.raises(FileRefused) as refused,
        ):
            package.read("xl/workbook.xml")
        assert (refused.value.finding.code, refused.value.finding.found) == ("F006", "部件 xl/workbook.xml")

    def test_zip_bomb_that_hides_its_size(self, tmp_path: Path) -> None:
        bomb = bytearray(workbook(bytes(60 * 2**20)))
        for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            place = bomb.rindex(mark) + offset
            bomb[place : place + 4] = struct.pack("<I", 100)
        tracemalloc.start()
        with opened(tmp_path, bytes(bomb)) as package, pytest.raises(FileRefused) as refused:
            package.read("xl/workbook.xml")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert refused.value.finding.code == "F005"
        assert peak < 10 * 2**20

    def test_the_same_part_again_and_again(self, tmp_path: Path) -> None:
        with opened(tmp_path, workbook(bytes(MAX_PART))) as package:
            package.read("xl/workbook.xml")
            package.read("xl/workbook.xml")
            with pytest.raises(FileRefused) as refused:
                package.read("xl/workbook.xml")
        assert (refused.value.finding.code, refused.value.finding.found) == ("F006", "解压后的内容")

    def test_parts(self, tmp_path: Path) -> None:
        many = workbook(**{f"xl/{n}.xml": b"" for n in range(MAX_PARTS)})
        assert refusal(tmp_path, many) == ("F006", "压缩包里的部件")


class TestParse:
    def test_handlers_get_attributes_and_text_by_local_name(self, tmp_path: Path) -> None:
        part = '<x:a xmlns:x="u"><x:sheet name="依申请">甲&amp;<!-- -->乙</x:sheet><x:b>丙</x:b></x:a>'
        met: list[object] = []
        with opened(tmp_path, workbook(part)) as package:
            package.parse("xl/workbook.xml", {"sheet": met.append}, {"sheet": met.append})
        assert met == [{"name": "依申请"}, "甲&乙"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "iso-8859-1"])
    def test_a_doctype_is_refused_in_every_encoding(self, tmp_path: Path, encoding: str) -> None:
        declared = "utf-8" if encoding.startswith("utf-8") else encoding
        part = (
            f'<?xml version="1.0" encoding="{declared}"?><!DOCTYPE workbook [<!ENTITY a SYSTEM "file:///etc/passwd">'
            "]><workbook>&a;</workbook>"
        ).encode(encoding)
        # expat reads no Chinese multi-byte encodings, and no workbook is written in one
        expected = (
            ("F005", "部件 xl/workbook.xml的内容有误")
            if encoding == "gbk"
            else ("F007", "部件 xl/workbook.xml")
        )
        assert parse_refusal(tmp_path, part) == expected

    def test_a_doctype_that_only_points_outside(self, tmp_path: Path) -> None:
        part = '<!DOCTYPE workbook SYSTEM "http://example.invalid/a.dtd"><workbook/>'
        assert parse_refusal(tmp_path, part) == ("F007", "部件 xl/workbook.xml")

    def test_billion_laughs(self, tmp_path: Path) -> None:
        entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        part = f'<!DOCTYPE a [<!ENTITY a0 "哈">{entities}]><a>&a11;</a>'
        assert parse_refusal(tmp_path, part) == ("F007", "部件 xl/workbook.xml")

    def test_the_word_doctype_in_a_text_is_no_doctype(self, tmp_path: Path) -> None:
        with opened(tmp_path, workbook("<a>&lt;!DOCTYPE a&gt;<!-- <!DOCTYPE a> --></a>")) as package:
            package.parse("xl/workbook.xml", {}, {})

    @pytest.mark.parametrize(
        ("part", "place"),
        [
            ("<workbook>", "第 1 行第 11 列"),
            ("", "第 1 行第 1 列"),
            ("<a>\n</b>", "第 2 行第 3 列"),
            ("<a>&b;</a>", "第 1 行第 4 列"),
            (b"<a>\xff</a>", "第 1 行第 4 列"),
            ("<a\0/>", "第 1 行第 3 列"),
        ],
    )
    def test_damage_says_where(self, tmp_path: Path, part: str | bytes, place: str) -> None:
        assert parse_refusal(tmp_path, part) == ("F005", f"部件 xl/workbook.xml的内容在{place}处中断或有误")

    def test_unknown_encoding(self, tmp_path: Path) -> None:
        part = '<?xml version="1.0" encoding="no-such"?><a/>'
        assert parse_refusal(tmp_path, part) == ("F005", "部件 xl/workbook.xml的内容有误")

    def test_what_a_handler_cannot_make_sense_of_is_damage(self, tmp_path: Path) -> None:
        def number(attributes: dict[str, str]) -> None:
            int(attributes["r"])

        with opened(tmp_path, workbook('<a r="x"/>')) as package, pytest.raises(FileRefused) as refused:
            package.parse("xl/workbook.xml", {"a": number}, {}, sheet="依申请")
        finding = refused.value.finding
        assert (finding.code, finding.found, finding.sheet) == ("F005", "工作表“依申请”的内容有误", "依申请")

    def test_deep_nesting(self, tmp_path: Path) -> None:
        assert parse_refusal(tmp_path, "<a>" * 1_000_000) == ("F006", "部件 xl/workbook.xml的嵌套层数")

    @pytest.mark.parametrize("close", ['"/>', ""])
    def test_one_endless_tag(self, tmp_path: Path, close: str) -> None:
        part = '<a b="' + "x" * (5 * 2**20) + close
        assert parse_refusal(tmp_path, part) == ("F006", "部件 xl/workbook.xml的单个标记")

    def test_ever_new_names(self, tmp_path: Path) -> None:
        part = "<a>" + "".join(f"<n{n}/>" for n in range(200_000)) + "</a>"
        assert parse_refusal(tmp_path, part) == ("F006", "部件 xl/workbook.xml的标记名")

    def test_a_large_part_of_short_pieces_is_fine(self, tmp_path: Path) -> None:
        rows = 400_000
        met: list[str] = []
        with opened(tmp_path, workbook("<a>" + "<b>甲</b>\n" * rows + " " * 3_000_000 + "</a>")) as package:
            package.parse("xl/workbook.xml", {}, {"b": met.append})
        assert met == ["甲"] * rows


class TestZipped:
    def test_same_bytes_on_every_system(self, monkeypatch: pytest.MonkeyPatch) -> None:
        parts = {"b.xml": b"<b/>", "a/c.xml": "表".encode()}
        here = written.zipped(parts)
        monkeypatch.setattr("sys.platform", "win32")
        monkeypatch.setattr("time.time", lambda: 2e9)
        assert written.zipped(parts) == here

    def test_keeps_the_parts_in_their_order(self) -> None:
        parts = {"b.xml": b"<b/>", "a/c.xml": b""}
        assert list(written.unzipped(written.zipped(parts)).items()) == list(parts.items())
