/** What a subscriber has to know and no schema can say, as Markdown. */

export const WHERE_RECORDS_STAND = `Domain events of Grappe on Apache Kafka, as a subscriber sees them.

Every record is a CloudEvent 1.0 in binary mode: its attributes are headers (\`ce_*\`, texts in UTF-8), its body is the event's data as
JSON, its key is the stream. The body is written in the version that \`ce_type\` names and is never rewritten: a subscriber brings older
versions up with the upcasters of \`@grappe/contracts\`. Records are kept for ever. An event is published once, on one topic: public
ones on \`grappe.<context>.v1\`, private and embargoed ones on \`grappe.<context>.restricted.v1\`. What an embargo lifts is a new
event, \`EmbargoLifted\`, which is public and carries the one that was confidential.`;

export const ORDER_OF_RECORDS = `## Order

- **In one stream** records come in order of \`ce_revision\`, because a stream stands in one partition. A subscriber that looks at one
  stream at a time needs no more than that.
- **Over streams, partitions and topics** the order is that of \`ce_position\`. Positions are dense over the whole ledger, so a
  subscriber of some topics sees gaps; what belongs to its topics is told by \`ce_frontier\`: for each topic the last position that was
  published there before this record. Hold the record with the lowest position; handle it when every position that its frontier names
  for a topic of yours is below the position you began at, or handled.
- **Duplicates.** Delivery is at least once. A record whose position was handled is dropped; two records of one position are equal.
- **Missing records.** \`ce_settled\` is a position: everything below it was acknowledged by the broker before this record was sent. When
  you wait for a position below a settled one, and every partition of its topic was read up to an end that was asked for afterwards, it
  is missing: stop and tell somebody. Until then it is late only. No clock is asked.
- **Resuming.** Keep the last position handled, in one transaction with what it led to. After a stop read from the beginning, or from the
  time of the last record handled (timestamps never go back), and skip what is not above the position kept.
- **Timestamps** are the highest \`ce_time\` so far in order of position; they are a way into a topic and decide nothing.`;
