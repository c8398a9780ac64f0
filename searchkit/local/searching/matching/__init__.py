"""Terms of the index -> the articles that have them, how often and where.

- **A word or a pattern** (`segment_postings`) becomes *entries* of a field: terms, cut down
  to some forms or to articles of some languages. One whole term is read as it is stored.
  The terms of a prefix are next to each other in the field and are read as one stretch,
  unless there are six forms or fewer; several lists are united by counting.
- **A phrase**, and words near each other (`phrases`), are found by the addresses of tokens
  (`token_addresses`), in all segments and fields at once. First come the articles that
  have all words; positions are read in these alone. Of two arrays of addresses the much
  shorter one is searched for in the other, and those of about the same length are merged.
- **A fact** (`article_facts`), such as an outlet or a date, becomes a list of articles or
  flags of all.
"""
