"""TODO searchkit.local.searching.matching."""
