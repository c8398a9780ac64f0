"""How long one question takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def took(ask: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor a question takes."""
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000
