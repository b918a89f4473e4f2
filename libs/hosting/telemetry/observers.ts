import type { StoreObserver } from '#libs/event-store';
import { contextOf, type RecordedEvent } from '#libs/kernel';
import { byTopic, topicOf } from '#libs/messaging/records';
import type { SentBatch } from '#libs/messaging/relay';
import type { ProjectionObserver } from '#libs/projections';
import type { ConsumerObserver } from '../consumers.ts';
import type { Metrics } from './metrics.ts';
import { markFailed, traceparentOf } from './spans.ts';
import type { Telemetry } from './telemetry.ts';

type Instruments = Pick<Telemetry, 'metrics' | 'spans'>;

/** Group commits: their duration and size, and one span for each that stored something. */
export function storeObserver({ metrics, spans }: Instruments): StoreObserver {
  return {
    flushed: ({ events, startedAtMs, durationMs }) => {
      metrics.observe('grappe_append_duration_seconds', {}, durationMs / 1_000);
      metrics.observe('grappe_append_batch_events', {}, events.length);
      for (const { type } of events)
        metrics.count('grappe_events_appended_total', { context: contextOf(type), type: nameOf(type) });
      if (spans === undefined || events.length === 0) return;
      const attributes = { 'grappe.events': events.length };
      const links = events.map(({ traceparent }) => traceparent);
      spans.add({ name: 'grappe.append', kind: 'internal', links, attributes, startedAtMs }, durationMs);
    },
    opened: (purpose, pool) => {
      metrics.onScrape(() => {
        const { totalCount, idleCount, waitingCount } = pool;
        metrics.set('grappe_pool_connections', { pool: purpose, state: 'idle' }, idleCount);
        metrics.set('grappe_pool_connections', { pool: purpose, state: 'busy' }, totalCount - idleCount);
        metrics.set('grappe_pool_waiting_requests', { pool: purpose }, waitingCount);
      });
    },
  };
}

/** Batches of read models, one span each. */
export function projectionObserver({ metrics, spans }: Instruments): ProjectionObserver {
  return {
    alive: (consumer) => alive(metrics, consumer),
    applied: (consumer, { events, startedAtMs, durationMs }) => {
      countHandled(metrics, consumer, events.length, durationMs);
      const last = events.at(-1);
      if (spans === undefined || last === undefined) return;
      const attributes = {
        'grappe.consumer': consumer,
        'messaging.batch.message_count': events.length,
        'grappe.position': Number(last.position),
      };
      const links = events.map(({ metadata }) => metadata.traceparent);
      spans.add({ name: `grappe.project ${consumer}`, kind: 'consumer', links, attributes, startedAtMs }, durationMs);
    },
  };
}

/**
 * Events of process managers and handlers: one span each, whose parent is what caused the event, and which causes what follows.
 * @param onBroker whether they come from Kafka
 */
export function consumerObserver({ metrics, spans }: Instruments, onBroker: boolean): ConsumerObserver {
  return {
    alive: (consumer) => alive(metrics, consumer),
    handling: async (consumer, event, handle) => {
      const begun = performance.now();
      const span = spans?.begin(processStart(consumer, event, onBroker));
      try {
        await handle(span === undefined ? event : withTrace(event, traceparentOf(span)));
        countHandled(metrics, consumer, 1, performance.now() - begun);
      } catch (error) {
        if (span !== undefined) markFailed(span, error instanceof Error ? error.name : 'Error');
        throw error;
      } finally {
        span?.end();
      }
    },
  };
}

/** Batches of the relay: one span for each topic in it. Each record keeps the cause of its own event. */
export function relayObserver({ metrics, spans }: Instruments): (sent: SentBatch) => void {
  return ({ records, startedAtMs, durationMs }) => {
    metrics.observe('grappe_relay_batch_duration_seconds', {}, durationMs / 1_000);
    for (const [topic, ofTopic] of byTopic(records)) {
      metrics.count('grappe_relay_records_published_total', { topic }, ofTopic.length);
      if (spans === undefined) continue;
      const attributes = { ...messaging('send', topic), ...KAFKA, 'messaging.batch.message_count': ofTopic.length };
      const links = ofTopic.map(({ headers }) => headers['ce_traceparent']);
      spans.add({ name: `send ${topic}`, kind: 'producer', links, attributes, startedAtMs }, durationMs);
    }
  };
}

function alive(metrics: Metrics, consumer: string): void {
  metrics.set(
    'grappe_consumer_heartbeat_timestamp_seconds',
    { consumer },
    (performance.timeOrigin + performance.now()) / 1_000,
  );
}

function countHandled(metrics: Metrics, consumer: string, events: number, durationMs: number): void {
  metrics.count('grappe_consumer_events_handled_total', { consumer }, events);
  metrics.observe('grappe_consumer_batch_duration_seconds', { consumer }, durationMs / 1_000);
}

function processStart(consumer: string, event: RecordedEvent, onBroker: boolean) {
  const { type, stream, position, metadata } = event;
  const topic = topicOf(event);
  const attributes = {
    ...messaging('process', topic),
    ...(onBroker ? KAFKA : {}),
    'grappe.consumer': consumer,
    'grappe.event': type,
    'grappe.stream': stream,
    'grappe.position': Number(position),
  };
  return { name: `process ${topic}`, kind: 'consumer', parent: metadata.traceparent, attributes } as const;
}

const KAFKA = { 'messaging.system': 'kafka' } as const;

function messaging(operation: 'send' | 'process', topic: string) {
  return {
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': topic,
  };
}

function withTrace(event: RecordedEvent, traceparent: string): RecordedEvent {
  return { ...event, metadata: { ...event.metadata, traceparent } };
}

function nameOf(type: string): string {
  return type.slice(contextOf(type).length + 1);
}
