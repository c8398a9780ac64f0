"""Articles -> what they share, for any engine: nothing here knows how an index is kept.

=============  ======================================================================
``shingles``   words in a row as numbers: a hash of each word, and of several in a row
``sketches``   the few shingles of an article by which those that share many are found
=============  ======================================================================
"""
