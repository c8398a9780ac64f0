"""Make an index equal to a corpus: plan, analyse, write, record. Make it whole again."""

from searchkit.local.writing.aiming import UpdateOptions
from searchkit.local.writing.repairing import repair
from searchkit.local.writing.updating import update

__all__ = ["UpdateOptions", "repair", "update"]
