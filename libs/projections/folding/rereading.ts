import { invariant, type JsonObject, type RecordedEvent, type StreamName, type Uuid } from '#libs/kernel';
import type { AnyHandler, Projection, TypedEvent } from '../projection.ts';

/** In which order the events of a document count, whatever the order in which they were recorded. The contracts give it. */
export interface ReadingOrder {
  /** The day from which an event counts; undefined where it counts from the beginning. */
  dayOf(type: string, data: JsonObject): string | undefined;
  /** Of one day, events count by their ranks, and of one rank as they were recorded. */
  rankOf(type: string): number;
  /** The types of the events that correct and void the events of a type; undefined where nothing does. */
  correctionsOf(type: string): { readonly corrected: string; readonly voided: string } | undefined;
}

/** The member of a stored document that holds the events that it was made of. */
const EVENTS = '$events';

/** What handlers need of an event, as it is kept. */
interface Kept extends Pick<RecordedEvent, 'id' | 'type' | 'schemaVersion' | 'stream' | 'data'> {
  readonly revision: string;
  readonly position: string;
  readonly metadata: Pick<
    RecordedEvent['metadata'],
    'recordedAt' | 'effectiveAt' | 'visibility' | 'actor' | 'correlationId'
  >;
}

/** What a correction says. */
interface Correction {
  readonly fact: Uuid;
  readonly was: JsonObject;
  readonly now?: JsonObject | undefined;
}

type Handlers = Readonly<Record<string, AnyHandler>>;

/**
 * A read model whose documents say the same whatever the order in which their facts were recorded, and follow their corrections: each keeps the events
 * that it was made of. One that comes late, or is corrected, makes the document anew from its events in the order of their days.
 */
export function rereading(model: Projection, order: ReadingOrder): Projection {
  const handlers = model.on as Handlers;
  const on: Record<string, AnyHandler> = {};
  for (const [type, handler] of Object.entries(handlers)) {
    on[type] = {
      ...handler,
      evolve: (document, event, key) => applied(handlers, order, document, event as RecordedEvent, key),
    };
    const corrections = order.correctionsOf(type);
    if (corrections === undefined) continue;
    on[corrections.corrected] = correcting(handlers, order, type);
    on[corrections.voided] = correcting(handlers, order, type);
  }
  return { ...model, on };
}

/** A stored document without the events that it was made of. */
export function withoutEvents<Document extends object>(stored: Document): Document {
  const { [EVENTS]: _events, ...document } = stored as Document & { readonly [EVENTS]?: unknown };
  return document as Document;
}

function keptIn(document: object | undefined): readonly Kept[] {
  return (document as { readonly [EVENTS]?: readonly Kept[] } | undefined)?.[EVENTS] ?? [];
}

function applied(
  handlers: Handlers,
  order: ReadingOrder,
  document: object | undefined,
  event: RecordedEvent,
  key: string,
): object | undefined {
  const before = keptIn(document);
  const kept = keep(event);
  const last = before.at(-1);
  if (last !== undefined && compare(handlers, order, last, kept) > 0)
    return read(handlers, order, [...before, kept], key);
  const after = handlers[event.type]?.evolve(document, event, key);
  return after && { ...after, [EVENTS]: [...before, kept] };
}

/** The handler of what corrects or voids the events of a type. */
function correcting(handlers: Handlers, order: ReadingOrder, type: string): AnyHandler {
  const keysOf = (event: TypedEvent<unknown>, data: JsonObject | undefined): readonly string[] => {
    const keys = data === undefined ? [] : (handlers[type]?.keys({ ...event, type, data }) ?? []);
    return typeof keys === 'string' ? [keys] : keys;
  };
  return {
    does: 'upserts',
    keys: (event) => {
      const { was, now } = event.data as Correction;
      return [...new Set([...keysOf(event, was), ...keysOf(event, now)])];
    },
    evolve: (document, event, key) => {
      const { fact, was, now } = event.data as Correction;
      const before = keptIn(document);
      const known = before.find(({ id }) => id === fact);
      invariant(known !== undefined || !keysOf(event, was).includes(key), `${key} was not made of the fact ${fact}`);
      const others = before.filter((each) => each !== known);
      if (now === undefined || !keysOf(event, now).includes(key)) return read(handlers, order, others, key);
      const stated = known ?? { ...keep(event as RecordedEvent), id: fact, type };
      return read(handlers, order, [...others, { ...stated, data: now }], key);
    },
  };
}

function read(handlers: Handlers, order: ReadingOrder, unordered: readonly Kept[], key: string): object | undefined {
  const events = unordered.toSorted((a, b) => compare(handlers, order, a, b));
  let document: object | undefined;
  for (const event of events) document = handlers[event.type]?.evolve(document, restore(event), key);
  return document && { ...document, [EVENTS]: events };
}

function compare(handlers: Handlers, order: ReadingOrder, a: Kept, b: Kept): number {
  // What creates a document comes before whatever changes it: another stream may date its facts earlier.
  const first = laterThanCreation(handlers, a) - laterThanCreation(handlers, b);
  if (first !== 0) return first;
  const [left, right] = [order.dayOf(a.type, a.data) ?? '', order.dayOf(b.type, b.data) ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  const ranks = order.rankOf(a.type) - order.rankOf(b.type);
  return ranks || followsIn(a) - followsIn(b) || (BigInt(a.position) < BigInt(b.position) ? -1 : 1);
}

function laterThanCreation(handlers: Handlers, { type }: Kept): number {
  return handlers[type]?.does === 'creates' ? 0 : 1;
}

/** Of its day and type, what follows from an operation counts after what was decided. */
function followsIn({ data }: Kept): number {
  return data['operationId'] === undefined ? 0 : 1;
}

function keep({ id, type, schemaVersion, stream, data, revision, position, metadata }: RecordedEvent): Kept {
  const { recordedAt, effectiveAt, visibility, actor, correlationId } = metadata;
  const kept = { recordedAt, effectiveAt, visibility, actor, correlationId };
  return {
    id,
    type,
    schemaVersion,
    stream,
    data,
    revision: String(revision),
    position: String(position),
    metadata: kept,
  };
}

function restore({ revision, position, ...event }: Kept): RecordedEvent & { readonly stream: StreamName } {
  return { ...event, revision: BigInt(revision), position: BigInt(position) };
}
