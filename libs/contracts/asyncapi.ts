import { contracts } from './contexts.ts';
import { versionSchemas, type JsonSchema, type VersionSchema } from './json-schema.ts';
import { recordHeadersSchema } from './record-headers.ts';

/** Of the package `@grappe/contracts`, and so of the document: a new event or version is a minor one. */
export const CONTRACTS_VERSION = '0.1.0';

const KAFKA_BINDING = '0.5.0';
const HEADERS = 'recordHeaders';

/** What a subscriber has to know beyond the schemas, as Markdown. */
const DESCRIPTION = `Domain events of Grappe on Apache Kafka, as a subscriber sees them.

Every record is a CloudEvent 1.0 in binary mode: its attributes are headers (\`ce_*\`, texts in UTF-8), its body is the event's data as
JSON, its key is the stream. The body is written in the version that \`ce_type\` names and is never rewritten: a subscriber brings older
versions up with the upcasters of \`@grappe/contracts\`. Records are kept for ever. An event is published once, on one topic: public
ones on \`grappe.<context>.v1\`, private and embargoed ones on \`grappe.<context>.restricted.v1\`. What an embargo lifts is a new
event, \`EmbargoLifted\`, which is public and carries the one that was confidential.

Names of persons and free text are sealed: \`{"$personal":1,"k","iv","ct"}\` stands for the text, which opens with AES-256-GCM under the key \`k\`
of its person or stream (\`GET /api/v1/privacy/keys\`), \`<ce_id>/data/…\` being the additional data, and is erased once that key is destroyed.

## Order

- **In one stream** records come in order of \`ce_revision\`, because a stream stands in one partition. A subscriber that looks at one
  stream at a time needs no more than that.
- **Over streams, partitions and topics** the order is that of \`ce_sequence\`, the position. Positions are dense over the whole ledger, so a
  subscriber of some topics sees gaps; what belongs to its topics is stated by \`ce_frontier\`: for each topic the last position that was
  published there before this record. Hold the record with the lowest position; handle it when every position that its frontier names
  for a topic of yours is below the position you began at, or handled.
- **Duplicates.** Delivery is at least once. A record whose position was handled is dropped; two records of one position are equal.
- **Missing records.** \`ce_settled\` is a position: everything below it was acknowledged by the broker before this record was sent. When
  you wait for a position below a settled one, and every partition of its topic was read up to an end that was asked for afterwards, it
  is missing: stop and tell somebody. Until then it is late only. No clock is asked.
- **Resuming.** Keep the last position handled, in one transaction with what it led to. After a stop read from the beginning, or from the
  time of the last record handled (timestamps never go back), and skip what is not above the position kept.
- **Restores.** \`ce_ledgerepoch\` is another one where the ledger was restored from a backup: a position of one epoch says nothing about the
  same position of another. A subscriber that meets another epoch than the one it knows stops, and reads again from the beginning.
- **Timestamps** of records are the highest \`ce_recordedtime\` so far in order of position; they are a way into a topic and decide nothing.`;

/** A topic with the versions of events that may stand on it. */
interface Topic {
  readonly id: string;
  readonly address: string;
  readonly context: string;
  readonly restricted: boolean;
  readonly versions: readonly VersionSchema[];
}

/**
 * The AsyncAPI 3 document of the topics as a subscriber sees them, from the contracts. The same contracts give the same document;
 * brokers depend on the installation and are a variable in it.
 */
export function asyncApiDocument(): JsonSchema {
  const versions = versionSchemas('draft-7');
  const topics = topicsOf(versions);
  return {
    asyncapi: '3.0.0',
    id: 'urn:grappe:events',
    info: {
      title: 'Grappe: events for services',
      version: CONTRACTS_VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: Object.keys(contracts).map((name) => ({ name })),
    },
    defaultContentType: 'application/json',
    servers: { kafka: server },
    channels: Object.fromEntries(topics.map((topic) => [topic.id, channelOf(topic)])),
    operations: Object.fromEntries(topics.map((topic) => [`receive.${topic.id}`, operationOf(topic)])),
    components: {
      messages: Object.fromEntries(versions.map((one) => [one.title, messageOf(one)])),
      schemas: {
        [HEADERS]: recordHeadersSchema,
        ...payloadsOf(versions),
      },
    },
  };
}

const server: JsonSchema = {
  host: '{brokers}',
  protocol: 'kafka',
  description: 'The brokers of the installation.',
  variables: { brokers: { default: '127.0.0.1:9092', description: 'host:port of one broker of the cluster' } },
};

function topicsOf(all: readonly VersionSchema[]): readonly Topic[] {
  return Object.keys(contracts).flatMap((context) => {
    const versions = all.filter((one) => one.context === context);
    return [context, `${context}.restricted`].map((id) => ({
      ...{ id, address: `grappe.${id}.v1`, context, restricted: id !== context, versions },
    }));
  });
}

function channelOf({ address, context, restricted, versions }: Topic): JsonSchema {
  return {
    address,
    title: restricted ? `Restricted events of ${context}` : `Public events of ${context}`,
    description: restricted
      ? 'Private events, and embargoed ones from the start; for services of the system only. They stay here when the embargo is lifted.'
      : 'What everybody may read, complete and for ever.',
    tags: [{ name: context }],
    messages: Object.fromEntries(versions.map(({ title }) => [title, reference('components', 'messages', title)])),
    bindings: { kafka: { topic: address, topicConfiguration, bindingVersion: KAFKA_BINDING } },
  };
}

/** Records are kept for ever: a new read model begins at the first one. */
const topicConfiguration: JsonSchema = { 'cleanup.policy': ['delete'], 'retention.ms': -1, 'retention.bytes': -1 };

function operationOf({ id, address }: Topic): JsonSchema {
  return {
    action: 'receive',
    channel: reference('channels', id),
    title: `Subscribe to ${address}`,
    summary: 'Records of one stream come in order; others are put in order by position and frontier.',
  };
}

function messageOf({ title, summary, context }: VersionSchema): JsonSchema {
  return {
    name: title,
    title,
    summary,
    contentType: 'application/json',
    tags: [{ name: context }],
    headers: {
      allOf: [
        reference('components', 'schemas', HEADERS),
        { type: 'object', properties: { ce_type: { const: title }, ce_source: { const: `/grappe/${context}` } } },
      ],
    },
    payload: reference('components', 'schemas', title),
    correlationId: { location: '$message.header#/ce_correlationid' },
    bindings: {
      kafka: {
        key: { type: 'string', description: 'The stream, equal to ce_subject: a stream stands in one partition.' },
        bindingVersion: KAFKA_BINDING,
      },
    },
  };
}

function reference(...path: readonly string[]): JsonSchema {
  return { $ref: `#/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}` };
}

/** The data of each version; what a correction says of a fact refers to the schema of the fact, which it would repeat twice. */
function payloadsOf(versions: readonly VersionSchema[]): JsonSchema {
  const texts = new Map(versions.map(({ title, schema }) => [title, JSON.stringify(nameless(schema))]));
  return Object.fromEntries(
    versions.map(({ title, schema }) => {
      const payload = withoutDialect(schema);
      const fact = title.replace(/(?:Corrected|Voided)(?=\.v\d+$)/, '');
      if (fact === title) return [title, payload];
      const shared = Object.entries(schema['properties'] as JsonSchema).map(([name, member]) => [
        name,
        JSON.stringify(member) === texts.get(fact) ? reference('components', 'schemas', fact) : member,
      ]);
      return [title, { ...payload, properties: Object.fromEntries(shared) as JsonSchema }];
    }),
  );
}

function nameless({ title: _title, description: _description, ...schema }: JsonSchema): JsonSchema {
  return withoutDialect(schema);
}

/** Schemas in the document are of AsyncAPI's dialect, a superset of draft 7, and do not name another. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'));
}
