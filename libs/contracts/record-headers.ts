import type { JsonSchema } from './json-schema.ts';

/** A record's headers as texts (UTF-8): CloudEvents 1.0, Kafka binding in binary mode, with the extensions of Grappe. */

const COUNT = '^(0|[1-9][0-9]{0,18})$';
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
const DAY = '\\d{4}-\\d{2}-\\d{2}';
const SHORT_TOPIC = '[a-z][a-z0-9]*(\\.restricted)?';
const ENTRY = `${SHORT_TOPIC}=(0|[1-9][0-9]{0,18})`;

const text = (description: string, pattern?: string): JsonSchema => ({
  type: 'string',
  description,
  ...(pattern === undefined ? {} : { pattern }),
});

const always = {
  'content-type': { ...text('The body is JSON.'), const: 'application/json' },
  ce_specversion: { ...text('CloudEvents 1.0.'), const: '1.0' },
  ce_id: text('The id of the event, a UUID. With the source it is unique for ever.', UUID),
  ce_source: text('The context that decided: /grappe/<context>.', '^/grappe/[a-z][a-z0-9]*$'),
  ce_type: text(
    'What happened and in which version its data are written: <context>.<EventName>.v<version>.',
    '^[a-z][a-z0-9]*\\.[A-Za-z0-9]+\\.v[1-9][0-9]{0,5}$',
  ),
  ce_subject: text('The stream, which is the key of the record as well: what happened to one thing, in order.'),
  ce_time: text('When it was recorded, UTC with milliseconds.', `^${DAY}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$`),
  ce_effectiveat: text('The civil day on which the fact takes legal effect.', `^${DAY}$`),
  ce_actor: text('Who asked for it: the subject of the token.'),
  ce_correlationid: text('The same for everything that one request led to, a UUID.', UUID),
  ce_visibility: text(
    'public, private, or embargoed:<day>, the first day on which everybody may read it. The latter two stand on restricted topics.',
    `^(public|private|embargoed:${DAY})$`,
  ),
  ce_position: text('Its place in the ledger of all contexts, a decimal number from 0, dense over all topics.', COUNT),
  ce_revision: text('Its place in its stream, a decimal number from 0, dense.', COUNT),
  ce_frontier: text(
    'For each topic on which something was published before, the last position there: governance=41,membership.restricted=7. A topic is named without grappe. and .v1; the text is empty on the first record.',
    `^(${ENTRY}(,${ENTRY})*)?$`,
  ),
  ce_settled: text(
    'A position: everything below it was acknowledged by the broker before this record was sent.',
    COUNT,
  ),
};

const sometimes = {
  ce_actorcapacity: text('In which capacity the actor acted, for example as a secretary.'),
  ce_causationid: text('The id of the event that led to this one, where an event did, a UUID.', UUID),
  ce_commandid: text('The id of the command that was decided, a UUID.', UUID),
  ce_commandhash: text('SHA-256 of the canonical body of that command, in hexadecimal.', '^[0-9a-f]{64}$'),
  ce_traceparent: text('W3C Trace Context of the request.'),
  ce_evidence: text('Documents that prove the fact, a JSON list.', '^\\['),
};

/** The JSON Schema of a record's headers, all as texts. Headers that are not named here may be there: intermediaries add them. */
export const recordHeadersSchema: JsonSchema = {
  type: 'object',
  title: 'The headers of every record',
  required: Object.keys(always),
  properties: { ...always, ...sometimes },
};
