"""The engine on arrays: an index in a directory of this machine.

From the bottom up, and each imports only from those before it: `segment`, a file of
arrays; `whoosh`, what makes segments an index of Whoosh; `store`, the directory and its
commits; `writing`, which makes an index equal to a corpus; `searching`, a query over
segments.
"""
