"""WARC, in which crawlers keep what servers sent.

`warc_records` gives the pages among the records of a file, by warcio; `warc_files` makes
articles of them, as of saved pages.
"""
