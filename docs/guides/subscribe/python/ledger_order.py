"""Puts records of some topics, from any number of partitions, into the order of the ledger. No clock is asked."""

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# More than so many records of one partition do not wait here: reading it pauses.
BOUND = 1_000


@dataclass(order=True)
class Placed:
    """A record and what its headers say of its place. Topics bear their short names: membership, governance.restricted."""

    position: int
    topic: str = field(compare=False)
    partition: int = field(compare=False)
    frontier: dict[str, int] = field(compare=False)
    settled: int = field(compare=False)
    record: Any = field(compare=False)


class LedgerOrder:
    def __init__(self, topics: set[str], next_position: int):
        """Every record of these topics below next_position was handled."""
        self.topics = topics
        self.next_position = next_position
        self.settled = 0
        self.waiting: list[Placed] = []
        self.positions: set[int] = set()
        self.counts: Counter = Counter()

    def offer(self, item: Placed) -> None:
        """Delivery is at least once: what was handled or is here already is dropped."""
        self.settled = max(self.settled, item.settled)
        if item.position < self.next_position or item.position in self.positions:
            return
        heapq.heappush(self.waiting, item)
        self.positions.add(item.position)
        self.counts[item.topic, item.partition] += 1

    def take(self) -> Placed | None:
        """The next record, once nothing of these topics can come before it."""
        if not self.waiting or self.awaited() is not None:
            return None
        item = heapq.heappop(self.waiting)
        self.positions.remove(item.position)
        self.counts[item.topic, item.partition] -= 1
        self.next_position = item.position + 1
        return item

    def awaited(self) -> tuple[int, str] | None:
        """The lowest position that the first record here names for a topic of ours and that was not handled."""
        if not self.waiting:
            return None
        named = self.waiting[0].frontier.items()
        return min(
            ((position, topic) for topic, position in named if topic in self.topics and position >= self.next_position),
            default=None,
        )

    def overdue(self) -> tuple[int, str] | None:
        """What is waited for although it was on its topic before something that is here was sent: late, or missing."""
        awaited = self.awaited()
        return awaited if awaited is not None and awaited[0] < self.settled else None

    def is_full(self, topic: str, partition: int) -> bool:
        return self.counts[topic, partition] >= BOUND
