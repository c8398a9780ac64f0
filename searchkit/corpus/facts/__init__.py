"""What is known of an article besides its text: dates, sources, authors, titles and so on.

Each module finds one kind of fact in what a file declares, in its path, or in the text
itself. None of them reads a file.
"""
