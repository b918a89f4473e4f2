"""Prints position, type and subject of every record in the order of the ledger, and goes on where it was."""

import argparse
import json
import os
import re
import signal
import sys

from kafka import KafkaConsumer, TopicPartition

from ledger_order import LedgerOrder, Placed
from personal_texts import keys_over, opened

POLL_MS = 500


def main() -> int:
    options = arguments()
    topics = {short_name(topic): topic for topic in options.topics.split(",")}
    kept = read_position(options.position, sorted(topics))
    order = LedgerOrder(set(topics), kept["next"])
    keys = None if options.grappe is None else keys_over(options.grappe, os.environ["GRAPPE_TOKEN"])
    stopping = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.append(True))

    # Without a group nothing is committed: the position in the file is the only one.
    consumer = KafkaConsumer(bootstrap_servers=options.brokers.split(","), group_id=None, enable_auto_commit=False)
    try:
        partitions = partitions_of(consumer, topics.values())
        consumer.assign(partitions)
        for partition, offset in entry_offsets(consumer, partitions, kept["enterAtMs"]).items():
            consumer.seek(partition, offset)
        suspect = (None, {})
        while not stopping:
            for messages in consumer.poll(timeout_ms=POLL_MS).values():
                for message in messages:
                    order.offer(placed(message))
            while not stopping and (item := order.take()) is not None:
                handle(item, keys)
                write_position(options.position, sorted(topics), item)
            hold(consumer, order, partitions)
            suspect = search(consumer, order, topics, suspect)
    finally:
        consumer.close()
    return 0


def handle(item: Placed, keys) -> None:
    """The place for what a real subscriber does, with the position in the same transaction."""
    data = json.loads(item.record.value)
    if keys is not None:
        data = opened(header(item.record, "ce_id"), data, keys)
    print(item.position, header(item.record, "ce_type"), header(item.record, "ce_subject"), flush=True)


def entry_offsets(consumer, partitions, enter_at_ms):
    """Timestamps never go back: records that were not handled have the timestamp of the last handled one, or a later one."""
    if enter_at_ms is None:
        return consumer.beginning_offsets(partitions)
    # Records written between the two requests are behind the end that the first one found.
    ends = consumer.end_offsets(partitions)
    by_time = consumer.offsets_for_times({partition: enter_at_ms for partition in partitions})
    return {p: min(ends[p], by_time[p].offset) if by_time.get(p) else ends[p] for p in partitions}


def hold(consumer, order, partitions):
    """Partitions of which too many records wait are read on when some are handled."""
    for partition in partitions:
        if order.is_full(short_name(partition.topic), partition.partition):
            consumer.pause(partition)
        elif partition in consumer.paused():
            consumer.resume(partition)


def search(consumer, order, topics, suspect):
    """It is missing when every partition of its topic was read up to an end that was asked for after it was overdue."""
    overdue = order.overdue()
    if overdue is None:
        return (None, {})
    position, topic = overdue
    if suspect[0] != position:
        suspect = (position, consumer.end_offsets(partitions_of(consumer, [topics[topic]])))
    read = (consumer.position(p) >= end or order.is_full(topic, p.partition) for p, end in suspect[1].items())
    if all(read):
        raise SystemExit(f"position {position} is missing on {topic}; nothing behind it was handled")
    return suspect


def partitions_of(consumer, topics):
    found = {topic: consumer.partitions_for_topic(topic) for topic in topics}
    absent = [topic for topic, partitions in found.items() if not partitions]
    if absent:
        raise SystemExit(f"there is no topic {', '.join(absent)}")
    return [TopicPartition(topic, partition) for topic, partitions in found.items() for partition in sorted(partitions)]


def placed(message) -> Placed:
    entries = [entry.split("=") for entry in header(message, "ce_frontier").split(",") if entry]
    return Placed(
        position=int(header(message, "ce_sequence")),
        settled=int(header(message, "ce_settled")),
        frontier={topic: int(position) for topic, position in entries},
        topic=short_name(message.topic),
        partition=message.partition,
        record=message,
    )


def header(message, name: str) -> str:
    return next(value.decode() for key, value in message.headers if key == name)


def short_name(topic: str) -> str:
    """grappe.governance.restricted.v1 is governance.restricted in a frontier. An installation may put a prefix before it."""
    found = re.search(r"grappe\.([a-z0-9]+(?:\.restricted)?)\.v1$", topic)
    if found is None:
        raise SystemExit(f"not a topic of events: {topic}")
    return found[1]


def read_position(file: str, topics: list[str]) -> dict:
    if not os.path.exists(file):
        return {"next": 0, "enterAtMs": None}
    with open(file, encoding="utf-8") as stored:
        kept = json.load(stored)
    if kept["topics"] != topics:
        # The older records of a topic that is new would never be seen.
        raise SystemExit(f"{file} is of {', '.join(kept['topics'])}; begin with another file for {', '.join(topics)}")
    return {"next": int(kept["next"]), "enterAtMs": kept["enterAtMs"]}


def write_position(file: str, topics: list[str], item: Placed) -> None:
    """Renaming is atomic: a process killed here leaves the old file or the new one."""
    kept = {"topics": topics, "next": str(item.position + 1), "enterAtMs": item.record.timestamp}
    with open(f"{file}.new", "w", encoding="utf-8") as draft:
        json.dump(kept, draft)
    os.replace(f"{file}.new", file)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brokers", default="127.0.0.1:9092")
    parser.add_argument("--topics", default="grappe.membership.v1,grappe.governance.v1")
    parser.add_argument("--position", default="position.json")
    parser.add_argument("--grappe", help="address of the system: opens personal texts with the token in GRAPPE_TOKEN")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
