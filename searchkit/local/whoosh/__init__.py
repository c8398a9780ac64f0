"""TODO searchkit.local.whoosh."""
