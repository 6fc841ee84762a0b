"""Where and when people signed in, what happened to their account, and "this was not me"."""
