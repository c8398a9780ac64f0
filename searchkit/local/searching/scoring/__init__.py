"""Where terms occur -> scores of articles, and of these the page that is shown.

**What a leaf adds** (`leaf_scoring`). Occurrences in titles and texts become one list of
articles with one score each (`scored_leaves`). It is cached. When it is asked for again
and is frequent, it becomes a set of bits (`bitsets`) with its scores and its *champions*,
the articles in which it scores highest. That costs more than reading the list once, so a
first query does not do it.

**How an AND is answered** (`tree_scoring`). The part with the fewest articles is found, and
the others are asked about these, facts first and then rare words before frequent ones. If
nothing has a list, such as in an AND of dates, flags of all articles are joined.

**How an OR of leaves is answered.** The first of these ways that is possible:

1. All leaves are frequent bit sets or rare, one at least is frequent, and the page is in
   order of relevance: the best articles are found from the champions, and how many there
   are is counted from the bits (`top_k`). Most repeated queries take this way; an AND of
   frequent leaves has a like one.
2. The lists have few postings together: they are sorted and merged.
3. Otherwise all scores are added up in one array of all articles.

An OR of other parts takes way 2 or 3. An OR within an AND beside something rarer is
not found at all: its parts are asked about the articles of that.

**Which page is shown** (`selection`). Of a list, or of scores of all articles, only what can
be among the first is put in order: the maxima of blocks tell which blocks to look through.

The sizes that choose a way are in `choices`, with what each was measured to be worth. None
of this changes an answer: scores are float32 added in the order of the query on every way.
"""
