from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.memory import Peak, held

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


@linux
def test_memory_of_a_process_and_of_its_child_is_counted() -> None:
    alone = held(os.getpid())
    program = "import sys; kept = bytearray(b'x' * 50_000_000); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdout.readline()
        both = held(os.getpid())
        child.stdin.close()

    assert alone is not None
    assert both is not None
    assert 50_000_000 < both - alone < 90_000_000


@linux
def test_the_peak_is_told_after_the_memory_was_given_back() -> None:
    with Peak(os.getpid()) as peak:
        before = peak.size
        kept = bytearray(b"x" * 80_000_000)
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.3)"], check=True)
        del kept

    assert before is not None
    assert peak.size is not None
    assert peak.size - before > 70_000_000
