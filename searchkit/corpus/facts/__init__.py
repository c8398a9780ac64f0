"""TODO searchkit.corpus.facts."""
