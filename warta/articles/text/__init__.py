"""Running text: what is recognised in it, and cutting marked stretches out of it. Pure."""
