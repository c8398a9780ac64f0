"""Query tree + segments -> the best articles, by arrays.

A leaf of a query goes through three rooms, and the best articles through a fourth:

- `meanings`: which terms of the index does a word or a pattern mean?
- `matching`: which articles have these terms, how often and where?
- `scoring`: what does that add to scores, what do all parts of the query find together,
  and which few articles come first?
- `rescoring`: which of the best come first where the words of the query are near each other?

`segments` makes one space of numbers of the articles of all segments, and `dictionaries`
one of their small dictionaries; `intersection` finds some numbers among others. `searcher`
asks the rooms in turn and caches what leaves add to scores, `explaining` asks them about
one article, and `snapshot` answers all that is asked of one commit.
"""
