"""Demonstration content: articles, pictures and people written and drawn for Warta, and what loads and removes them."""
