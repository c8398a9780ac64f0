"""Where terms occur -> scores of articles, and of these the page that is shown."""
