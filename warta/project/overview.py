"""What `warta` alone says: our commands, grouped, one line each."""

from __future__ import annotations

GROUPS: dict[str, dict[str, str]] = {
    "Run": {
        "up": "prepare, serve and work on this machine; --demo fills an empty site",
        "web": "serve pages: one of the two halves of up",
        "work": "send, schedule and press in the background: the other half",
        "pictures": "make the sizes of new pictures: work starts it when there are any",
        "catchup": "gather and link an imported archive: work starts it when there is a backlog",
        "prepare": "bring the database and the site up to this version",
    },
    "Newsroom": {
        "import": "articles in: jsonl FILE",
        "export": "articles out: jsonl FILE",
        "demo": "demonstration content: load, remove",
        "member": "accounts for the newsroom: add EMAIL --role editor, password EMAIL",
        "search": "what a reader would find: QUERY",
        "related": "what to read also, by what was published before it: ID… or --batch FILE",
        "reindex": "make the search index anew while the present one answers",
        "generate": "synthetic articles for measuring",
    },
    "Readers": {
        "civility": "score comments: --batch FILE; learn from decisions: train FILE or --rulings",
        "risk": "how unlike their people sign-ins are: --batch FILE",
        "draw": "a draw that anyone can check: seal, run, pass_on, check CAMPAIGN, verify BUNDLE, verifier",
    },
    "Watch": {
        "doctor": "say in words what is wrong and what to do",
        "outbox": "what is to be sent: show, hold, release",
        "audit": "check the chain of the audit log: verify",
    },
    "Keep": {
        "backup": "write everything but the keys to FILE, while running",
        "restore": "bring a backup FILE back into an empty home",
        "keys": "the master keys of the vault: list, rotate, forget NAME, export FILE",
    },
}

COMMANDS: dict[str, str] = {name: line for group in GROUPS.values() for name, line in group.items()}
WIDTH = max(map(len, COMMANDS)) + 2


def overview() -> str:
    """The groups, as text for a terminal."""
    lines = ["Warta: the whole system around a news article.", "", "Usage: warta COMMAND [--help]"]
    for title, commands in GROUPS.items():
        lines += ["", title, *(f"  {name.ljust(WIDTH)}{line}" for name, line in commands.items())]
    lines += ["", "Django's and Wagtail's own commands (migrate, createsuperuser, shell …) work as well.", ""]
    return "\n".join(lines)
