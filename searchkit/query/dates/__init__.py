"""TODO searchkit.query.dates."""
