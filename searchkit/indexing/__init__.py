"""Make an index equal to a corpus: plan, analyse, write, record. Make it whole again."""

from searchkit.indexing.aiming import UpdateOptions
from searchkit.indexing.repairing import repair
from searchkit.indexing.updating import update

__all__ = ["UpdateOptions", "repair", "update"]
