"""Make an index equal to a corpus: plan, analyse, write, record."""

from searchkit.indexing.updating import Progress, update

__all__ = ["Progress", "update"]
