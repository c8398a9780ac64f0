"""One module for each format: an open file -> articles, and what is wrong with others.

Such a module, `text_files`, `markdown_files` or `json_lines`, is a
:class:`searchkit.corpus.formats.Reader`, and the table in `formats` names it. The other
modules belong to one format each: `export_…` to text, `front_matter`, `field_lines` and
`yaml_fields` to Markdown, `json_…` to JSON; but `block_text`, which puts paragraphs, tables and
notes together, to all that have these as elements. Formats that take several modules have a
room. A library that only one format needs is imported when a file of it is read.
"""
