"""Proposals and placed links in the newsroom: the box below an article's text, and a page of its own."""
