"""Sealing, drawing and checking: a million entries on the command line, 100,000 in a browser.

    python -m benchmarks.draw [--entries 1000000] [--in-browser 100000]

Each step is a process of its own, with the reading and writing of its files; the browser is Chromium on a running site.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.report import Row, close
from benchmarks.site import free_port, running_site, scratch_home
from tests.browser.conftest import FLAGS
from warta.campaigns.draw.single_file import single_file
from warta.campaigns.tests.proofs import DRAW_AT, ROUND, ROUNDS, SEALED_AT, rules

WINNERS, SUBSTITUTES = 90, 180
COMMAND = """
import resource, sys
from datetime import UTC, datetime
import django
django.setup()
from django.core.management import call_command
from warta.lib.clock import clock_at
with clock_at(datetime.fromtimestamp(int(sys.argv[1]), UTC)):
    call_command("draw", *sys.argv[2:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)
"""


class Ground:
    """A folder in which one draw is made."""

    def __init__(self, folder: Path, entries: int) -> None:
        self.folder, self.entries, self.peak_mib = folder, entries, 0.0
        prize = {**rules()["prizes"][0], "quantity": WINNERS}
        self._file("rules.json").write_text(json.dumps(rules(prizes=[prize], substitutes=SUBSTITUTES)))
        with self._file("entries.txt").open("w") as file:
            file.writelines(f"{secrets.token_hex(16)}\n" for _ in range(entries))
        self._file("verify_draw.py").write_text(single_file())

    def _file(self, name: str) -> Path:
        return self.folder / name

    @property
    def bundle(self) -> Path:
        return self._file("proof.json")

    def seal(self) -> float:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(DRAW_AT))
        files = {"--rules": "rules.json", "--entries": "entries.txt", "--out": "seal.json", "--receipts": "receipts"}
        options = [part for name, file in files.items() for part in (name, str(self._file(file)))]
        return self._draw(SEALED_AT, "seal", "--draw-at", moment, *options)

    def run(self) -> float:
        sealed = str(self._file("seal.json"))
        return self._draw(DRAW_AT, "run", sealed, "--signature", ROUNDS[ROUND], "--out", str(self.bundle))

    def verify(self) -> float:
        return self._timed([sys.executable, "-I", str(self._file("verify_draw.py")), str(self.bundle)])

    def verify_by_command(self) -> float:
        return self._draw(DRAW_AT, "verify", str(self.bundle))

    def _draw(self, at: int, *arguments: str) -> float:
        return self._timed([sys.executable, "-c", COMMAND, str(at), *arguments])

    def _timed(self, command: list[str]) -> float:
        began = time.perf_counter()
        environment = {"DJANGO_SETTINGS_MODULE": "warta.project.settings", "WARTA_HOME": str(self.folder), "PATH": ""}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stdout[-500:] + done.stderr[-2000:])
        if done.stderr.strip():
            self.peak_mib = max(self.peak_mib, float(done.stderr.split()[-1]))
        return time.perf_counter() - began


def browser_seconds(bundle: Path) -> float:
    """From the click to the words, in Chromium."""
    executable = shutil.which("chromium") or sys.exit("Chromium is missing: apt-get install chromium")
    with scratch_home() as home, running_site(home, port=free_port()) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page()
        page.goto(f"{site.address}/campaign/verify/")
        page.set_input_files("input[name=bundle]", bundle)
        began = time.perf_counter()
        page.click("draw-check button[type=submit]")
        page.wait_for_selector(".verdict--good", timeout=300_000)
        seconds = time.perf_counter() - began
        browser.close()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--in-browser", type=int, default=100_000, help="0: leave the browser out")
    asked = parser.parse_args()
    rows = []
    for row in measured(asked.entries, asked.in_browser):
        print(row, flush=True)
        rows.append(row)
    close("draw", rows)


def measured(entries: int, in_browser: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder), entries)
        yield Row(f"seal and draw {WINNERS} from {entries:,}", ground.seal() + ground.run(), 15, "s")
        yield Row("check it by the single file", ground.verify(), 10, "s")
        yield Row("check it by warta draw verify", ground.verify_by_command(), 10, "s")
        yield Row("memory at the most", ground.peak_mib, 1500, "MiB")
    if in_browser:
        with tempfile.TemporaryDirectory() as folder:
            ground = Ground(Path(folder), in_browser)
            ground.seal()
            ground.run()
            yield Row(f"check {in_browser:,} in a browser", browser_seconds(ground.bundle), 30, "s")


if __name__ == "__main__":
    main()
