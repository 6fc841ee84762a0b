"""Django's SQLite with one difference: who writes waits in line instead of looking again and again."""
