import { byOperation, invariant, type JsonObject, type RecordedEvent, type StreamName, type Uuid } from '#libs/kernel';
import type { AnyHandler, Projection, TypedEvent } from '../projection.ts';
import { changesOf } from './changes.ts';
import { isKnownBy, type KnownBy } from './known-by.ts';

/** In which order the events of a document count, whatever the order in which they were recorded. The contracts give it. */
export interface ReadingOrder {
  /** The day from which an event counts; undefined where it counts from the beginning. */
  dayOf(type: string, data: JsonObject): string | undefined;
  /** Of one day, events count by their ranks, and of one rank as they were recorded. */
  rankOf(type: string): number;
  /** The types of the events that correct and void the events of a type; undefined where nothing does. */
  correctionsOf(type: string): { readonly corrected: string; readonly voided: string } | undefined;
  /** Whether events count as they were recorded, whatever their days. */
  readonly isAsRecorded?: true;
}

/** Of documents that are what was decided one after the other: they keep their events, and can be read as they were known. */
export const AS_RECORDED: ReadingOrder = {
  isAsRecorded: true,
  dayOf: () => undefined,
  rankOf: () => 0,
  correctionsOf: () => undefined,
};

/** Members of a stored document that say what it was made of. */
interface Hidden {
  /** The events that it was made of, in their order, as they read now. */
  readonly $events: readonly Kept[];
  /** What some of them said until they were corrected or voided. */
  readonly $past?: readonly Kept[];
  /** Of the columns that lead an index, those that ever had another value; of a document that is gone all, and `$gone`. */
  readonly $changed?: readonly string[];
  /** There is no document any more: everything that it was made of was taken back. */
  readonly $gone?: true;
}

const HIDDEN = ['$events', '$past', '$changed', '$gone'] as const satisfies readonly (keyof Hidden)[];
/** The same, as PostgreSQL writes them. */
export const HIDDEN_TEXTS = `array[${HIDDEN.map((name) => `'${name}'`).join(', ')}]`;

type Metadata = RecordedEvent['metadata'];

/** What handlers need of an event, as it is kept: without what can be said from the key, and what holds for almost all, so that documents stay small. */
export interface Kept extends Pick<RecordedEvent, 'id' | 'type' | 'schemaVersion' | 'data'> {
  /** Default: the stream of the document's own subject. */
  readonly stream?: StreamName | undefined;
  readonly revision: string;
  readonly position: string;
  readonly metadata: Pick<Metadata, 'recordedAt' | 'effectiveAt' | 'actor' | 'correlationId'> & {
    /** Default: public. */
    readonly visibility?: Metadata['visibility'] | undefined;
  };
  /** When the correction was recorded by which it reads as it does. Default: when the event was. */
  readonly knownFrom?: string;
  /** That correction. */
  readonly correctedBy?: KeptCorrection;
  /** When it was recorded that it is not so. */
  readonly knownTo?: string;
  /** What says that it is not so. */
  readonly takenBackBy?: KeptCorrection;
}

/** An event that corrected or voided a fact, and its place in the ledger. */
export type KeptCorrection = Pick<Kept, 'id' | 'type' | 'position'>;

/** What a correction says. */
interface Correction {
  readonly fact: Uuid;
  readonly was: JsonObject;
  readonly now?: JsonObject | undefined;
}

type Handlers = Readonly<Record<string, AnyHandler>>;
type RestoredEvent = TypedEvent<unknown> & { readonly stream: StreamName };

/**
 * A read model whose documents say the same whatever the order in which their facts were recorded, and follow their corrections: each keeps the events
 * that it was made of. One that comes late, or is corrected, makes the document anew from its events in the order of their days. What was corrected is
 * kept beside, so that each document can be read as it was known at any instant.
 */
export function rereading(model: Projection, order: ReadingOrder): Projection {
  const reading = new Rereading(model, order);
  const handlers = model.on as Handlers;
  const on: Record<string, AnyHandler> = {};
  for (const [type, handler] of Object.entries(handlers)) {
    on[type] = {
      ...handler,
      evolve: (document, event, key) => reading.apply(document, event as RecordedEvent, key),
    };
    const corrections = order.correctionsOf(type);
    if (corrections === undefined) continue;
    for (const correction of [corrections.corrected, corrections.voided])
      if (handlers[correction] === undefined) on[correction] = reading.correcting(type);
  }
  return {
    ...model,
    on,
    asKnown: (stored, key, by) => reading.asKnown(stored, key, by),
    changesIn: (stored, range) => changesOf(keptIn(stored), range),
  };
}

/** Whether all that a stored document was made of was taken back: then there is none. */
export function isGone(stored: object): boolean {
  return (stored as Partial<Hidden>).$gone === true;
}

/** A stored document without what it was made of; undefined where it is gone. */
export function withoutEvents<Document extends object>(stored: Document): Document | undefined {
  if (isGone(stored)) return undefined;
  const { $events: _events, $past: _past, $changed: _changed, $gone: _gone, ...document }: Partial<Hidden> = stored;
  return document as Document;
}

function hiddenIn(stored: object | undefined): Required<Omit<Hidden, '$gone'>> {
  const { $events = [], $past = [], $changed = [] } = (stored ?? {}) as Partial<Hidden>;
  return { $events, $past, $changed };
}

/** Marks among the changed columns that there is no document any more. */
export const GONE = '$gone';

/** The columns by which an index of a model finds documents. */
export function leadingColumns({
  indexes,
  searched = [],
}: Pick<Projection, 'indexes' | 'searched'>): readonly string[] {
  const leading = [...indexes.flatMap(([first]) => first ?? []), ...searched];
  return [...new Set(leading)].filter((column) => column !== 'key');
}

type Kepts = Pick<Required<Hidden>, '$events' | '$past'>;

function keptIn(stored: object): readonly Kept[] {
  const { $events, $past } = hiddenIn(stored);
  return [...$events, ...$past];
}

type ColumnPath = readonly [name: string, path: readonly string[]];

class Rereading {
  readonly #handlers: Handlers;
  /** The columns that lead an index, each with the path of its member. */
  readonly #columns: readonly ColumnPath[];
  readonly #subject: string | undefined;

  constructor(
    model: Projection,
    private readonly order: ReadingOrder,
  ) {
    this.#subject = model.subject;
    this.#handlers = model.on as Handlers;
    this.#columns = leadingColumns(model).map((name) => [name, model.columns[name]?.from.split('.') ?? [name]]);
  }

  apply(stored: object | undefined, event: RecordedEvent, key: string): object | undefined {
    const { $events, $past } = hiddenIn(stored);
    const kept = keep(event, this.#streamOf(key));
    const last = $events.at(-1);
    const events = [...$events, kept];
    if (last !== undefined && this.#compare(last, kept) > 0) return this.#anew(stored, events, $past, key);
    const before = stored === undefined || isGone(stored) ? undefined : stored;
    return this.#stored(stored, this.#handlers[event.type]?.evolve(before, event, key), { $events: events, $past });
  }

  /** The handler of what corrects or voids the events of a type. */
  correcting(type: string): AnyHandler {
    const keysOf = (event: TypedEvent<unknown>, data: JsonObject | undefined): readonly string[] => {
      const keys = data === undefined ? [] : (this.#handlers[type]?.keys({ ...event, type, data }) ?? []);
      return typeof keys === 'string' ? [keys] : keys;
    };
    return {
      does: 'upserts',
      keys: (event) => {
        const { was, now } = event.data as Correction;
        return [...new Set([...keysOf(event, was), ...keysOf(event, now)])];
      },
      evolve: (stored, event, key) => {
        const { fact, was, now } = event.data as Correction;
        const { $events, $past } = hiddenIn(stored);
        const known = $events.find(({ id }) => id === fact);
        invariant(known !== undefined || !keysOf(event, was).includes(key), `${key} was not made of the fact ${fact}`);
        const others = $events.filter((each) => each !== known);
        const at = event.metadata.recordedAt;
        const by = { id: event.id, type: event.type, position: String(event.position) };
        const past = known === undefined ? $past : [...$past, { ...known, knownTo: at, takenBackBy: by }];
        if (now === undefined || !keysOf(event, now).includes(key)) return this.#anew(stored, others, past, key);
        const stated = known ?? { ...keep(event as RecordedEvent, this.#streamOf(key)), id: fact, type };
        const corrected = { ...stated, data: now, knownFrom: at, correctedBy: by };
        return this.#anew(stored, [...others, corrected], past, key);
      },
    };
  }

  /** The document that there was under the key when what was recorded until then was known, and nothing else. */
  asKnown(stored: object, key: string, by: KnownBy): object | undefined {
    const { $events, $past } = hiddenIn(stored);
    const isKnown = (kept: Kept): boolean => isKnownBy(kept, by);
    if ($events.every(isKnown) && !$past.some(isKnown)) return withoutEvents(stored);
    return this.#read(this.#inOrder([...$events, ...$past].filter(isKnown)), key);
  }

  #anew(stored: object | undefined, events: readonly Kept[], past: readonly Kept[], key: string) {
    const inOrder = this.#inOrder(events);
    return this.#stored(stored, this.#read(inOrder, key), { $events: inOrder, $past: past });
  }

  #inOrder(events: readonly Kept[]): readonly Kept[] {
    return events.toSorted((a, b) => this.#compare(a, b));
  }

  #read(inOrder: readonly Kept[], key: string): object | undefined {
    const own = this.#streamOf(key);
    let document: object | undefined;
    for (const event of inOrder) document = this.#handlers[event.type]?.evolve(document, restore(event, own), key);
    return document;
  }

  /** What is stored of a document and of what it was made of; nothing where there never was a document. */
  #stored(before: object | undefined, after: object | undefined, { $events, $past }: Kepts): object | undefined {
    if (before === undefined && after === undefined) return undefined;
    const made: Hidden = { ...(after ?? { $gone: true }), $events };
    const columns = this.#changedIn(before, after);
    if ($past.length === 0 && columns.length === 0) return made;
    return {
      ...made,
      ...($past.length === 0 ? {} : { $past }),
      ...(columns.length === 0 ? {} : { $changed: columns }),
    };
  }

  /** Called for every event: it makes nothing anew where no further column has changed. */
  #changedIn(before: object | undefined, after: object | undefined): readonly string[] {
    if (before === undefined) return [];
    const { $changed = [], $gone } = before as Partial<Hidden>;
    const known = $gone === true ? $changed.filter((name) => name !== GONE) : $changed;
    if (after === undefined) return [GONE, ...this.#columns.map(([name]) => name)];
    const differs = ([name, path]: ColumnPath): boolean =>
      !known.includes(name) && memberAt(before, path) !== memberAt(after, path);
    if (!this.#columns.some(differs)) return known;
    return this.#columns.filter((each) => known.includes(each[0]) || differs(each)).map(([name]) => name);
  }

  #compare(a: Kept, b: Kept): number {
    if (this.order.isAsRecorded === true) return BigInt(a.position) < BigInt(b.position) ? -1 : 1;
    // What creates a document comes before whatever changes it: another stream may date its facts earlier.
    const first = this.#laterThanCreation(a) - this.#laterThanCreation(b);
    if (first !== 0) return first;
    const [left, right] = [this.order.dayOf(a.type, a.data) ?? '', this.order.dayOf(b.type, b.data) ?? ''];
    if (left !== right) return left < right ? -1 : 1;
    const ranks = this.order.rankOf(a.type) - this.order.rankOf(b.type);
    const follows = followsIn(a) - followsIn(b) || byOperation(a.data, b.data);
    return ranks || follows || (BigInt(a.position) < BigInt(b.position) ? -1 : 1);
  }

  /** The stream of what the documents are about. */
  #streamOf(key: string): string {
    return `${this.#subject ?? ''}-${key}`;
  }

  #laterThanCreation({ type }: Kept): number {
    return this.#handlers[type]?.does === 'creates' ? 0 : 1;
  }
}

function memberAt(document: object, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
  return value;
}

/** Of its day and type, what follows from an operation counts after what was decided. */
function followsIn({ data }: Kept): number {
  return data['operationId'] === undefined ? 0 : 1;
}

/** Called for every event: one literal, without spreads. What is undefined is not written. */
function keep({ id, type, schemaVersion, stream, data, revision, position, metadata }: RecordedEvent, own: string) {
  const { recordedAt, effectiveAt, visibility, actor, correlationId } = metadata;
  return {
    id,
    type,
    schemaVersion,
    stream: stream === own ? undefined : stream,
    data,
    revision: String(revision),
    position: String(position),
    metadata: {
      recordedAt,
      effectiveAt,
      visibility: visibility.kind === 'public' ? undefined : visibility,
      actor,
      correlationId,
    },
  } satisfies Kept;
}

const PUBLIC = { kind: 'public' } as const;

function restore({ revision, position, metadata, ...kept }: Kept, own: string): RestoredEvent {
  const { knownFrom: _from, correctedBy: _by, knownTo: _to, takenBackBy: _back, ...stated } = kept;
  const { stream = own as StreamName, ...event } = stated;
  return {
    ...event,
    stream,
    revision: BigInt(revision),
    position: BigInt(position),
    metadata: { ...metadata, visibility: metadata.visibility ?? PUBLIC },
  };
}
