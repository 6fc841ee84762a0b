"""Unusual activity: how unlike its person a sign-in is, and what is done about it."""
