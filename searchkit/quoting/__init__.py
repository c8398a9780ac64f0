"""The text of an article and the words of a query -> the passages that show why it was found.

`match_finder` finds the matches in a text, `snippets` chooses the passages around them.
Both are pure, and serve every engine.
"""
