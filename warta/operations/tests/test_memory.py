from __future__ import annotations

import platform
from pathlib import Path

import pytest

from warta.operations.memory import give_back

PIECES, PIECE_BYTES = 200_000, 400
HALF_MEGABYTES = PIECES * PIECE_BYTES / 2 / 1024 / 1024


def resident_megabytes() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def test_giving_back_is_safe_to_repeat() -> None:
    give_back()
    give_back()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give back by themselves")
def test_what_was_freed_between_what_is_kept_goes_back_to_the_system() -> None:
    import ctypes

    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes, library.free.argtypes = [ctypes.c_size_t], [ctypes.c_void_p]
    pieces = [library.malloc(PIECE_BYTES * 20) for _ in range(PIECES // 20)]
    for piece in pieces:
        ctypes.memset(piece, 1, PIECE_BYTES * 20)
    kept = library.malloc(PIECE_BYTES)  # on top of the heap: without a trim nothing below it leaves
    for piece in pieces:
        library.free(piece)
    before = resident_megabytes()
    give_back()
    assert before - resident_megabytes() > HALF_MEGABYTES
    library.free(kept)
