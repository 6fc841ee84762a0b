"""How much a person's word weighs, and which comment is best. Values in, values out; no Django."""
