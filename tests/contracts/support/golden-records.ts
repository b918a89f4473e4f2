import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calendarDate,
  canonicalJson,
  contextOf,
  instantFromEpochMs,
  type EventMetadata,
  type JsonObject,
  type ProposedEvent,
  type StreamName,
} from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { recordOf, topicOf, type TopicRecord } from '#libs/messaging/records';
import { root } from './packed-contracts.ts';

/** A golden sample: the data of one version of one event. */
export interface Golden {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
}

/** Every golden sample that is committed, in the order of their names. */
export function goldenSamples(): readonly Golden[] {
  const folder = join(root, 'libs', 'contracts', 'golden');
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, type, version] = /^(.+)\.v(\d+)\.json$/.exec(file) ?? [];
      if (type === undefined) return [];
      const data = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;
      return [{ type, schemaVersion: Number(version), data }];
    });
}

const RECORDED_MS = Date.UTC(2026, 0, 5, 9);

/** A record with the position it has. */
export interface Placed {
  readonly position: bigint;
  readonly record: TopicRecord;
}

/**
 * What a relay would publish of a ledger that holds these events in this order, each on its stream; `settled` is the first
 * position of the batch in which a record is sent, `seal` what a store makes of an event.
 */
export function recordsOf(
  events: readonly { readonly golden: Golden; readonly stream: string; readonly metadata?: Partial<EventMetadata> }[],
  settled: (position: bigint) => bigint = (position) => position,
  seal: (event: EventRecord) => EventRecord = (event) => event,
): readonly Placed[] {
  const [frontier, revisions] = [new Map<string, bigint>(), new Map<string, bigint>()];
  return events.map(({ golden, stream, metadata }, at) => {
    const stored = seal(eventOf(golden, stream, at, metadata));
    const [position, revision] = [BigInt(at), revisions.get(stream) ?? 0n];
    const row = {
      position,
      epoch: countedUuid(1, 3),
      stream: stored.stream,
      revision,
      eventId: stored.id,
      type: stored.type,
      record: canonicalJson(stored),
      leafHash: new Uint8Array(32),
    };
    const place = { position, frontier: new Map(frontier), settled: settled(position) };
    frontier.set(topicOf(stored), position);
    revisions.set(stream, revision + 1n);
    return { position, record: recordOf(row, place, RECORDED_MS + at) };
  });
}

export type EventRecord = ProposedEvent & { readonly stream: StreamName };

function eventOf(golden: Golden, stream: string, at: number, metadata: Partial<EventMetadata> = {}): EventRecord {
  return {
    ...golden,
    id: countedUuid(at, 1),
    stream: stream as StreamName,
    metadata: {
      recordedAt: instantFromEpochMs(RECORDED_MS + at),
      effectiveAt: calendarDate('2026-01-05'),
      actor: { id: `secretary-of-${contextOf(golden.type)}` },
      correlationId: countedUuid(at, 2),
      visibility: { kind: 'public' },
      ...metadata,
    },
  };
}
