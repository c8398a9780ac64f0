"""Files of word processors and books: DOCX, ODT, EPUB and RTF.

The first three are archives of XML. They are read by what comes with Python, so that they need no
extra: `zip_members` counts what comes out of an archive, and each format has a module that knows
its elements. Macros, scripts, pictures and embedded files are not looked at.
"""
