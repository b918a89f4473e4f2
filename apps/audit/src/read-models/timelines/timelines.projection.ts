import { z } from 'zod';
import { catalog, correctedType, dateSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { isUuid, storableText } from '#libs/kernel';
import { creates, keyed, projection, type TypedEvent } from '#libs/projections';

export const timelineLineView = z
  .strictObject({
    entity: uuidSchema,
    position: z.string(),
    eventId: uuidSchema,
    stream: z.string(),
    revision: z.string(),
    type: z.string(),
    effectiveAt: dateSchema,
    recordedAt: z.iso.datetime(),
    actor: z.string().describe('The id of who acted, or `process:<name>`.'),
    summary: z.string(),
    corrects: uuidSchema.optional().describe('The event whose fact this one corrects or takes back.'),
    embargoUntil: dateSchema.optional().describe('Confidential before this day.'),
  })
  .meta({ id: 'TimelineLine', description: 'One event on the timeline of one thing that it names.' });

type TimelineLine = Immutable<z.infer<typeof timelineLineView>>;

/**
 * One row for each event and each thing it names: adding an event to the timeline of a cluster with thousands of members
 * writes one small row and rewrites nothing.
 */
const everyEvent = keyed<unknown, TimelineLine>(
  (event) => entitiesIn(event).map((entity) => lineKey(entity, event.position)),
  creates((event, key) => timelineLine(entityOfKey(key), event)),
);

const types = catalog.eventTypes();
const LAST_DAY = '9999-12-31';
/** Rises with the form of the lines. */
const FORM = 4;

/** What happened to each thing, in the order of the log. */
export const timelines = projection<Readonly<Record<string, unknown>>, TimelineLine>({
  name: 'audit.timelines',
  // Rises with the catalogue: an event that a process did not know yet passed it by, and only a rebuild brings its lines.
  version: types.reduce((sum, type) => sum + (catalog.currentVersion(type) ?? 0), FORM),
  columns: {
    entity: { type: 'text', from: 'entity' },
    type: { type: 'text', from: 'type' },
  },
  indexes: [['entity', 'key']],
  on: Object.fromEntries(types.map((type) => [type, everyEvent])),
});

/** The position is wide enough for each that there may be, so that keys sort as positions do. */
export function lineKey(entity: string, position: bigint): string {
  return `${entity}|${String(position).padStart(16, '0')}`;
}

export function entityOfKey(key: string): string {
  return key.slice(0, key.indexOf('|'));
}

/** What a correction says beside the fact as it was and is now. */
interface Correction {
  readonly fact: string;
  readonly was: object;
  readonly now?: object;
}

function correctionIn({ type, data }: Pick<TypedEvent<unknown>, 'type' | 'data'>): Correction | undefined {
  return correctedType(type) === undefined ? undefined : (data as Correction);
}

/** What an event is about. A correction is about what the fact was about, and is about now: its line stands beside that of the fact. */
function entitiesIn(event: TypedEvent<unknown>): readonly string[] {
  const correction = correctionIn(event);
  return entitiesOf(correction === undefined ? event.data : [correction.was, correction.now]);
}

/** Every id that the data name, anywhere in them; each once. */
export function entitiesOf(data: unknown): readonly string[] {
  if (typeof data === 'string') return isUuid(data) ? [data] : [];
  if (typeof data !== 'object' || data === null) return [];
  return [...new Set(Object.values(data).flatMap(entitiesOf))];
}

function timelineLine(entity: string, event: TypedEvent<unknown>): TimelineLine {
  const { id: eventId, stream, revision, position, type, metadata } = event;
  const { effectiveAt, recordedAt, actor, visibility } = metadata;
  return {
    ...{ entity, position: String(position), eventId, stream, revision: String(revision), type },
    ...{ effectiveAt, recordedAt, actor: actor.id, summary: summaryOf(type, event.data) },
    ...correctsIn(event),
    ...(visibility.kind === 'public' ? {} : { embargoUntil: embargoOf(event) }),
  };
}

function correctsIn(event: TypedEvent<unknown>): Pick<TimelineLine, 'corrects'> {
  const correction = correctionIn(event);
  return correction === undefined ? {} : { corrects: correction.fact };
}

/** What is private without a day stays so; a correction, until the later day of the fact as it was and as it is now. */
function embargoOf(event: TypedEvent<unknown>): string {
  const { visibility } = event.metadata;
  if (visibility.kind === 'embargoed') return visibility.until;
  const correction = correctionIn(event);
  const facts = correction === undefined ? [event.data] : [correction.was, correction.now ?? {}];
  const field = catalog.privateField(event.type) ?? '';
  const days = facts.flatMap((fact) => (fact as Readonly<Record<string, string | undefined>>)[field] ?? []);
  return days.sort().at(-1) ?? LAST_DAY;
}

/** The members of the data that are shown beside the name of the event, in this order. */
const TELLING = [
  ...['title', 'name', 'subject', 'by', 'statement', 'class', 'outcome', 'cause', 'reason', 'how'],
  ...['context', 'authority', 'status', 'planVersion', 'statutesVersion', 'siren', 'toMove', 'moved', 'merged'],
];
const STATEMENT_LIMIT = 120;

export function summaryOf(type: string, data: unknown): string {
  const sentence = catalog.definitionOf(type)?.summary ?? type;
  const { was, now = was, ...said } = (data ?? {}) as Partial<Correction>;
  const details = [...detailsOf(now), ...detailsOf(said)];
  return details.length === 0 ? sentence : `${sentence} (${details.join(', ')})`;
}

function detailsOf(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  const members = data as Readonly<Record<string, unknown>>;
  const person = members['person'];
  const named = typeof person === 'object' && person !== null && 'name' in person ? [String(person.name)] : [];
  return [...named, ...TELLING.flatMap((member) => textOf(member, members[member]))];
}

function textOf(member: string, value: unknown): readonly string[] {
  if (typeof value === 'number') return [`${member} ${String(value)}`];
  return typeof value === 'string' ? [storableText(value, STATEMENT_LIMIT)] : [];
}
