import { catalog } from '#libs/contracts';
import { RevisionConflict, type AppendAnswer, type StreamAppend } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import type { JsonObject, LedgerPage, RecordedEvent, StoredEvent, StreamName } from '#libs/kernel';

/** Each the same text every time, which seventy models look their handlers up by. */
const TYPES = new Map(catalog.eventTypes().map((type) => [type, type]));

/**
 * A store for thousands of short histories: events go through JSON and get their places, and are neither checked against their schemas nor hashed.
 */
export class LightStore extends MemoryEventStore {
  readonly ledger: RecordedEvent[] = [];
  readonly #streams = new Map<StreamName, RecordedEvent[]>();

  /** With what another one had recorded by then. */
  constructor(before: readonly RecordedEvent[] = []) {
    super(catalog);
    this.ledger.push(...before);
    for (const event of before) this.#streamOf(event.stream).push(event);
  }

  override appendAll(appends: readonly StreamAppend[]): Promise<AppendAnswer> {
    const conflict = appends.find(({ stream, expected }) => expected !== this.#expectedOf(stream));
    if (conflict !== undefined) {
      const { stream, expected } = conflict;
      return Promise.reject(new RevisionConflict(stream, expected, this.#lastOf(stream)));
    }
    const written = appends.filter(({ events }) => events.length > 0);
    const streams = written.map(({ stream, events }) => {
      const recorded = this.#streamOf(stream);
      const firstRevision = BigInt(recorded.length);
      for (const event of events) {
        const data = JSON.parse(JSON.stringify(event.data)) as JsonObject;
        const places = { revision: BigInt(recorded.length), position: BigInt(this.ledger.length) };
        const type = TYPES.get(event.type) ?? event.type;
        const one = { ...event, type, data, stream, ...places };
        this.ledger.push(one);
        recorded.push(one);
      }
      return {
        stream,
        firstRevision,
        lastRevision: BigInt(recorded.length) - 1n,
        eventIds: events.map(({ id }) => id),
      };
    });
    return Promise.resolve({ streams, repeated: false });
  }

  /** What a command that has read the stream expects of it. */
  #expectedOf(stream: StreamName): StreamAppend['expected'] {
    return this.#lastOf(stream) ?? 'no-stream';
  }

  #lastOf(stream: StreamName): bigint | undefined {
    return this.#streams.get(stream)?.at(-1)?.revision;
  }

  #streamOf(stream: StreamName): RecordedEvent[] {
    const known = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, known);
    return known;
  }

  override async *read(stream: StreamName, { from = 0n } = {}): AsyncGenerator<StoredEvent> {
    const recorded = this.#streams.get(stream) ?? [];
    if (from < BigInt(recorded.length)) yield* recorded.slice(Number(from));
  }

  override async *readAll(from: bigint): AsyncGenerator<LedgerPage> {
    const next = BigInt(this.ledger.length);
    if (from < next) yield { events: this.ledger.slice(Number(from)), next };
  }

  override readCommand(): Promise<readonly StoredEvent[]> {
    return Promise.resolve([]);
  }

  override sequencedHead(): Promise<bigint> {
    return Promise.resolve(BigInt(this.ledger.length));
  }
}
