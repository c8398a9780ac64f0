"""Terms -> where they occur, as arrays: in single segments, and as phrases in all of them."""
