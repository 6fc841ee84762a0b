"""Who said what, taken from the text of an article. Pure: paragraphs in, statements out, nothing when in doubt.

Begin with `extracting.statements_in`; `tokens` takes paragraphs apart, `patterns` are the ways in which texts
attribute, `speakers` splits office and name, `people` remembers who a short name or a pronoun means.
"""

from warta.linking.statements.extracting import statements_in
from warta.linking.statements.said import Speaker, Statement

__all__ = ["Speaker", "Statement", "statements_in"]
