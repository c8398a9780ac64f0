"""Lines of a text that belong to the page and not to the article.

People save articles with what stood around them: `Read article`, headlines of
other pieces, photo credits, requests to subscribe. These lines stay in the
text and are shown, but they are neither searched nor quoted, so a line that is taken
for furniture by mistake is lost. Only evidence counts, and in doubt a line is
the article's own:

- wording: the whole line is of a form in the tables of `labels`, `buttons`, `credits`,
  `invitations` or `notices`, and the rule finds nothing in it that is a sign of prose. At the end
  of the text the last sentences of a line may be an invitation, too;
- neighbours: headlines beside `Read article`, or those that follow `More from …` down to
  the end, are of other pieces; so is the sentence after an invitation that speaks to the
  reader. Where an article has headings of its own, a label has only the one line next to it;
- repetition: the line beside it says the same, and long paragraphs are around the two, as around
  captions (`captions`). Of other lines given twice one copy stays, so that no word is lost.

What recurs in many articles of an outlet is furniture too (:mod:`searchkit.recurring`), which no
single article tells. Within one article, lines that come again elsewhere are its own (refrains,
questions asked twice, a lead), and so are lines in capitals (telegrams, headings).
"""

from searchkit.corpus.facts.furniture.furniture_finder import find_furniture
from searchkit.corpus.facts.furniture.marks import mark_of

__all__ = ["find_furniture", "mark_of"]
