"""TODO searchkit.local.searching.scoring."""
