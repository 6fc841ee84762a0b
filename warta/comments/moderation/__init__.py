"""The moderation desk: who decides about comments, what follows of it, and how those concerned hear of it."""
