import type { StreamAppend } from '../../libs/event-store/index.ts';
import type { StreamName } from '../../libs/kernel/index.ts';
import { openEmmett } from '../peers.ts';
import { openStore, waitUntilSequenced } from '../product.ts';
import { sampleData, sampleEvent, sampleMetadata } from '../sample-events.ts';

/** The product with everything that the platform has running: the sequencer gives positions meanwhile, in the same process. */
export async function connectProduct(url: string) {
  const store = await openStore(url);
  let most = 0;
  return {
    store,
    append: (stream: string, revision: number) =>
      store.append(stream as StreamName, revision === 0 ? 'no-stream' : BigInt(revision - 1), [sampleEvent()]),
    appendMany: (streams: readonly string[], each: number) =>
      store.appendAll(
        streams.map((stream): StreamAppend => ({
          stream: stream as StreamName,
          expected: 'no-stream',
          events: Array.from({ length: each }, () => sampleEvent()),
        })),
      ),
    /** Between rounds: what is left for the sequencer must not slow the next contender. */
    settle: async (): Promise<void> => {
      most = Math.max(most, await waitUntilSequenced(store));
    },
    mostBehind: () => most,
    close: () => store.close(),
  };
}

export async function connectEmmett(url: string, connections: number) {
  const store = await openEmmett(url, connections);
  return {
    append: (stream: string, revision: number) =>
      store.appendToStream(
        stream,
        [{ type: 'membership.MembershipRefused', data: sampleData(), metadata: sampleMetadata() }],
        { expectedStreamVersion: revision === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision) },
      ),
    close: () => store.close(),
  };
}
