"""Tables: files of rows, with the names of their columns in the first.

`dialects` finds out what parts the cells, `rows` reads rows of any length and mends what a stray
quotation mark does, and `table_files` makes an article of each row. Only the last knows of
articles.
"""
