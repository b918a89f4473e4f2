import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ContractSamples } from '#libs/event-store/testing';
import type { LedgerPage } from '#libs/kernel';
import { reconcile } from '#libs/messaging/reconcile';
import { inProcessTopics } from './in-process-topics.ts';

const CONTEXTS = ['membership', 'incubation'];

describe('what consumers are given in one process, beside the ledger', () => {
  let store: MemoryEventStore;
  beforeEach(async () => {
    const samples = new ContractSamples();
    store = new MemoryEventStore(catalog);
    for (let count = 0; count < 3; count += 1) {
      await store.append(samples.organisation(), 'no-stream', [samples.registered(), samples.renamed()]);
      await store.append(samples.incubator(), 'no-stream', [samples.incubatorOpened()]);
    }
  });
  afterEach(() => store.close());

  const compare = (subscribed: EventStore) => {
    const topics = inProcessTopics(subscribed, CONTEXTS);
    return reconcile({ ledger: store, topics, repair: false, signal: new AbortController().signal });
  };

  /** The store with a subscription that changes each page. */
  function changing(change: (page: LedgerPage) => LedgerPage): EventStore {
    return new Proxy<EventStore>(store, {
      get: (target, name) => {
        if (name !== 'subscribe') {
          const member: unknown = Reflect.get(target, name);
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        }
        return async function* subscribe(...asked: Parameters<EventStore['subscribe']>) {
          for await (const page of target.subscribe(...asked)) yield change(page);
        };
      },
    });
  }

  it('is the same', async () => {
    expect(await compare(store)).toMatchObject({ ok: true, events: 9, records: 9, findings: [] });
  });

  it('is nothing where nothing happened', async () => {
    const empty = new MemoryEventStore(catalog);
    const topics = inProcessTopics(empty, CONTEXTS);
    const { signal } = new AbortController();
    const report = await reconcile({ ledger: empty, topics, repair: false, signal });
    expect(report).toMatchObject({ ok: true, events: 0, records: 0 });
    await empty.close();
  });

  it('is found out when the subscription leaves an event out, or repeats one', async () => {
    const without = await compare(changing((page) => ({ ...page, events: page.events.slice(1) })));
    expect(without).toMatchObject({ ok: false, counts: { missing: 1 } });
    const twice = await compare(changing((page) => ({ ...page, events: [...page.events, ...page.events.slice(-1)] })));
    expect(twice).toMatchObject({ counts: { duplicated: 1 } });
  });

  it('is found out when the subscription says another id', async () => {
    const other = new ContractSamples(7).id();
    const altered = await compare(
      changing((page) => ({
        ...page,
        events: page.events.map((event, at) => (at === 0 ? { ...event, id: other } : event)),
      })),
    );
    expect(altered.ok).toBe(false);
  });
});
