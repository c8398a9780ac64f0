"""Query tree + segments -> the best articles, by arrays.

`segments` says what is searched; `vocabulary` and `expanding` tell which words
of the index a query's words stand for, `matching` where they occur, `weighing`
and `evaluation` what that scores, `selection` which page is shown, and
`searcher` puts these together. `highlighting` finds the matches again in the
text of one article, and `snapshot` answers over one commit of an index.
"""
