import { invariant, type StreamName, type Uuid } from '#libs/kernel';
import type { StoredPlace } from '../repeat.ts';
import type { KurrentLog } from './kurrent-log.ts';
import { commandMarkStream, eventMarkStream, type CommandMark, type EventMark } from './marks.ts';

/** A stored event with its text. */
export interface FoundEvent extends StoredPlace {
  readonly type: string;
  readonly record: string;
}

const READS_AT_ONCE = 16;

/** Finds by their marks the events that an id or a command stored. */
export class StoredEvents {
  constructor(private readonly log: KurrentLog) {}

  /** The events of a command in the order in which it stored them; undefined when it stored none. @throws StoreUnavailable */
  async ofCommand(commandId: Uuid): Promise<readonly FoundEvent[] | undefined> {
    const found: FoundEvent[] = [];
    const last = await this.commandMark(commandId);
    if (last === undefined) return undefined;
    for (const { stream, eventIds, firstRevision } of last.mark.appends) {
      const events = await this.#inStream(stream, eventIds, firstRevision);
      found.push(...eventIds.map((id) => requireEvent(events, id, stream)));
    }
    return found;
  }

  /** The last mark of a command and where it stands: an answer that stands no more has another one behind it. @throws StoreUnavailable */
  async commandMark(commandId: Uuid): Promise<{ readonly mark: CommandMark; readonly revision: bigint } | undefined> {
    const stream = commandMarkStream(commandId);
    for await (const { text, revision } of this.log.backwards(stream)) {
      invariant(text !== undefined, `${stream} is no mark`);
      return { mark: JSON.parse(text) as CommandMark, revision };
    }
    return undefined;
  }

  /** Those of the ids that are stored, in whatever stream. @throws StoreUnavailable */
  async byId(eventIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, FoundEvent>> {
    const marks = await this.#eventMarks(eventIds);
    const found = new Map<Uuid, FoundEvent>();
    for (const [stream, ids] of byStream(marks)) {
      const events = await this.#inStream(stream, ids, firstOf(ids.map((id) => marks.get(id)?.revision)));
      for (const id of ids) found.set(id, requireEvent(events, id, stream));
    }
    return found;
  }

  async #eventMarks(eventIds: readonly Uuid[]): Promise<Map<Uuid, EventMark>> {
    const marks = new Map<Uuid, EventMark>();
    for (let start = 0; start < eventIds.length; start += READS_AT_ONCE) {
      const some = eventIds.slice(start, start + READS_AT_ONCE);
      const read = await Promise.all(some.map((id) => this.#eventMark(id)));
      for (const [index, id] of some.entries()) {
        const mark = read[index];
        if (mark !== undefined) marks.set(id, mark);
      }
    }
    return marks;
  }

  async #eventMark(eventId: Uuid): Promise<EventMark | undefined> {
    const stream = eventMarkStream(eventId);
    for await (const { text } of this.log.forwards(stream, 0n, 1)) {
      invariant(text !== undefined, `${stream} is no mark`);
      return JSON.parse(text) as EventMark;
    }
    return undefined;
  }

  /** Reads on from the first revision where it is known, and else back from the end until all are found. */
  async #inStream(
    stream: StreamName,
    eventIds: readonly Uuid[],
    first: string | undefined,
  ): Promise<ReadonlyMap<string, FoundEvent>> {
    const wanted = new Set<string>(eventIds);
    const found = new Map<string, FoundEvent>();
    const records =
      first === undefined ? this.log.backwards(stream) : this.log.forwards(stream, BigInt(first), Infinity);
    for await (const { id, type, revision, text } of records) {
      if (!wanted.has(id) || text === undefined) continue;
      found.set(id, { eventId: id as Uuid, stream, type, revision, record: text });
      if (found.size === wanted.size) break;
    }
    return found;
  }
}

function byStream(marks: ReadonlyMap<Uuid, EventMark>): ReadonlyMap<StreamName, readonly Uuid[]> {
  const streams = new Map<StreamName, Uuid[]>();
  for (const [id, { stream }] of marks) streams.set(stream, [...(streams.get(stream) ?? []), id]);
  return streams;
}

/** A mark and its events are one transaction. */
function requireEvent(events: ReadonlyMap<string, FoundEvent>, id: Uuid, stream: StreamName): FoundEvent {
  const event = events.get(id);
  invariant(event !== undefined, `the mark of event ${id} is there, and ${stream} does not hold it`);
  return event;
}

/** The lowest of the revisions, if all are known. */
function firstOf(revisions: readonly (string | undefined)[]): string | undefined {
  let first: string | undefined;
  for (const revision of revisions) {
    if (revision === undefined) return undefined;
    if (first === undefined || BigInt(revision) < BigInt(first)) first = revision;
  }
  return first;
}
