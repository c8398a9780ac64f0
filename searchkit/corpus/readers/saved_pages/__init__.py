"""Saved pages -> the text of their articles, and what the pages say of them.

`page_files` and `mhtml_files` are the readers. `page_trees` makes a tree of the source, within
limits. `article_texts` chooses the article from it, and `article_lines` the lines of that.
`page_declarations` reads what is declared for machines; `page_dates` with `shown_days`,
`page_titles`, `page_sources`, `page_authors` and `page_addresses` find one fact each in that and
in what the page shows. Nothing that a page names is fetched. The libraries are those of the
extra `pages`, imported where they are used.
"""
