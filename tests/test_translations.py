"""Every word of the site exists in Indonesian, and what is compiled is what is written."""

from __future__ import annotations

import re
import shutil
import subprocess
from gettext import GNUTranslations
from pathlib import Path

import pytest

from warta.project import settings

LOCALE = Path(settings.__file__).resolve().parent.parent / "locale" / "id" / "LC_MESSAGES"
ENTRY = re.compile(r'(?:msgctxt (?P<context>(?:".*"\n)+))?msgid (?P<id>(?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?'
                   r'msgstr(?:\[0\])? (?P<text>(?:".*"\n)+)')  # fmt: skip


def entries() -> dict[str, str]:
    source = (LOCALE / "django.po").read_text() + "\n"
    return {
        (f"{unquoted(found['context'])}\x04" if found["context"] else "") + unquoted(found["id"]): unquoted(
            found["text"]
        )
        for found in ENTRY.finditer(source)
    }


def unquoted(lines: str) -> str:
    text = "".join(line[1:-1] for line in lines.splitlines())
    return text.replace(r"\n", "\n").replace(r"\"", '"').replace(r"\\", "\\")


def test_no_word_lacks_its_indonesian() -> None:
    assert [word for word, text in entries().items() if word and not text] == []


def test_what_is_compiled_is_what_is_written() -> None:
    with (LOCALE / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    written = entries()
    assert len(written) > 100
    for word, text in written.items():
        context, _mark, message = word.rpartition("\x04")
        if not message:
            continue
        plain = compiled.pgettext(context, message) if context else compiled.gettext(message)
        # Where there is a plural, the compiled form is found by number alone.
        assert text in (plain, compiled.ngettext(message, message, 1)), message


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext")
def test_every_word_in_the_code_was_extracted(tmp_path: Path) -> None:
    package = LOCALE.parent.parent.parent
    before = (LOCALE / "django.po").read_text()
    copy = tmp_path / "warta"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("*.pyc", "static", "tests", "demo"))
    subprocess.run(
        ["django-admin", "makemessages", "-l", "id", "--no-wrap", "--no-obsolete", "--add-location", "file"],
        cwd=copy, check=True, capture_output=True, env=_environment(),
    )  # fmt: skip
    after = (copy / "locale" / "id" / "LC_MESSAGES" / "django.po").read_text()
    assert set(re.findall(r'^msgid "(.+)"$', after, re.M)) <= set(re.findall(r'^msgid "(.+)"$', before, re.M))


def _environment() -> dict[str, str]:
    import os
    import sys

    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "DJANGO_SETTINGS_MODULE": "warta.project.settings"}
