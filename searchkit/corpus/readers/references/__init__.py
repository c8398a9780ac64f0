"""Exports of collections of references, with abstracts and notes: BibTeX, and RDF of Zotero.

Each reference with an abstract or notes is an article. What has neither is counted in a remark.
"""
