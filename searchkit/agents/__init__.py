"""The tools of an index for agents, over the Model Context Protocol: `searchkit mcp`.

1. `agent_tools` asks the index, through :class:`searchkit.index.Index` alone.
2. `tool_answers` is what a tool answers, as records from which its schema is made.
3. `mcp_server` makes them tools of the protocol, which the official SDK speaks: over the standard
   streams of a process, or over HTTP behind the same guard as the page.

Nothing here writes. An error tells the model what to do, in one line without a path of this
machine. The text of articles is data from strangers, and is marked as that.
"""
