"""What a person sets for files: `searchkit.toml`, the globs in it, and what that does to articles.

A :class:`~searchkit.corpus.settings.reading_options.ReadingOptions` holds all that is set for
one file. `settings_file` reads the file, `overrides` changes articles by it.
"""
