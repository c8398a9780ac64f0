"""What every engine does to make an index equal to a corpus.

It knows no files of an index, no segments and no arrays: an engine hands in what its
index remembers, as records, and answers the few questions of
:class:`~searchkit.syncing.remembered.IndexedFiles`. The modules, each of which imports
only from those above it:

==================  ==========================================================
``update_options``  what is asked of an update, and whether that can be asked
``fingerprints``    whether two articles differ, in 16 bytes
``evidence``        what is furniture of each outlet, since it recurs
``remembered``      what an index remembers of its corpus, and what of that holds
``planning``        which files are to be read
``folders``         the folders of an update beside those that are remembered
``target``          what the index is to become, and why that is refused
==================  ==========================================================
"""
