"""TODO searchkit.quoting."""
