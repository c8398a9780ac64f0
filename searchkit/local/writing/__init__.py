"""Make an index equal to a corpus: plan, analyse, write, record. Make it whole again."""

from searchkit.local.writing.repairing import repair
from searchkit.local.writing.updating import update
from searchkit.syncing.target import UpdateOptions

__all__ = ["UpdateOptions", "repair", "update"]
