"""A segment of an index as one file of arrays.

The modules, each of which imports only from those above it:

=====================  ====================================================
``packing``            numbers packed into as few bits as they need
``packed_strings``     strings, one after another in one array
``array_file``         a file of named arrays: its layout, checking, mapping
``array_file_writer``  a file of named arrays: writing
``terms``              sorted dictionaries that are searched on disk
``postings``           what the postings of a field are, as arrays in memory
``word_forms``         the words of the text that became a term
``stems``              which terms are of one stem
``frequencies``        how often terms occur in articles
``positions``          where terms occur, and as which forms
``field_writer``       the postings of a field: arrays to file
``field_reader``       the postings of a field: file to arrays
``stored_json``        stored values -> bytes
``stored_fields``      the stored fields of articles, compressed
``columns``            one value an article
``date_columns``       which dates are in a stretch of time
``hash_lists``         hashes that articles are looked up by
``copy_edges``         which articles are copies of which others
``segment_reader``     a whole segment: opened, read
``segment_writer``     a whole segment: arrays to file
``merging``            several segments and their deletions made one
``consistency``        whether the arrays of a segment agree with each other
=====================  ====================================================

The file
========

``array_file`` says where arrays lie, and this page what they hold: another reader can be
written with both and nothing else. ``n`` is the number of articles, which are numbered
from 0. Unsigned integers are ``u1`` to ``u8`` by their length in bytes; all numbers are
little-endian. Arrays of the shape ``(a + 1,)`` are *starts*: what belongs to ``i`` lies
from ``starts[i]`` to ``starts[i + 1]``, end excluded; the first start is 0, and the last
one is the end of all.

The description in the header
-----------------------------

==============  ============================================================
``articles``    ``n``
``fields``      by name, for each field that has postings: how many
                ``terms``, ``postings`` and positions (``position_count``)
                it has, the sum of its frequencies (``total_frequency``),
                and whether it has ``positions``, ``forms`` and ``stems``
``lengths``     by name, for each field that has lengths: ``total``, ``least``,
                ``most``, in tokens, over all articles
``columns``     by name: ``kind`` and ``default``, see below
``stored``      whether the articles have stored fields
==============  ============================================================

A dictionary of terms called ``D``
----------------------------------------

==============  =====  ==================  =================================
array           dtype  shape               what
==============  =====  ==================  =================================
``D/data``      u1     (bytes,)            the terms, one after another, in
                                           the order of their bytes
``D/offsets``   u4     (terms + 1,)        starts of the terms in it
``D/heads``     u8     (ceil(terms/16),)   the first 8 bytes of every 16th
                                           term from the first on, filled
                                           up with NULs, as a big-endian
                                           number
==============  =====  ==================  =================================

A field called ``f``: all names begin with ``fields/f/``
--------------------------------------------------------

Terms are numbered in the order of their dictionary, postings by term and within a term
by article, positions by posting.

============================  =====  ============  ==========================
array                         dtype  shape         what
============================  =====  ============  ==========================
``terms/…``                                        the dictionary of terms
``posting_starts``            u4     (terms + 1,)  starts of the postings of
                                                   each term, at least one
``articles``                  u2     (postings,)   lowest 16 bits of the
                                                   article number
============================  =====  ============  ==========================

Unless every term occurs exactly once in each of its articles:

==========================  =====  =================  =======================
``frequencies``             u1     (ceil(p'gs/2),)    how often a term occurs
                                                      in an article: four
                                                      bits each, the lower
                                                      ones of a byte first;
                                                      15: it is a large one
``large_frequencies``       u4     (large,)           those of 15 or more,
                                                      posting after posting
``large_frequency_starts``  u4     (ceil(p'gs/256),)  how many large ones come
                                                      before every 256th
                                                      posting
==========================  =====  =================  =======================

In a segment of more than 65,536 articles the highest bits of article numbers are
run-length encoded: a *run* is consecutive postings of a term that share these bits.

==================  =====  ============  ====================================
``run_starts``      u4     (terms + 1,)  starts of the runs of each term
``run_postings``    u4     (runs,)       the first posting of each run
``run_blocks``      u2     (runs,)       their article number // 65,536
==================  =====  ============  ====================================

Where the description says that the field has positions:

====================  =====  =================  =============================
``position_widths``   u1     (n,)               bits ``w`` of a position in
                                                this article, up to 32
``positions``         u4     (words,)           the positions, packed
``position_starts``   u4     (terms,)           the byte in it where the
                                                positions of a term begin
``position_samples``  u4     (ceil(p'gs/32),)   for every 32nd posting of the
                                                field: bits from that byte to
                                                its positions
====================  =====  =================  =============================

A position is counted in tokens from 0. It takes ``w + b`` bits: ``w`` for the position,
by its article, and ``b`` for its form, the fewest bits that distinguish the forms of the
term, 0 in a field without forms. The two together make the code ``position << b | rank
of the form``. Codes follow one another from the lowest bit of a word to its highest and
on into the next word. Two words of padding are at the end. The head of
:mod:`searchkit.local.segment.positions` has an example.

Where the field has forms, the words as they are written in the text:

==================  =====  ============  ====================================
``forms/…``                              their dictionary; a form of several
                                         terms is in it once for each
``form_terms``      u4     (forms,)      the term of each form
``form_counts``     u4     (forms,)      how many positions each has
``form_starts``     u4     (terms + 1,)  starts, in the next array, of the
                                         forms of each term
``term_forms``      u4     (forms,)      numbers of forms, those of a term
                                         together, from its commonest on:
                                         the rank is counted from there
==================  =====  ============  ====================================

Where the field has stems: those of its terms that are not the terms themselves, in each
language that they are the stems in. A *link* is a term with such a stem.

==================  =====  ============  ====================================
``stems/…``                              their dictionary: each stem, NUL and
                                         the ISO 639-1 code of its language
``stem_starts``     u4     (stems + 1,)  starts, in the next array, of the
                                         terms of each stem, at least one
``stem_terms``      u4     (links,)      numbers of terms, ascending within a
                                         stem
``linked_terms``    u4     (links,)      the same, all ascending
``linked_stems``    u4     (links,)      the number of the stem of each of
                                         these, ascending within a term, none
                                         of them in one language
==================  =====  ============  ====================================

A term that has no link in a language is its own stem there.

The rest
--------

==============================  ==========  ===========  ======================
``lengths/f``                   u1, u2, u4  (n,)         exact length of the
                                                         field in tokens
``columns/c``, ``numbers``      i1 to f8    (n,)         a number an article;
                                                         ``default`` in JSON
``columns/c``, ``fixed``        u1          (n, length)  bytes; ``default`` in
                                                         hexadecimal
``columns/c/data``              u1          (bytes,)     of ``variable``: bytes
``columns/c/starts``            u4          (n + 1,)     where those of each
                                                         article begin, and the
                                                         end; no ``default``
``columns/c``, ``references``   u1, u2, u4  (n,)         number of the value in
                                                         the dictionary
                                                         ``columns/c/values``;
                                                         ``default`` in
                                                         hexadecimal
``hashes/h/values``             u4          (pairs,)     what articles are looked up
                                                         by: hashes, ascending for
                                                         each 65,536 articles, the
                                                         *block*
``hashes/h/articles``           u2          (pairs,)     lowest 16 bits of the number
                                                         of the article that has each,
                                                         ascending within a hash
``hashes/h/starts``             u4          (b + 1,)     starts of the pairs of each
                                                         of ``b`` blocks
``copies/articles``             u4          (edges,)     articles that are copies,
                                                         ascending, once for each other
``copies/fingerprints``         u8          (edges,)     first 8 bytes of the
                                                         fingerprint of that other one
``copies/furniture``            u4          (edges,)     CRC-32 of what its column
                                                         ``recurring`` has
``stored/frames``               u1          (bytes,)     Zstandard frames: of an article
                                                         the head, and behind it the
                                                         texts, if there are any
``stored/starts``               u8          (n + 1,)     starts of them; an
                                                         empty one: the article
                                                         has no stored fields
``stored/dictionaries``         u1          (bytes,)     Zstandard dictionaries,
                                                         which the frames name
                                                         by their numbers
``stored/dictionary_starts``    u4          (d + 1,)     starts of them
``extras/…``                    any         any          not read by searchkit;
                                                         what Whoosh keeps:
                                                         ``local/whoosh/extras``
==============================  ==========  ===========  ======================

Hashes called ``sketches`` are those of :mod:`searchkit.exploring.sketches`, those called
``quotations`` those of :mod:`searchkit.exploring.winnowing`. A segment that was
written before there were hashes and copies has none, and is searched all the same.

What heads and texts hold is specified in :mod:`searchkit.local.segment.stored_json`.
"""
