"""Digests: selected articles gathered at set times."""
