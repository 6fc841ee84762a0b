"""Proposals: which published articles best continue one. `queries` is what everybody asks; begin there."""
