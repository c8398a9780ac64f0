"""TODO searchkit.corpus.readers."""
