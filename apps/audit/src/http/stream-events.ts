import type { EventStore } from '#libs/event-store';
import type { StoredEvent, StreamName } from '#libs/kernel';

export type StreamEventView = Omit<StoredEvent, 'revision'> & { readonly revision: string };

export interface StreamRequest {
  readonly from: bigint;
  readonly limit: number;
  /** The last revision, or the instant up to which recordings count. */
  readonly upTo?: bigint | string | undefined;
}

/** The events of a stream from a revision; `next` is the revision to go on from. */
export async function readStream(
  store: EventStore,
  stream: StreamName,
  { from, limit, upTo }: StreamRequest,
): Promise<{ readonly items: readonly StreamEventView[]; readonly next?: string }> {
  const items: StreamEventView[] = [];
  for await (const event of store.read(stream, { from, limit: limit + 1 })) {
    if (isBeyond(event, upTo)) break;
    if (items.length === limit) return { items, next: String(event.revision) };
    items.push({ ...event, revision: String(event.revision) });
  }
  return { items };
}

function isBeyond({ revision, metadata }: StoredEvent, upTo: bigint | string | undefined): boolean {
  if (upTo === undefined) return false;
  return typeof upTo === 'bigint' ? revision > upTo : metadata.recordedAt > upTo;
}
