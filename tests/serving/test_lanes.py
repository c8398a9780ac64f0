"""A few threads, a lane for what may take long, and a queue that has an end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from searchkit.serving.lanes import BusyError, Lanes, may_take_long


def test_work_is_done_in_a_thread() -> None:
    name = asyncio.run(Lanes().run(lambda: threading.current_thread().name))

    assert name.startswith("searchkit")


def waiting_for(event: threading.Event) -> Callable[[], str]:
    def work() -> str:
        assert event.wait(30)
        return "done"

    return work


def test_slow_questions_leave_room_for_the_others() -> None:
    async def scenario() -> str:
        lanes, event = Lanes(threads=2), threading.Event()
        slow = [asyncio.create_task(lanes.run(waiting_for(event), is_slow=True)) for _ in range(5)]
        await asyncio.sleep(0)
        fast = await asyncio.wait_for(lanes.run(lambda: "fast"), 30)
        event.set()
        assert await asyncio.gather(*slow) == ["done"] * 5
        return fast

    assert asyncio.run(scenario()) == "fast"


def test_a_queue_that_is_full_says_so_and_has_room_again_later() -> None:
    async def scenario() -> None:
        lanes, event = Lanes(threads=2, waiting=3), threading.Event()
        tasks = [asyncio.create_task(lanes.run(waiting_for(event))) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await lanes.run(lambda: "too many")
        event.set()
        assert await asyncio.gather(*tasks) == ["done"] * 4
        assert await lanes.run(lambda: "again") == "again"

    asyncio.run(scenario())


def test_one_client_has_a_few_turns_and_leaves_the_others_to_the_rest() -> None:
    async def scenario() -> list[str]:
        lanes, event, seen = Lanes(), asyncio.Event(), []

        async def ask(client: str) -> None:
            async with lanes.turn_of(client):
                seen.append(client)
                await event.wait()

        many = [asyncio.create_task(ask("192.0.2.1")) for _ in range(18)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await ask("192.0.2.1")
        others = [asyncio.create_task(ask(one)) for one in ("192.0.2.2", *["127.0.0.1"] * 3)]
        await asyncio.sleep(0)
        under_way = list(seen)
        event.set()
        await asyncio.gather(*many, *others)
        assert len(seen) == 22
        return under_way

    assert asyncio.run(scenario()) == ["192.0.2.1"] * 2 + ["192.0.2.2"] + ["127.0.0.1"] * 3


def test_an_error_of_the_work_gives_its_turn_back() -> None:
    async def scenario() -> None:
        lanes = Lanes(threads=2, waiting=0)
        for _ in range(5):
            with pytest.raises(ZeroDivisionError):
                await lanes.run(lambda: 1 // 0)
        assert await lanes.run(lambda: "done") == "done"

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "query", ["/.*/", "*a*", "e~2", "title:?a*", "a*", "tide -*a*", '"*a tide"']
)
def test_a_pattern_that_means_very_many_words_may_take_long(query: str) -> None:
    assert may_take_long(query)


@pytest.mark.parametrize("query", ["", "spring tide", "tide*", "harbor~", "what? /a", "source:a~b"])
def test_other_queries_do_not(query: str) -> None:
    assert not may_take_long(query)
