"""Articles -> what they share, for any engine: nothing here knows how an index is kept.

===================  ======================================================================
``shingles``         words in a row as numbers: a hash of each word, and of several in a row
``sketches``         the few shingles of an article by which those that share many are found
``quotation_marks``  where quotations stand in a text, from mark to mark
``attributions``     quotations that are one, parted by who says them
``quoted_words``     the words of a quotation, without what an editor changed
``winnowing``        the shingles of a quotation by which those alike are found
``quotations``       the quotations of a text, and whether two are the same
``telling_terms``    the words that tell what an article is about, and what each counts
``story_days``       from when to when a story goes
===================  ======================================================================
"""
