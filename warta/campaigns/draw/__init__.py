"""The draw, pure: neither Django nor Wagtail. Sealing and drawing, and what anybody needs to check them."""

from warta.campaigns.draw.checking import Problem, Verdict, verify
from warta.campaigns.draw.rfc3797 import rfc3797

__all__ = ["Problem", "Verdict", "rfc3797", "verify"]
