"""Writing results: beside the target first, then moved into place, never over an existing file unasked."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Final

_REASONS: Final = {
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "文件名太长",
}


class OutputRefused(Exception):  # noqa: N818 - what happened, as with FileRefused
    """A result cannot be written where it was asked for; the message says why, in Chinese."""


def verify_free(path: Path, *, force: bool) -> None:
    """Raise OutputRefused if something is there already: a file may be replaced with `force`, a folder never."""
    if path.is_dir():
        raise OutputRefused(f"{path} 是文件夹，请给出文件名。")
    if path.exists() and not force:
        raise OutputRefused(f"{path} 已经存在。要覆盖请加 --force，或换一个文件名。")


def write_output(path: Path, content: bytes, *, force: bool) -> None:
    """Write `content` to `path` in one step; raises OutputRefused.

    The file appears whole or not at all.
    """
    verify_free(path, force=force)
    try:
        handle, name = tempfile.mkstemp(prefix=".gktool-", dir=path.parent or Path())
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise OutputRefused(f"{path} 写不进去：{reason}。请检查文件夹是否存在、是否有写入权限。") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
