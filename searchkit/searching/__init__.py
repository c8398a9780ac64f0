"""Query tree + segments -> the best articles, by arrays.

`segments` says what is searched, `matching` finds the occurrences of words and
phrases, `evaluation` combines and scores them, `selection` picks the page that
is shown, `highlighting` finds the matches again in the text of one article, and
`snapshot` puts these together over one commit of an index.
"""
