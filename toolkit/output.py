"""Writing results: beside the target first, then moved into place; never over an input, or over a file unasked."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Content = bytes | Callable[[BinaryIO], object]
"""What is to be in a file, or what writes it into a stream."""

REASONS: Final = {
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


def verify_outputs(
    paths: Sequence[Path], *, inputs: Iterable[Path] = (), suffixes: Sequence[str], force: bool
) -> None:
    """Raise OutputRefused, before any work, if one of the results cannot be written where it is asked for.

    A result may not be one of the inputs, not even with `force`; its name ends as what is in it.
    """
    sources = tuple(inputs)
    for number, path in enumerate(paths):
        if any(_same(path, source) for source in sources):
            raise OutputRefused(f"{path} 就是要读的文件，写上去原来的内容就没有了。请换一个文件名。")
        if any(_same(path, other) for other in paths[:number]):
            raise OutputRefused(f"{path} 给了两次，请各写一个文件名。")
        if path.suffix.lower() not in suffixes:
            raise OutputRefused(f"{path}：扩展名不对，这里写的是 {'、'.join(suffixes)} 文件。")
        _verify_free(path, force=force)
        if not path.parent.is_dir():
            raise _refused(path, errno.ENOTDIR if path.parent.exists() else errno.ENOENT)


def _same(path: Path, other: Path) -> bool:
    """Say whether two paths are one file, under whatever names."""
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there
        return path.resolve() == other.resolve()


def _verify_free(path: Path, *, force: bool) -> None:
    """Raise OutputRefused if something is there already: a file may be replaced with `force`, a folder never."""
    if path.is_dir():
        raise OutputRefused(f"{path} 是文件夹，请给出文件名。")
    if path.exists() and not force:
        raise OutputRefused(f"{path} 已经存在。要覆盖请加 --force，或换一个文件名。")


def write_outputs(contents: Mapping[Path, Content], *, force: bool) -> None:
    """Write every content to its path, or have it written there; raises OutputRefused.

    A file appears whole or not at all, and none appears before all are written.
    """
    import tempfile  # noqa: PLC0415 - help is shown without writing

    for path in contents:
        _verify_free(path, force=force)
    beside: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            try:
                handle, name = tempfile.mkstemp(prefix=".gktool-", dir=path.parent)
                beside[path] = Path(name)
                with os.fdopen(handle, "wb") as stream:
                    if isinstance(content, bytes):
                        stream.write(content)
                    else:
                        content(stream)
                beside[path].chmod(0o666 & ~_umask())
            except OSError as error:
                if error.errno == errno.ENOSPC and not isinstance(
                    content, bytes
                ):  # it takes room elsewhere too
                    places = f"{path} 所在的磁盘或临时文件夹 {tempfile.gettempdir()}"
                    raise OutputRefused(f"{path} 写不出来：{places} 满了。请腾出空间后再试。") from None
                raise _refused(path, error.errno, error.strerror) from None
        for path, temporary in beside.items():
            try:
                temporary.replace(path)
            except OSError as error:
                raise _refused(path, error.errno, error.strerror) from None
    finally:
        for temporary in beside.values():
            temporary.unlink(missing_ok=True)


class OutputFolder:
    """A folder of results, written beside the target and moved into place when its `with` statement ends well.

    Files that are there already and are not written again stay. What is written to it is lost if anything is
    raised before the end.
    """

    def __init__(self, path: Path, *, inputs: Iterable[Path] = (), force: bool) -> None:
        """Raise OutputRefused, before any work, if the folder cannot be written, or holds an input."""
        if path.exists() and not path.is_dir():
            raise OutputRefused(f"{path} 是文件，请给出文件夹。")
        if path.is_dir() and any(path.iterdir()) and not force:
            raise OutputRefused(f"{path} 里已经有文件。要写进去（同名的覆盖）请加 --force，或换一个文件夹。")
        for source in inputs:
            if source.resolve().is_relative_to(path.resolve()):
                raise OutputRefused(f"{source} 在 {path} 里，可能被覆盖。请换一个文件夹。")
        if not path.absolute().parent.is_dir():
            raise _refused(path, errno.ENOENT)
        self._path = path

    def __enter__(self) -> Self:
        """Make the folder beside; raises OutputRefused."""
        import tempfile  # noqa: PLC0415 - likewise

        try:
            self._beside = Path(tempfile.mkdtemp(prefix=".gktool-", dir=self._path.absolute().parent))
        except OSError as error:
            raise _refused(self._path, error.errno, error.strerror) from None
        return self

    def write(self, name: str, content: bytes) -> None:
        """Write one file; raises OutputRefused."""
        file = self._beside / name
        try:
            file.write_bytes(content)
        except OSError as error:
            raise _refused(self._path / name, error.errno, error.strerror) from None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Move the files into place, or throw them away; raises OutputRefused."""
        import shutil  # noqa: PLC0415 - likewise

        try:
            if kind is None:
                self._path.mkdir(exist_ok=True)
                for file in sorted(self._beside.iterdir()):
                    file.replace(self._path / file.name)
        except OSError as error:
            raise _refused(self._path, error.errno, error.strerror) from None
        finally:
            shutil.rmtree(self._beside, ignore_errors=True)


def _refused(path: Path, number: int | None, words: str | None = None) -> OutputRefused:
    reason = REASONS.get(number or 0, words or "原因不明")
    return OutputRefused(f"{path} 写不进去：{reason}。请检查文件夹是否存在、是否有写入权限。")


def print_json(text: str) -> None:
    """Print JSON in UTF-8 whatever the console's encoding is: what reads JSON expects nothing else."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a stream of text that someone put in its place
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    buffer.write(text.encode())
    buffer.flush()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
