import { randomUUID } from 'node:crypto';
import type { AppendStreamRequest, BinaryEventData } from '@kurrent/kurrentdb-client';
import type { Instant, JsonObject, StreamName, Uuid } from '#libs/kernel';
import type { AnswerToKeep, ExpectedRevision } from '../port.ts';
import type { PreparedAppend } from '../prepare.ts';
import { MARK_TYPES } from './kurrent-log.ts';

/**
 * Marks make an append safe to repeat: beside its events, the same transaction creates one small stream for each event id and one
 * for the command, each expecting no stream. The server refuses a second append with any of them, in whatever stream
 * and process, and the mark shows what the first one stored (ADR 6).
 */
export interface EventMark {
  readonly stream: StreamName;
  /** The event's revision where the append knew it beforehand. */
  readonly revision?: string | undefined;
}

export interface CommandMark {
  readonly appends: readonly {
    readonly stream: StreamName;
    readonly eventIds: readonly Uuid[];
    readonly firstRevision?: string | undefined;
  }[];
  /** The answer that is kept of a command that stored nothing, and until when it stands. */
  readonly kept?: { readonly answer: JsonObject; readonly until: Instant } | undefined;
}

/** Where the stream of a command's mark is expected: it does not exist, or ends with an answer that stands no more. */
export type MarkPlace = 'no_stream' | bigint;

export function eventMarkStream(eventId: Uuid): string {
  return `${MARK_TYPES}event-${eventId}`;
}

export function commandMarkStream(commandId: Uuid): string {
  return `${MARK_TYPES}command-${commandId}`;
}

/** The marks of an append, as the streams that are to be created with it. */
export function marksOf(
  appends: readonly PreparedAppend[],
  commandId: Uuid | undefined,
  place: MarkPlace,
): AppendStreamRequest[] {
  const events = appends.flatMap(({ stream, expected, events: own }) => {
    const first = firstRevision(expected);
    return own.map(({ id }, index) => {
      const revision = first === undefined ? undefined : String(first + BigInt(index));
      return markAt('no_stream', eventMarkStream(id), 'EventStored', { stream, revision } satisfies EventMark);
    });
  });
  return commandId === undefined ? events : [...events, commandMark(commandId, appends, place)];
}

/** The mark of a command that stored nothing. */
export function answerMark({ commandId, answer, until }: AnswerToKeep, place: MarkPlace): AppendStreamRequest {
  const mark: CommandMark = { appends: [], kept: { answer, until } };
  return markAt(place, commandMarkStream(commandId), 'CommandAnswered', mark);
}

function commandMark(commandId: Uuid, appends: readonly PreparedAppend[], place: MarkPlace): AppendStreamRequest {
  const mark: CommandMark = {
    appends: appends.map(({ stream, expected, events }) => ({
      stream,
      eventIds: events.map(({ id }) => id),
      firstRevision: firstRevision(expected)?.toString(),
    })),
  };
  return markAt(place, commandMarkStream(commandId), 'CommandStored', mark);
}

function markAt(
  place: MarkPlace,
  streamName: string,
  type: string,
  mark: EventMark | CommandMark,
): AppendStreamRequest {
  return {
    streamName,
    expectedState: place,
    events: [record(randomUUID(), `${MARK_TYPES}${type}`, JSON.stringify(mark))],
  };
}

/**
 * A record whose bytes the server hands back as they are: as JSON the client would parse and write it anew. A mark has an id of its
 * own each time, because the server takes the same id in the same place for a repetition and answers that it succeeded.
 */
export function record(id: string, type: string, text: string): BinaryEventData {
  return { id, type, contentType: 'application/octet-stream', data: Buffer.from(text), metadata: undefined };
}

function firstRevision(expected: ExpectedRevision): bigint | undefined {
  if (typeof expected === 'bigint') return expected + 1n;
  return expected === 'no-stream' ? 0n : undefined;
}
