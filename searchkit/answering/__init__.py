"""One search, the same for every engine: parse, find, quote, and say what a reader needs.

An engine finds articles and knows their words; what is shown of that is decided here, from
what :class:`searchkit.engine.View` tells. `answers` puts the steps together; `hits` quotes the
articles that were found; `value_notes`, `missing_words` and `empty_results` say what a reader
should know of values, of words and of an empty page; `path_names` finds the article that a
person means by a path.
"""
