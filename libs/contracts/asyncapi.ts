import { contracts } from './contexts.ts';
import { versionSchemas, type JsonSchema, type VersionSchema } from './json-schema.ts';
import { ORDER_OF_RECORDS, WHERE_RECORDS_STAND } from './asyncapi-text.ts';
import { publicTopicOf, recordHeadersSchema, restrictedTopicOf } from './record-headers.ts';

/** Of the package `@grappe/contracts`, and so of the document: a new event or version is a minor one. */
export const CONTRACTS_VERSION = '0.1.0';

const KAFKA_BINDING = '0.5.0';
const HEADERS = 'recordHeaders';

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
 * brokers are a matter of the installation and stand in it as a variable.
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
      description: `${WHERE_RECORDS_STAND}\n\n${ORDER_OF_RECORDS}`,
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
        ...Object.fromEntries(versions.map(({ title, schema }) => [title, withoutDialect(schema)])),
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

function topicsOf(versions: readonly VersionSchema[]): readonly Topic[] {
  return Object.keys(contracts).flatMap((context) => {
    const own = versions.filter((one) => one.context === context);
    return [
      { id: context, address: publicTopicOf(context), context, restricted: false, versions: own },
      { id: `${context}.restricted`, address: restrictedTopicOf(context), context, restricted: true, versions: own },
    ];
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

/** Schemas in the document are of AsyncAPI's dialect, a superset of draft 7, and do not name another. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'));
}
