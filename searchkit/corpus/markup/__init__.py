"""Text with marks -> the text that a reader of the page sees: HTML and Markdown.

Nothing here knows of files or articles: what is declared of an article may hold HTML, too.
"""
