"""The text of an article and the words of a query -> the passages that show why it was found.

`match_finder` finds the matches in a text, `snippets` quotes the passages around them.
All is pure, and serves every engine: it is given a text, the forms of each leaf of the
query, weights and furniture.
"""
