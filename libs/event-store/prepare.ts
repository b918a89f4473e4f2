import { invariant, isStreamName, isUuid, STREAM_NAME_LIMIT } from '#libs/kernel';
import type { Instant, StreamName, Uuid } from '#libs/kernel';
import type { EncodedEvent, EventCodec } from './codec.ts';
import type { SealingKeys } from './personal/personal-texts.ts';
import { InvalidAppend, RevisionConflict } from './errors.ts';
import type { AppendOptions, ExpectedRevision, StreamAppend } from './port.ts';

/** One stream's part of an append, checked and encoded; without events it asserts. */
export interface PreparedAppend {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
}

const NAMED_EXPECTATIONS: readonly unknown[] = ['any', 'no-stream', 'stream-exists'];

/**
 * Checks an append as far as it can be without the store, and encodes its events.
 * @throws InvalidAppend, StoreUnavailable
 */
export async function prepareAppends(
  codec: EventCodec,
  appends: readonly StreamAppend[],
  options: AppendOptions | undefined,
): Promise<readonly PreparedAppend[]> {
  assertCommandId(options?.commandId);
  for (const append of appends) assertPlace(append);
  const keys = await codec.sealingKeys(appends);
  const prepared = appends.map((append) => prepare(codec, append, keys));
  if (!appends.some(({ events }) => events.length > 0))
    throw new InvalidAppend('empty-append', 'no event', 'at least one event');
  assertOnce(
    'stream-twice',
    appends.map(({ stream }) => stream),
  );
  assertOnce('event-id', eventIdsOf(prepared));
  return prepared;
}

export function eventIdsOf(appends: readonly PreparedAppend[]): readonly Uuid[] {
  return appends.flatMap(({ events }) => events.map(({ id }) => id));
}

/** When the events of an append are recorded: they are those of one command. */
export function recordedAtOf(appends: readonly PreparedAppend[]): Instant {
  const first = appends.flatMap(({ events }) => events)[0];
  invariant(first !== undefined, 'an append that was checked has an event');
  return first.recordedAt;
}

/** The refusal of an append whose stream is not at the expected revision; `actual` is undefined when the stream does not exist. */
export function conflictOf(
  { stream, expected }: PreparedAppend,
  actual: bigint | undefined,
): RevisionConflict | undefined {
  const isMet =
    expected === 'any' ||
    (expected === 'no-stream' && actual === undefined) ||
    (expected === 'stream-exists' && actual !== undefined) ||
    expected === actual;
  return isMet ? undefined : new RevisionConflict(stream, expected, actual);
}

function assertPlace({ stream, expected, events }: StreamAppend): void {
  if (!isStreamName(String(stream)))
    throw new InvalidAppend(
      'stream-name',
      JSON.stringify(String(stream).slice(0, STREAM_NAME_LIMIT)),
      `<context>.<aggregate>-<id>, at most ${String(STREAM_NAME_LIMIT)} characters`,
    );
  if (typeof expected === 'bigint' ? expected < 0n : !NAMED_EXPECTATIONS.includes(expected))
    throw new InvalidAppend(
      'expected-revision',
      String(expected),
      'any, no-stream, stream-exists or a revision from 0',
    );
  if (events.length === 0 && expected === 'any')
    throw new InvalidAppend('empty-append', `no event for ${stream}`, 'an event, or a revision to assert');
}

function prepare(codec: EventCodec, { stream, expected, events }: StreamAppend, keys: SealingKeys): PreparedAppend {
  return { stream, expected, events: events.map((event) => codec.encode(stream, event, keys)) };
}

function assertCommandId(commandId: string | undefined): void {
  if (commandId !== undefined && !isUuid(commandId))
    throw new InvalidAppend('command-id', JSON.stringify(commandId), 'a UUID in lower case');
}

function assertOnce(reason: 'stream-twice' | 'event-id', values: readonly string[]): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) throw new InvalidAppend(reason, `${value} twice`, 'each once in an append');
    seen.add(value);
  }
}
