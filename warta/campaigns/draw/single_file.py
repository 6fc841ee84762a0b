"""The verifier as a file of its own: the modules that check, joined into one that needs no Warta beside it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

NAME = "verify_draw.py"
MODULES = ("form.py", "computing.py", "checking.py")  # each needs only those before it
HEAD = '''#!/usr/bin/env python3
"""Check a Warta prize draw on your own machine: `python verify_draw.py BUNDLE.json`.

This is the computation with which Warta itself draws. It needs Python 3.11 and its standard library, no database and
no network; for the beacon's signature also `pip install py_arkworks_bls12381`. Every step is described in docs/draw.md,
so that you can write a checker of your own instead of trusting this one.
"""
'''
FOOT = '\n\nif __name__ == "__main__":\n    sys.exit(main())\n'


@cache
def single_file() -> str:
    """The text of `verify_draw.py`."""
    imports: set[str] = set()
    bodies = [_body(Path(__file__).with_name(name).read_text(encoding="utf-8"), imports) for name in MODULES]
    future = "from __future__ import annotations"
    head = "\n".join([HEAD, future, "", *sorted(imports - {future}, key=lambda line: (line.split()[0], line))])
    return head + "\n\n" + "\n\n\n".join(bodies) + FOOT


def _body(source: str, imports: set[str]) -> str:
    """A module without its docstring and imports, which are added to `imports` but for those of its neighbours."""
    lines, tree = source.splitlines(), ast.parse(source)
    heads = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in heads:
        if not (isinstance(node, ast.ImportFrom) and str(node.module).startswith("warta.")):
            imports.add(ast.unparse(node))
    last = max(node.end_lineno or 0 for node in heads)
    return "\n".join(lines[last:]).strip()
