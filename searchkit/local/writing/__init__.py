"""Make an index equal to a corpus: analyse, write, record. Make it whole again."""

from searchkit.local.writing.repairing import repair
from searchkit.local.writing.updating import update

__all__ = ["repair", "update"]
