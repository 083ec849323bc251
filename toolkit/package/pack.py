"""A .zip of many files, read member by member with bounds: what offices and coordinators send on."""

from __future__ import annotations

import stat
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from toolkit.package.archive import BROKEN_ZIP, CENTRAL_ENTRY, ENCRYPTED_MEMBER, MAX_FILE
from toolkit.package.refusal import refuse

if TYPE_CHECKING:
    from pathlib import Path

MAX_MEMBERS: Final = 20_000
MAX_UNPACKED: Final = 4 * 2**30
MAX_INNER: Final = 64 * 2**20

_SUFFIX: Final = ".zip"
_UTF8_NAME: Final = 0x800
_PIECE: Final = 2**20


class Member(NamedTuple):
    """One file of a pack: its number in the directory, and its path as whoever packed it saw it."""

    number: int
    name: str


class Pack:
    """A .zip, open until it is closed or its `with` statement ends."""

    def __init__(self, file: Path | bytes) -> None:
        """Open a pack; raises FileRefused: F004 to F006, F009."""
        try:
            self._stream = BytesIO(file) if isinstance(file, bytes) else _opened(file)
            try:
                self._members = self._directory()
            except BaseException:
                self._stream.close()
                raise
        except PermissionError as error:
            raise refuse("F009", "没有读取权限，或正被其他程序占用") from error
        except OSError as error:
            raise refuse("F009", "路径无效或存储设备出错") from error

    def __enter__(self) -> Self:
        """Return the pack itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._stream.close()

    def members(self) -> tuple[Member, ...]:
        """The files of the pack, in the order of their names."""
        files = (
            Member(number, _name(member))
            for number, member in enumerate(self._members)
            if not member.is_dir()
        )
        return tuple(sorted(files, key=lambda member: (member.name, member.number)))

    def read(self, number: int) -> bytes:
        """Return the bytes of a member; raises FileRefused: F004 a password, F005 damage, F006 too large."""
        if number >= len(self._members):
            raise refuse("F009", "压缩包已经变了")
        member = self._members[number]
        if member.flag_bits & ENCRYPTED_MEMBER:
            raise refuse("F004", "压缩包密码")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others are expanded as a whole
            raise refuse("F005", "压缩包里的压缩方式无法识别")
        bound = MAX_INNER if is_pack(member.filename) else MAX_FILE
        try:
            with self._archive.open(member) as stream:
                data = stream.read(min(member.file_size, bound) + 1)
        except BROKEN_ZIP as error:
            raise refuse("F005", "压缩包里的内容无法解压") from error
        if len(data) > bound:
            raise refuse("F006", "文件", f"{bound // 2**20} MB")
        return data

    def _directory(self) -> list[ZipInfo]:
        """The members, after a look at how many there are: zipfile makes a thousand bytes of each."""
        entries, tail = 0, b""
        while piece := self._stream.read(_PIECE):
            entries += (tail + piece).count(CENTRAL_ENTRY)
            tail = piece[1 - len(CENTRAL_ENTRY) :]
        if entries > MAX_MEMBERS:
            raise refuse("F006", "压缩包里的文件", f"{MAX_MEMBERS:,} 个")
        try:
            self._archive = ZipFile(self._stream)
        except BROKEN_ZIP as error:
            raise refuse("F005", "压缩包不完整，可能没有下载完或没有拷贝完") from error
        members = self._archive.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise refuse("F006", "压缩包解压后的内容", f"{MAX_UNPACKED // 2**30} GB")
        return members


def is_pack(name: str) -> bool:
    """Say whether a file's name is that of a pack."""
    return name.lower().endswith(_SUFFIX)


def _opened(path: Path) -> BinaryIO:
    if not stat.S_ISREG(path.stat().st_mode):
        raise refuse("F009", "这不是普通文件")
    return path.open("rb")


def _name(member: ZipInfo) -> str:
    """A member's path: UTF-8 where the zip says so; else whichever of UTF-8 and GBK it can be."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437")  # as zipfile read it
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
