"""Lines of a text that belong to the page and not to the article.

People save articles with what stood around them: `Read article`, headlines of
other pieces, photo credits, requests to subscribe. These lines stay in the
text and are shown, but they are neither searched nor quoted, so a line that is taken
for furniture by mistake is lost. Only evidence counts, and in doubt a line is
the article's own:

- its wording: the whole line is of a form that `labels`, `credits`, `invitations` or
  `notices` knows, and `forms` finds nothing in it that tells of prose. At the end of the text
  the last sentences of a line may be an invitation, too;
- its place: headlines beside `Read article`, or those that follow `More from …` down to
  the end, are of other pieces; so is the sentence after an invitation that speaks to the
  reader. Where an article has headings of its own, a label has only the one line next to it;
- that it was said already, by the line beside it, and stands among long paragraphs as captions
  do (`captions`). Of other lines given twice one copy stays, so that no word is lost.

Lines that come again elsewhere are the article's own (refrains, questions asked
twice, a lead), and so are lines in capitals (telegrams, headings).
"""

from searchkit.corpus.facts.furniture.furniture_finder import find_furniture
from searchkit.corpus.facts.furniture.marks import mark_of

__all__ = ["find_furniture", "mark_of"]
