"""Texts -> their parts that may belong to the page of an outlet, if they recur in many articles.

:func:`recurring_parts` says what these are, by their shapes alone. How many articles have which
is counted elsewhere, for a whole corpus: nothing here knows of articles or of an index.
"""

from searchkit.recurring.part_shapes import Parts, Shape
from searchkit.recurring.recurring_parts import recurring_parts
from searchkit.recurring.text_lines import SAMPLED

__all__ = ["SAMPLED", "Parts", "Shape", "recurring_parts"]
