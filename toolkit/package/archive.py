"""The bytes of a file and the bounded zip in them: what comes from an office is read, but never trusted.

Nothing here believes a size, a name or an encoding that the file states about itself. Every way in which a
file can be unreadable ends in `FileRefused` with one finding of family F, never in another exception.
"""

from __future__ import annotations

import stat
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from toolkit.package import markup, sniff
from toolkit.package.refusal import FileRefused, refuse

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.package.markup import Ends, Starts

__all__ = ["FileRefused", "Package", "bounded_bytes", "open_package", "package_of"]

MAX_FILE = 20 * 2**20
MAX_UNZIPPED = 64 * 2**20
MAX_PART = 32 * 2**20
MAX_PARTS = 2_000

ENCRYPTED_MEMBER = 0x1
CENTRAL_ENTRY = b"PK\x01\x02"

BROKEN_ZIP = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Package:
    """The parts of one zip of Office Open XML, read into memory with bounds.

    `parts` are the names of the parts, as the zip states them. Names are found without regard to case and
    with either slash, since programs write both.
    """

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        members = [member for member in archive.infolist() if not member.is_dir()]
        self._members = {_key(member.filename): member for member in members}
        self._left = MAX_UNZIPPED
        self.parts = tuple(member.filename for member in members)
        if any(member.flag_bits & ENCRYPTED_MEMBER for member in members):
            raise refuse("F004", "压缩包密码")
        if sum(member.file_size for member in members) > MAX_UNZIPPED:
            raise _too_large("解压后的内容", MAX_UNZIPPED)

    def __enter__(self) -> Self:
        """Return the package itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the file's bytes."""
        self._archive.close()

    def __contains__(self, part: str) -> bool:
        """Tell whether the package has this part."""
        return _key(part) in self._members

    @property
    def described(self) -> str | None:
        """Which other program's file this is, in Chinese; None for what may be a workbook."""
        mimetype = self.read("mimetype") if "mimetype" in self else b""
        return sniff.describe_zip(self._members.keys(), mimetype)

    def read(self, part: str, *, sheet: str | None = None) -> bytes:
        """Return the bytes of a part; `sheet` is the user's own name for it in a refusal.

        Raises FileRefused: F005 for a part that is missing or damaged, F006 for one that is too large.
        """
        called = _called(part, sheet)
        member = self._members.get(_key(part))
        if member is None:
            raise refuse("F005", f"缺少{called}的内容", sheet=sheet)
        data = self._unzip(member, called, sheet)
        if len(data) > MAX_PART:
            raise _too_large(called, MAX_PART)
        self._left -= len(data)
        if self._left < 0:
            raise _too_large("解压后的内容", MAX_UNZIPPED)
        return data

    def parse(
        self, part: str, start: Starts, end: Ends, *, sheet: str | None = None, data: bytes | None = None
    ) -> None:
        """Run once over the XML of a part, see `markup.parse`; `data` is what was read of it, if it was.

        Raises FileRefused: F005, F006 as `read` does, F007 for a DOCTYPE, and whatever a handler raises.
        """
        data = self.read(part, sheet=sheet) if data is None else data
        markup.parse(data, start, end, _called(part, sheet), sheet)

    def _unzip(self, member: ZipInfo, called: str, sheet: str | None) -> bytes:
        # Only these two methods are Office Open XML, and only they are decompressed piece by piece: zipfile
        # expands a piece of bzip2 or LZMA as a whole.
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise refuse("F005", f"{called}的压缩方式无法识别", sheet=sheet)
        try:
            with self._archive.open(member) as stream:
                # One byte more than is due: the end is met, and with it a wrong size or checksum.
                return stream.read(min(member.file_size, MAX_PART) + 1)
        except BROKEN_ZIP as error:
            raise refuse("F005", f"{called}无法解压", sheet=sheet) from error


def open_package(file: Path | bytes) -> Package:
    """Open a workbook's file, or its bytes, as a zip of Office Open XML; close it, or use it in a `with` statement.

    Raises FileRefused: F001 an empty file, F002 not a zip, F003 an .xls or .et workbook, F004 a password,
    F005 damage, F006 too large, F008 a zip of another program, F009 nothing that can be read at this path.
    """
    data = _bounded(file) if isinstance(file, bytes) else bounded_bytes(file)
    if data.startswith(sniff.OLE2):
        raise _compound(data)
    if not data.startswith(sniff.ZIPS):
        if not data.strip(b"\0"):
            raise refuse("F005", "全部字节都是零")
        raise refuse("F002", sniff.describe(data))
    package = package_of(data)
    other = package.described
    if other is not None:
        raise refuse("F008", other)
    return package


def package_of(data: bytes) -> Package:
    """Open the bytes of a zip; raises FileRefused: F004 a password, F005 damage, F006 too large."""
    # Every entry of the directory begins with this mark, so the count bounds it before zipfile reads it.
    if data.count(CENTRAL_ENTRY) > MAX_PARTS:
        raise refuse("F006", "压缩包里的部件", f"{MAX_PARTS:,} 个")
    try:
        return Package(ZipFile(BytesIO(data)))
    except BROKEN_ZIP as error:
        raise refuse("F005", "压缩包不完整，可能没有下载完或没有拷贝完") from error


def bounded_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raises FileRefused: F001 empty, F006 too large, F009 nothing to be read here."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse("F009", "这是一个文件夹")
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
            raise refuse("F009", "这不是普通文件")
        if status.st_size > MAX_FILE:
            raise _too_large("文件", MAX_FILE)
        with path.open("rb") as stream:
            data = stream.read(status.st_size)
    except FileNotFoundError as error:
        raise refuse("F009", "文件不存在") from error
    except PermissionError as error:
        raise refuse("F009", "没有读取权限，或正被其他程序占用") from error
    except (OSError, ValueError) as error:
        raise refuse("F009", "路径无效或存储设备出错") from error
    if path.name.startswith("~$"):
        raise refuse("F002", "工作簿打开期间的临时文件（文件名以 ~$ 开头），不是工作簿本身")
    if not data:
        raise refuse("F001")
    return data


def _bounded(data: bytes) -> bytes:
    if not data:
        raise refuse("F001")
    if len(data) > MAX_FILE:
        raise _too_large("文件", MAX_FILE)
    return data


def _compound(data: bytes) -> FileRefused:
    if sniff.is_encrypted_compound(data):
        return refuse("F004", "打开密码")
    if sniff.is_excel_compound(data):
        return refuse("F003")
    return refuse("F002", sniff.describe_compound(data))


def _too_large(found: str, bound: int) -> FileRefused:
    return refuse("F006", found, f"{bound // 2**20} MB")


def _called(part: str, sheet: str | None) -> str:
    return f"工作表“{sheet}”" if sheet else f"部件 {part}"


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
