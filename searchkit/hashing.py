"""BLAKE2b, from where Python has it.

`hashlib` has it, too, but loads OpenSSL first, which a search would wait for. `random` of the
standard library does without it in the same way.
"""

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
