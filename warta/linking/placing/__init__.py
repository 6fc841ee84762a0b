"""Placing read-also links between paragraphs without writing them into the text. `services` acts, `places` is pure."""
