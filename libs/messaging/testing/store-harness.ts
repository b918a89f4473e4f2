import type { EventStore } from '#libs/event-store';
import type { RecordedEvent, Uuid } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { InProcessSource } from '../event-source.ts';
import type { MessagingHarness, Publication } from './contract-harness.ts';

/** The harness of a source that reads a store in this process: publishing is appending. */
export function storeHarness(store: EventStore, close: () => Promise<void>): MessagingHarness {
  return {
    source: new InProcessSource(store),
    publish: async (publications) => {
      const published: RecordedEvent[] = [];
      for (const publication of publications) published.push(await publish(store, publication));
      return published;
    },
    close,
  };
}

async function publish(store: EventStore, { stream, event }: Publication): Promise<RecordedEvent> {
  const { streams } = await store.append(stream, 'any', [event]);
  const revision = streams[0]?.lastRevision ?? -1n;
  return { ...event, stream, revision, position: await positionOf(store, event.id) };
}

/** Positions follow the commit within milliseconds. */
async function positionOf(store: EventStore, id: Uuid): Promise<bigint> {
  let position: bigint | undefined;
  await eventually(`the event ${id} has its position`, async () => {
    position = await store.positionOf(id);
    return position !== undefined;
  });
  return position ?? -1n;
}
