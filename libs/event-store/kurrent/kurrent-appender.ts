import type { AppendStreamRequest, AppendStreamState } from '@kurrent/kurrentdb-client';
import type { Uuid } from '#libs/kernel';
import { InvalidAppend, StoreUnavailable } from '../errors.ts';
import type { AnswerToKeep, AppendAnswer, ExpectedRevision, KeptAnswer } from '../port.ts';
import { conflictOf, eventIdsOf, recordedAtOf, type PreparedAppend } from '../prepare.ts';
import { answerOf, answerOfRepeat, placesAfter } from '../repeat.ts';
import { errorType } from './kurrent-errors.ts';
import type { KurrentLog } from './kurrent-log.ts';
import { answerMark, marksOf, record, type MarkPlace } from './marks.ts';
import type { StoredEvents } from './stored-events.ts';

/** How often an append is tried anew whose refusal could not be explained because the streams had changed since. */
const MAX_TRIES = 200;

/** The client's error for a stream that is not at the expected revision. */
const ELSEWHERE: readonly unknown[] = ['wrong-expected-version', 'append-consistency-violation'];

/** The client's error for an append that is too large for the server. */
const TOO_LARGE: readonly unknown[] = [
  'maximum-append-size-exceeded',
  'transaction-max-size-exceeded',
  'append-record-size-exceeded',
];

/** Appends with marks in one transaction, and finds out the kind of a refusal. */
export class KurrentAppender {
  constructor(
    private readonly log: KurrentLog,
    private readonly stored: StoredEvents,
  ) {}

  /** @throws RevisionConflict, EventIdReused, InvalidAppend, MultiStreamAppendUnsupported, StoreUnavailable */
  async append(appends: readonly PreparedAppend[], commandId: Uuid | undefined): Promise<AppendAnswer> {
    let place: MarkPlace = 'no_stream';
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const answer = await this.#try(appends, commandId, place);
      if (answer !== undefined) return answer;
      const last = commandId === undefined ? undefined : await this.stored.commandMark(commandId);
      const expired = last?.mark.kept !== undefined && last.mark.kept.until <= recordedAtOf(appends);
      const repeat = await this.#repeat(appends, expired ? undefined : commandId);
      if (repeat !== undefined) return repeat;
      place = expired ? last.revision : 'no_stream';
      await this.#assertExpected(appends);
    }
    throw new StoreUnavailable(`an append was refused ${String(MAX_TRIES)} times and no reason was found`);
  }

  /** The first answer stands; one that stands no more is followed by another. @throws StoreUnavailable */
  async keepAnswer(answer: AnswerToKeep): Promise<KeptAnswer> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const last = await this.stored.commandMark(answer.commandId);
      if (last !== undefined && last.mark.kept === undefined) return { kept: false, earlier: undefined };
      if (last?.mark.kept !== undefined && last.mark.kept.until > answer.at)
        return { kept: false, earlier: last.mark.kept.answer };
      try {
        await this.log.append([answerMark(answer, last?.revision ?? 'no_stream')], []);
        return { kept: true };
      } catch (error) {
        if (!ELSEWHERE.includes(errorType(error))) throw error;
      }
    }
    throw new StoreUnavailable(`an answer was refused ${String(MAX_TRIES)} times`);
  }

  /** Undefined when the server found a stream, of events or of a mark, at another revision than expected. */
  async #try(
    appends: readonly PreparedAppend[],
    commandId: Uuid | undefined,
    place: MarkPlace,
  ): Promise<AppendAnswer | undefined> {
    const written = appends.filter(({ events }) => events.length > 0);
    const asserted = appends.filter(({ events }) => events.length === 0);
    const requests = [...written.map(requestOf), ...marksOf(written, commandId, place)];
    try {
      const last = await this.log.append(requests, asserted.map(requestOf));
      const headOf = ({ stream, events }: PreparedAppend) => (last.get(stream) ?? 0n) - BigInt(events.length);
      return answerOf(
        appends.flatMap((append) => placesAfter(append, headOf(append))),
        false,
      );
    } catch (error) {
      if (ELSEWHERE.includes(errorType(error))) return undefined;
      if (TOO_LARGE.includes(errorType(error)))
        throw new InvalidAppend(
          'too-large',
          messageOf(error),
          'an append as large as the server takes (MaxAppendSize)',
        );
      throw error;
    }
  }

  async #repeat(appends: readonly PreparedAppend[], commandId: Uuid | undefined): Promise<AppendAnswer | undefined> {
    const first = commandId === undefined ? undefined : await this.stored.ofCommand(commandId);
    if (first !== undefined) return answerOf(first, true);
    const known = await this.stored.byId(eventIdsOf(appends));
    return answerOfRepeat(appends, (id) => known.get(id));
  }

  async #assertExpected(appends: readonly PreparedAppend[]): Promise<void> {
    for (const append of appends) {
      if (append.expected === 'any') continue;
      const conflict = conflictOf(append, await this.log.lastRevision(append.stream));
      if (conflict !== undefined) throw conflict;
    }
  }
}

function requestOf({ stream, expected, events }: PreparedAppend): AppendStreamRequest {
  return {
    streamName: stream,
    expectedState: stateOf(expected),
    events: events.map(({ id, type, record: text }) => record(id, type, text)),
  };
}

const STATES = { any: 'any', 'no-stream': 'no_stream', 'stream-exists': 'stream_exists' } as const;

function stateOf(expected: ExpectedRevision): AppendStreamState {
  return typeof expected === 'bigint' ? expected : STATES[expected];
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
