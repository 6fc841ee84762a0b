"""How likely a comment is to be abusive, and which words say so. Values in, values out; no Django."""
