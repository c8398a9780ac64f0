"""Words and patterns of a query -> the words of the index that they mean.

A word means terms, a pattern means forms: a form is a word as it occurs in articles, a
term is what analysis makes of it.

- **A word** (`vocabulary`) is looked up among the forms, which know their terms, so that a
  word of the index needs no stemmer. One that is not among them is stemmed. In an index of
  several languages stemmers decide, and a term counts only in articles of the languages
  whose stemmer gave it.
- **A pattern** (`expansion`) is compared with all forms that begin as it does. Where more
  than 1,024 terms fit, only the most frequent are searched, and a note says so. A fuzzy
  pattern compares letters as arrays, all words at once (`edit_distance`).
- **The beginning of a word** (`completion`) and **a word spelt wrong** (`spelling`) become
  the words of articles that were most likely meant. Both count only as many forms as it
  takes to know the most frequent (`frequent_forms`).

What words and patterns mean is cached, since one search asks for it several times.
"""
