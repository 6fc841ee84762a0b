"""Stories: articles of one running affair, gathered by themselves. `gathering` is pure; begin there."""
