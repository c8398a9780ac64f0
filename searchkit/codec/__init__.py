"""The columnar Whoosh codec."""
