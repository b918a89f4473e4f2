import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ContractSamples } from '#libs/event-store/testing';
import type { RecordedEvent } from '#libs/kernel';
import { recordOf } from '#libs/messaging/records';
import { Telemetry } from './telemetry.ts';
import { MemoryTraces, samplesOf } from './testing/index.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const CONSUMER = 'mergers.effects';

describe('what a process reports of its work', () => {
  let traces: MemoryTraces;
  let telemetry: Telemetry;
  let store: MemoryEventStore;
  const samples = new ContractSamples();

  beforeEach(() => {
    traces = new MemoryTraces();
    telemetry = new Telemetry({ kind: 'service', log: pino({ level: 'silent' }), spans: traces.spans });
    store = new MemoryEventStore(catalog, telemetry.store);
  });

  const values = async (name: string, of = telemetry) => (await samplesOf(of.metrics, name)).map(({ value }) => value);

  async function recorded(): Promise<RecordedEvent> {
    const event = samples.registered();
    await store.append(samples.organisation(), 'no-stream', [
      { ...event, metadata: { ...event.metadata, traceparent: TRACEPARENT } },
    ]);
    for await (const { events } of store.readAll(0n)) if (events[0] !== undefined) return events[0];
    throw new Error('nothing was recorded');
  }

  it('an append counts its events by type; a repeat and a conflict count none', async () => {
    const stream = samples.organisation();
    const events = [samples.registered(), ...samples.renames(2)];
    await store.append(stream, 'no-stream', events);
    await store.append(stream, 'no-stream', events);
    await store.append(stream, 'no-stream', [samples.registered()]).catch(() => undefined);
    expect(await samplesOf(telemetry.metrics, 'grappe_events_appended_total')).toEqual([
      { labels: { context: 'membership', type: 'OrganisationRegistered' }, value: 1 },
      { labels: { context: 'membership', type: 'OrganisationRenamed' }, value: 2 },
    ]);
    expect(await values('grappe_append_batch_events')).toEqual([1]);
    expect(await values('grappe_append_duration_seconds')).toEqual([1]);
    expect(traces.ended()).toMatchObject([{ name: 'grappe.append', attributes: { 'grappe.events': 3 } }]);
  });

  it('a handler sees the event as caused by the span of its handling', async () => {
    const event = await recorded();
    const seen: RecordedEvent[] = [];
    await telemetry.consumers(false).handling(CONSUMER, event, async (observed) => {
      seen.push(observed);
    });
    const span = traces.ended().at(-1);
    expect(span).toMatchObject({
      name: 'process grappe.membership.v1',
      parentId: TRACEPARENT.slice(36, 52),
      attributes: { 'grappe.consumer': CONSUMER, 'grappe.position': 0 },
    });
    const traceparent = `00-${TRACEPARENT.slice(3, 35)}-${span?.spanId ?? ''}-01`;
    expect(seen).toEqual([{ ...event, metadata: { ...event.metadata, traceparent } }]);
    expect(await values('grappe_consumer_events_handled_total')).toEqual([1]);
  });

  it('a handler that fails marks its span, counts nothing, and its error goes on as it is', async () => {
    const fault = new RangeError('Jeanne Martin');
    const handling = telemetry.consumers(true).handling(CONSUMER, await recorded(), () => Promise.reject(fault));
    await expect(handling).rejects.toBe(fault);
    expect(traces.ended().at(-1)).toMatchObject({ failed: true, attributes: { 'messaging.system': 'kafka' } });
    expect(JSON.stringify(traces.ended())).not.toContain('Jeanne');
    expect(await values('grappe_consumer_events_handled_total')).toEqual([]);
  });

  it('without traces a handler sees the event itself', async () => {
    const untraced = new Telemetry({ kind: 'service', log: pino({ level: 'silent' }) });
    const event = await recorded();
    const seen: RecordedEvent[] = [];
    await untraced.consumers(false).handling(CONSUMER, event, async (observed) => {
      seen.push(observed);
    });
    expect(seen[0]).toBe(event);
  });

  it('a batch of a read model counts its events and is linked to what caused them', async () => {
    const event = await recorded();
    telemetry.projections.applied('mergers.clusters', { events: [event, event], startedAtMs: 1_000, durationMs: 4 });
    expect(await values('grappe_consumer_events_handled_total')).toEqual([2]);
    expect(await values('grappe_consumer_batch_duration_seconds')).toEqual([1]);
    expect(traces.ended().at(-1)).toMatchObject({
      name: 'grappe.project mergers.clusters',
      linked: [TRACEPARENT.slice(36, 52)],
      attributes: { 'messaging.batch.message_count': 2 },
    });
  });

  it('the relay distinguishes topics, and links each to what caused its events', async () => {
    await recorded();
    const relay = new Telemetry({ kind: 'relay', log: pino({ level: 'silent' }), spans: traces.spans });
    for await (const [row] of store.readLedger(0n)) {
      const record = recordOf(row!, { position: 0n, frontier: new Map(), settled: 0n }, 0);
      const other = { ...record, topic: 'grappe.mergers.v1', headers: {} };
      relay.relay({ records: [record, other, other], startedAtMs: 1_000, durationMs: 4 });
    }
    expect(await samplesOf(relay.metrics, 'grappe_relay_records_published_total')).toEqual([
      { labels: { topic: 'grappe.membership.v1' }, value: 1 },
      { labels: { topic: 'grappe.mergers.v1' }, value: 2 },
    ]);
    expect(await values('grappe_relay_batch_duration_seconds', relay)).toEqual([1]);
    expect(traces.ended().slice(-2)).toMatchObject([
      { name: 'send grappe.membership.v1', linked: [TRACEPARENT.slice(36, 52)] },
      { name: 'send grappe.mergers.v1', linked: [], parentId: undefined },
    ]);
  });

  it('a pool is shown as it is at each scrape', async () => {
    const pool = { totalCount: 3, idleCount: 1, waitingCount: 0 };
    telemetry.store.opened('append', pool);
    expect(await samplesOf(telemetry.metrics, 'grappe_pool_connections')).toEqual([
      { labels: { pool: 'append', state: 'idle' }, value: 1 },
      { labels: { pool: 'append', state: 'busy' }, value: 2 },
    ]);
    pool.waitingCount = 5;
    expect(await values('grappe_pool_waiting_requests')).toEqual([5]);
  });

  it('two of them in one process know nothing of each other', async () => {
    const other = new Telemetry({ kind: 'service', log: pino({ level: 'silent' }) });
    other.projections.alive('mergers.clusters');
    expect(await values('grappe_consumer_heartbeat_timestamp_seconds')).toEqual([]);
    expect(await values('grappe_consumer_heartbeat_timestamp_seconds', other)).toHaveLength(1);
  });
});
