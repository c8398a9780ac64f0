"""PDF: lines at places on pages -> the paragraphs of an article.

A page of PDF has no paragraphs, only characters and where they are. `pdf_lines` asks PDFium for
lines, `column_order` puts lines into the order of their columns where PDFium did not,
`running_heads` finds what recurs at the edges of pages, and `line_paragraphs` makes paragraphs
of the rest. Only `pdf_lines` and `pdf_files` know PDFium; the others are pure.
"""
