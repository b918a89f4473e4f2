import { calendarDate, contextOf, instant, streamName } from '#libs/kernel';
import type { Actor, JsonObject, RecordedEvent, StreamName, Visibility } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import type { EventMap } from '../projection.ts';

/** An event as a specification of a read model writes it: the type, the data, and what else matters to the sentence. */
export type Happened<Events extends EventMap> = {
  [Type in keyof Events & string]: {
    readonly type: Type;
    readonly data: Events[Type];
    readonly stream?: StreamName;
    /** `YYYY-MM-DD`. Default: 2016-03-31. */
    readonly effectiveAt?: string;
    readonly recordedAt?: string;
    readonly actor?: Actor;
    readonly visibility?: Visibility;
  };
}[keyof Events & string];

type AnyHappened = Happened<Record<string, object>>;

/** Those events as a ledger would hold them: dense positions from `first`, revisions by stream, counted ids. */
export function recorded<Events extends EventMap>(events: readonly Happened<Events>[], first = 0n): RecordedEvent[] {
  const revisions = new Map<StreamName, bigint>();
  return (events as readonly AnyHappened[]).map((event, index) => {
    const stream = event.stream ?? streamName(contextOf(event.type), 'spec', '1');
    const revision = revisions.get(stream) ?? 0n;
    revisions.set(stream, revision + 1n);
    const position = first + BigInt(index);
    return { ...envelope(event, position), stream, revision, position };
  });
}

function envelope(event: AnyHappened, position: bigint): Omit<RecordedEvent, 'stream' | 'revision' | 'position'> {
  return {
    id: countedUuid(Number(position) + 1, 0xe),
    type: event.type,
    schemaVersion: 1,
    data: event.data as JsonObject,
    metadata: {
      recordedAt: instant(event.recordedAt ?? '2016-03-31T10:00:00Z'),
      effectiveAt: calendarDate(event.effectiveAt ?? '2016-03-31'),
      actor: event.actor ?? { id: 'spec' },
      correlationId: countedUuid(Number(position) + 1, 0xc),
      visibility: event.visibility ?? { kind: 'public' },
    },
  };
}
