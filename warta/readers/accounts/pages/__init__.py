"""Views: the way in (`entrance`), the ways of signing in (`methods`, `passkeys`, `password`), proof (`proof`)."""
