"""The engine on an OpenSearch cluster: an index that has outgrown one machine.

Analysis stays here: the words of articles and queries go to the cluster as the tokens that
searchkit makes of them, so that both engines find the same. What a cluster keeps of an index named
`news`, see :mod:`searchkit.opensearch.mappings`:

========================  ======================================================================
`news.state`              what was committed (the manifest), what is known of the files of the
                          corpus, and who may write (the lease): a few documents
`news.articles-3`         the articles of the third generation: a rebuild makes another
`news.words-3`            the words of these articles, with what they mean
`news`                    an alias of the articles, for other programs
========================  ======================================================================

A reader gets the manifest, which names the indices of its generation; so replacing that one
document is a commit, and exchanges articles and words at once.
"""
