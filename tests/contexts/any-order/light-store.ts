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
  readonly #revisions = new Map<StreamName, bigint>();

  /** With what another one had recorded by then. */
  constructor(before: readonly RecordedEvent[] = []) {
    super(catalog);
    this.ledger.push(...before);
    for (const { stream, revision } of before) this.#revisions.set(stream, revision + 1n);
  }

  override appendAll(appends: readonly StreamAppend[]): Promise<AppendAnswer> {
    const conflict = appends.find(({ stream, expected }) => expected !== this.#expectedOf(stream));
    if (conflict !== undefined) {
      const { stream, expected } = conflict;
      return Promise.reject(new RevisionConflict(stream, expected, this.#lastOf(stream)));
    }
    const written = appends.filter(({ events }) => events.length > 0);
    const streams = written.map(({ stream, events }) => {
      const firstRevision = this.#revisions.get(stream) ?? 0n;
      for (const [index, event] of events.entries()) {
        const data = JSON.parse(JSON.stringify(event.data)) as JsonObject;
        const revision = firstRevision + BigInt(index);
        const type = TYPES.get(event.type) ?? event.type;
        this.ledger.push({ ...event, type, data, stream, revision, position: BigInt(this.ledger.length) });
      }
      const revision = firstRevision + BigInt(events.length);
      this.#revisions.set(stream, revision);
      return { stream, firstRevision, lastRevision: revision - 1n, eventIds: events.map(({ id }) => id) };
    });
    return Promise.resolve({ streams, repeated: false });
  }

  /** What a command that has read the stream expects of it. */
  #expectedOf(stream: StreamName): StreamAppend['expected'] {
    return this.#lastOf(stream) ?? 'no-stream';
  }

  #lastOf(stream: StreamName): bigint | undefined {
    const next = this.#revisions.get(stream);
    return next === undefined ? undefined : next - 1n;
  }

  override async *read(stream: StreamName, { from = 0n } = {}): AsyncGenerator<StoredEvent> {
    if (from < (this.#revisions.get(stream) ?? 0n))
      yield* this.ledger.filter((event) => event.stream === stream && event.revision >= from);
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
