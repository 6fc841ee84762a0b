"""Finished pages on disk, read by the front and by nginx alike. Knows no database and no Django.

The link of `/nasional/` is `<root>/<host>/nasional/@`, that of `/feed.xml` is `<root>/<host>/feed.xml@`. It points to a
folder beside it that was written whole before the link was switched to it, so that page, gzip and brotli are always
of one version. A file's modification time is made from its content: ETags (nginx makes them of that time and the
size) then change with the content and only with it.

Nothing waits for the disk. A killed process loses nothing by that; after a power cut files may be empty or cut short,
so a store that was written before the machine last started is emptied (docs/adr/0023).
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import brotli

from warta.press.addresses import is_host, is_plain

LOCKS = 16
OLD_VERSION_SECONDS = 10  # nobody who has read a link takes longer to open what it pointed to
QUICK_BROTLI, DENSE_BROTLI = 5, 11
SUFFIXES = {"identity": "", "gzip": ".gz", "br": ".br"}


BOOT = Path("/proc/sys/kernel/random/boot_id")  # another one after each start of the machine


class NotStorable(Exception):
    """This host or path never enters the store."""


@dataclass(frozen=True)
class Copy:
    """A version as it was read: what the link said, the name of its file, and its bodies by encoding."""

    version: str
    file_name: str
    bodies: dict[str, bytes]
    etags: dict[str, bytes]


class Store:
    """The finished pages of one host."""

    def __init__(self, root: Path, host: str) -> None:
        if not is_host(host):
            raise NotStorable(f"{host!r} cannot name a folder of the store.")
        self.root = root
        self.folder = root / host

    def link_of(self, path: str) -> str:
        """Where the link of `path` lies. Raises NotStorable for an address that is never kept."""
        if not is_plain(path):
            raise NotStorable("Only plain addresses are kept.")
        return f"{self.folder}{path}@"

    def current(self, path: str) -> str | None:
        """The version that is served now; None when there is none."""
        try:
            return os.readlink(self.link_of(path))  # noqa: PTH115
        except OSError:
            return None

    def read(self, path: str) -> Copy | None:
        """The version that is served now, whole; None when there is none."""
        link = self.link_of(path)
        for _ in range(3):  # a version may be replaced and removed between the two steps
            try:
                version = os.readlink(link)  # noqa: PTH115
            except OSError:
                return None
            with suppress(FileNotFoundError):
                return _read_version(link, version)
        return None

    @contextmanager
    def locked(self, path: str) -> Iterator[None]:
        """Only one process at a time switches or removes `path`; the lock of a killed one opens by itself."""
        with self._lock(int.from_bytes(hashlib.sha256(path.encode()).digest()[:2], "big") % LOCKS):
            yield

    def write(self, path: str, *, order: int, file_name: str, body: bytes) -> str:
        """Write a version beside the one that is served; returns its name. `order`: later pressings have more."""
        link = self.link_of(path)
        version = _version_name(link, order, file_name)
        contents = {
            "": body,
            ".gz": gzip.compress(body, 6, mtime=0),
            ".br": brotli.compress(body, quality=QUICK_BROTLI),
        }
        _write_version(_made_folder(link, version), file_name, contents, moment=_moment_of(body))
        return version

    def write_denser(self, path: str, version: str) -> str | None:
        """Write the same version with brotli at its best; returns its name, None when `version` is gone."""
        link = self.link_of(path)
        try:
            copy = _read_version(link, version)
        except OSError:
            return None
        contents = {suffix: copy.bodies[encoding] for encoding, suffix in SUFFIXES.items()}
        contents[".br"] = brotli.compress(contents[""], quality=DENSE_BROTLI)
        denser = _version_name(link, _order_of(version), copy.file_name)
        _write_version(_made_folder(link, denser), copy.file_name, contents, moment=_moment_of(contents[""]))
        return denser

    def switch(self, path: str, version: str) -> bool:
        """Serve `version` from now on; False when a later one is served or this one is gone. Only inside `locked`."""
        link = self.link_of(path)
        present = self.current(path)
        if present is not None and _order_of(present) > _order_of(version):
            return False
        if not Path(_folder_of(link, version)).is_dir():  # the store was emptied meanwhile
            return False
        fresh = Path(f"{link}~")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(version)
        fresh.replace(link)
        self._discard(link, keep=version)
        return True

    def remove(self, path: str) -> None:
        """Serve `path` no more. Safe to repeat. Call it inside `locked`."""
        link = self.link_of(path)
        with suppress(FileNotFoundError, NotADirectoryError):
            Path(link).unlink()
            self._discard(link, keep="")

    def trust(self) -> bool:
        """Whether the store was written since the machine last started; else it is emptied. Safe to repeat.

        Where the system does not tell its starts apart, nothing is trusted.
        """
        with self._lock(LOCKS):
            mark = self.root / f".boot-{self.folder.name}"
            boot = BOOT.read_text() if BOOT.is_file() else ""
            if boot and mark.is_file() and mark.read_text() == boot:
                return True
            self.empty()
            with suppress(OSError):  # on a full disk the site is served all the same, and emptied at the next start
                mark.write_text(boot)
        return False

    def empty(self) -> None:
        """Serve nothing any more, at once. Safe to repeat."""
        with ExitStack() as locks:
            for number in range(LOCKS):
                locks.enter_context(self._lock(number))
            with suppress(FileNotFoundError):
                self.folder.rename(self.root / f".old-{secrets.token_hex(8)}")

    def collect_garbage(self) -> None:
        """Remove what is served no more: old and half-written versions, emptied stores, empty folders."""
        for old in self.root.glob(".old-*"):
            shutil.rmtree(old, ignore_errors=True)
        for folder, _, _ in os.walk(self.folder, topdown=False):
            self._collect_in(Path(folder))

    def paths(self) -> Iterator[str]:
        """Every address that has a version."""
        for folder, names, files in os.walk(self.folder):
            start = folder[len(str(self.folder)) :] + "/"
            yield from (start + name[:-1] for name in (*names, *files) if name.endswith("@"))

    def _collect_in(self, folder: Path) -> None:
        for entry in list(os.scandir(folder)):
            slot, mark, version = entry.name.partition("@")
            if mark and version:
                link = folder / f"{slot}@"
                with self.locked(f"{folder.as_posix()[len(str(self.folder)) :]}/{slot}"):
                    if not (link.is_symlink() and link.readlink().name == entry.name):
                        _remove_if_old(entry)
        if "@" not in folder.name:
            with suppress(OSError):
                folder.rmdir()  # only an empty one goes; a writer that needed it makes it again

    def _discard(self, link: str, *, keep: str) -> None:
        parent, slot = os.path.split(link)
        with os.scandir(parent) as entries:
            for entry in entries:
                if entry.name.startswith(slot) and entry.name not in (slot, keep):
                    _remove_if_old(entry)

    @contextmanager
    def _lock(self, number: int) -> Iterator[None]:
        folder = self.root / ".locks"
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / str(number), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _version_name(link: str, order: int, file_name: str) -> str:
    return f"{link.rpartition('/')[2]}{order}-{secrets.token_hex(4)}-{file_name}"


def _folder_of(link: str, version: str) -> str:
    return f"{link.rpartition('/')[0]}/{version}"


def file_name_of(version: str) -> str:
    """The name of the file that `version` holds, which stands in the version's own: nothing has to be looked up.

    Raises FileNotFoundError for what is no version of ours.
    """
    parts = version.partition("@")[2].split("-", 2)  # before the "@" stands the address, with dashes of its own
    if len(parts) < 3:
        raise FileNotFoundError(version)
    return parts[2]


class Form(NamedTuple):
    """A file of a version, which never changes: where it lies, how long it is, and its ETag as nginx makes it."""

    name: str
    size_bytes: int
    etag: bytes


def read_form(link: str, version: str, encoding: str) -> tuple[bytes, Form]:
    """The body of a version in `encoding`, and what else there is to know. Raises FileNotFoundError when it is gone."""
    name = f"{_folder_of(link, version)}/{file_name_of(version)}{SUFFIXES[encoding]}"
    descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC)  # a file object would cost as much as the reading
    try:
        about = os.fstat(descriptor)
        body = os.read(descriptor, about.st_size)
    finally:
        os.close(descriptor)
    return body, Form(name, about.st_size, b'"%x-%x"' % (int(about.st_mtime), about.st_size))


def read_again(form: Form) -> bytes:
    """The body of a form that was read before. Raises FileNotFoundError when it is gone."""
    descriptor = os.open(form.name, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, form.size_bytes)
    finally:
        os.close(descriptor)


def _read_version(link: str, version: str) -> Copy:
    forms = {encoding: read_form(link, version, encoding) for encoding in SUFFIXES}
    return Copy(
        version=version,
        file_name=file_name_of(version),
        bodies={encoding: body for encoding, (body, _) in forms.items()},
        etags={encoding: form.etag for encoding, (_, form) in forms.items()},
    )


def _made_folder(link: str, version: str) -> Path:
    folder = Path(_folder_of(link, version))
    for _ in range(5):  # the store may be emptied, or the folders above cleared as empty, at the same moment
        with suppress(FileNotFoundError):
            folder.mkdir(parents=True)
            return folder
    raise FileNotFoundError(folder)


def _write_version(folder: Path, file_name: str, contents: dict[str, bytes], *, moment: int) -> None:
    for suffix, content in contents.items():
        with (folder / f"{file_name}{suffix}").open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.utime(handle.fileno(), (moment, moment))


def _moment_of(body: bytes) -> int:
    """A time made of the content: 31 bits, which every file system can hold, and never 0."""
    return int.from_bytes(hashlib.sha256(body).digest()[:4], "big") % (2**31 - 1) + 1


def _order_of(version: str) -> int:
    return int(version.partition("@")[2].partition("-")[0])


def _remove_if_old(entry: os.DirEntry[str]) -> None:
    with suppress(OSError):
        if time.time() - entry.stat(follow_symlinks=False).st_mtime < OLD_VERSION_SECONDS:
            return
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            Path(entry.path).unlink()
