"""TODO searchkit.local.searching.meanings."""
