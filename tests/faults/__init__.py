"""What Warta stands on is killed, filled up, locked or taken away; nothing may be lost and everything is said."""
