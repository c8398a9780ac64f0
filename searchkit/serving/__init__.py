"""The page and the API of an index for browsers, programs and agents: `searchkit serve`.

What comes in is a stranger's. A request meets these in turn:

1. `guard` lets in what comes from this server's own pages, from an address bar or from a
   program, and sees to it that every answer forbids what a page has no use for.
2. `parameters` turns what stands behind the `?` into values, or refuses it by name. The same
   table makes the description of the API (`openapi`).
3. `lanes` gives it one of a few threads, and what may take long one that such requests share; a
   queue that is full is said to be full.
4. `api` and `web_pages` ask the index, through :class:`searchkit.index.Index` alone, under a
   deadline, and answer with JSON, a page, a feed or a table.

Nothing here writes, and nothing of a request is a path of this machine. All state is in the
address of a page, so that it can be kept, sent, and opened without JavaScript.
"""
