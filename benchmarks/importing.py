"""Import and generation: articles a second, published, on SQLite and on what WARTA_BENCH_DATABASE_URL names.

    python -m benchmarks.importing [FILE.jsonl]

Without a file it imports an export of generated articles turned into plain text, as another system would give it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import Row, close

IMPORTS_A_SECOND = 300
GENERATED_A_SECOND = 2_000
GENERATED = 6_000
PLAIN = 2_000
# Timed inside the process, after Django has started: a start-up belongs to another promise.
TIMED = """
import sys, time
import django
django.setup()
import logging
logging.disable(logging.CRITICAL)
began = time.perf_counter()
{work}
print(made, time.perf_counter() - began)
"""
GENERATE = "from warta.importing.generating import generate_articles\nmade = generate_articles({count}, seed=1)"
IMPORT = "from warta.importing.services import import_articles\nmade = import_articles({path!r}).created"


def main() -> None:
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        path = given or _plain_archive(Path(folder))
        rows = _rows(Path(folder) / "sqlite", "", "SQLite", path)
        if url := os.environ.get("WARTA_BENCH_DATABASE_URL", ""):
            rows += _rows(Path(folder) / "other", url, "PostgreSQL", path)
    close("importing", rows)


def _rows(home: Path, database: str, name: str, path: str) -> list[Row]:
    environment = _environment(home, database)
    _call(environment, "from warta.project.cli import main; import sys; sys.argv = ['warta', 'migrate', '-v0']; main()")
    imported = _rate(environment, IMPORT.format(path=path))
    generated = _rate(environment, GENERATE.format(count=GENERATED))
    return [
        Row(f"import, published, {name}", imported, IMPORTS_A_SECOND, "1/s", is_most=False),
        Row(f"generate, {name}", generated, GENERATED_A_SECOND, "1/s", is_most=False),
    ]


def _environment(home: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    given = {"WARTA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "warta.project.settings"}
    return {**kept, **given, **({"WARTA_DATABASE_URL": database} if database else {})}


def _call(environment: dict[str, str], code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _rate(environment: dict[str, str], work: str) -> float:
    made, seconds = _call(environment, TIMED.format(work=work)).split()[-2:]
    return int(made) / float(seconds)


def _plain_archive(folder: Path) -> str:
    """Articles of our own vocabulary as text with datelines, attributions and read-also lines in it."""
    home = folder / "plain"
    environment = _environment(home, "")
    _call(environment, "from warta.project.cli import main; import sys; sys.argv = ['warta', 'migrate', '-v0']; main()")
    _call(environment, TIMED.format(work=GENERATE.format(count=PLAIN)))
    exported = folder / "exported.jsonl"
    work = f"from warta.importing.export import export_articles\nmade = export_articles({str(exported)!r}).articles"
    _call(environment, TIMED.format(work=work))
    path = folder / "plain.jsonl"
    with path.open("w", encoding="utf-8") as file:
        before = ""
        for text in exported.read_text(encoding="utf-8").splitlines():
            article = json.loads(text)
            lead, *rest = article["body"]
            lead = f"{article['dateline']}, KORAN.com — Dikutip dari Sungai Pos, Kamis (28/12/2017), {lead}"
            read_also = [f"Baca juga: {before}"] if before else []
            body = "\n".join([lead, *rest[:2], *read_also, *rest[2:]])
            kept = {
                name: article[name] for name in ("id", "title", "published", "section", "author", "topics", "summary")
            }
            file.write(json.dumps({**kept, "url": f"https://koran.example/{article['id']}", "body": body}) + "\n")
            before = article["title"]
    return str(path)


if __name__ == "__main__":
    main()
