import type { JsonSchema } from './json-schema.ts';

/** A record's headers as texts (UTF-8): CloudEvents 1.0, Kafka binding in binary mode, with the extensions of Grappe. */

/** A position that sorts as text: 20 digits. */
const SEQUENCE = '^0[0-9]{19}$';
const COUNT = '^(0|[1-9][0-9]{0,18})$';
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
const DAY = '\\d{4}-\\d{2}-\\d{2}';
const INSTANT = `^${DAY}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$`;
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
  ce_time: text(
    'When it happened: the instant at which the civil day of its legal effect begins in Europe/Paris, in UTC with milliseconds.',
    INSTANT,
  ),
  ce_recordedtime: text('When it was stored, UTC with milliseconds.', INSTANT),
  ce_dataschema: text(
    'The JSON Schema of the body, by its id.',
    '^urn:grappe:schema:[a-z][a-z0-9]*\\.[A-Za-z0-9]+\\.v[1-9][0-9]{0,5}$',
  ),
  ce_correlationid: text('The same for everything that one request led to, a UUID.', UUID),
  ce_authtype: { ...text('A person with a token, or the system itself.'), enum: ['app_user', 'system'] },
  ce_authid: text('Who asked for it, by an id of the system: a UUID, or process:<name> of a process manager.'),
  ce_sequence: text(
    'Its position in the ledger of all contexts, from 0, dense over all topics; 20 digits, so that it sorts as text.',
    SEQUENCE,
  ),
  ce_ledgerepoch: text(
    'The epoch of the ledger in which the position was given, a UUID: after a restore the same position can be another event.',
    UUID,
  ),
  ce_revision: text('Its place in its stream, a decimal number from 0, dense.', COUNT),
  ce_frontier: text(
    'For each topic on which something was published before, the last position there: governance=41,membership.restricted=7. A topic is named without grappe. and .v1; the text is empty on the first record.',
    `^(${ENTRY}(,${ENTRY})*)?$`,
  ),
  ce_settled: text(
    'A position: everything below it was acknowledged by the broker before this record was sent.',
    COUNT,
  ),
  ce_leafhash: text(
    'SHA-256 of the event as a leaf of the ledger (RFC 6962, section 2.1), in hexadecimal.',
    '^[0-9a-f]{64}$',
  ),
};

const sometimes = {
  ce_dataclassification: text(
    'private, or embargoed:<day>, the first day on which everybody may read it. On restricted topics, and there always.',
    `^(private|embargoed:${DAY})$`,
  ),
  ce_actorcapacity: text('In which capacity the actor acted, for example as a secretary.'),
  ce_actorcluster: text('For which cluster the actor acted, where it acted for one, a UUID.'),
  ce_causationid: text('The id of the event that led to this one, where an event did, a UUID.', UUID),
  ce_commandid: text('The id of the command that was decided, a UUID.', UUID),
  ce_commandhash: text(
    'HMAC-SHA-256 of the canonical body of that command under the key of the installation, in hexadecimal.',
    '^[0-9a-f]{64}$',
  ),
  ce_traceparent: text('W3C Trace Context of the request.'),
  traceparent: text('The same under the name by which tools look for it that know nothing of CloudEvents.'),
  ce_evidence: text('Documents that prove the fact, a JSON list.', '^\\['),
};

/** The JSON Schema of a record's headers, all as texts. Headers that are not named here may be there: intermediaries add them. */
export const recordHeadersSchema: JsonSchema = {
  type: 'object',
  title: 'The headers of every record',
  required: Object.keys(always),
  properties: { ...always, ...sometimes },
};
