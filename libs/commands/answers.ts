import type { EventStore } from '#libs/event-store';
import { contextOf, instantFromEpochMs, invariant } from '#libs/kernel';
import type { Instant, JsonObject, Rejection, StreamName } from '#libs/kernel';
import type { CommandContext } from './command-context.ts';
import type { CommandOutcome } from './unit-of-work.ts';

/** For how long the answer of a command that recorded nothing stands under its idempotency key. */
export const ANSWER_KEPT_HOURS = 24;

/** What is remembered of a command, beside the events of one that recorded something. */
export interface Remembering {
  readonly until: () => Instant;
  /** Whether this refusal is the answer of a decision; one that says what is wrong with the request is not. */
  readonly isDecision: (rejection: Rejection) => boolean;
}

/** Until when the answer of a command that comes in now stands. */
export function keptUntil(recordedAt: Instant): Instant {
  return instantFromEpochMs(Date.parse(recordedAt) + ANSWER_KEPT_HOURS * 3_600_000);
}

/**
 * Remembers the outcome of a command that recorded nothing, if it is one that is remembered, and gives the one that stands: this one or
 * an earlier one. Undefined where the command has recorded events.
 */
export async function remember(
  store: Pick<EventStore, 'keepAnswer'>,
  { commandId, commandHash, recordedAt: at }: CommandContext,
  subject: StreamName,
  outcome: CommandOutcome,
  { until }: Remembering,
): Promise<CommandOutcome | undefined> {
  const keeping = {
    commandId,
    context: contextOf(subject),
    answer: answerOf(outcome, commandHash),
    at,
    until: until(),
  };
  const answer = await store.keepAnswer(keeping);
  if (answer.kept) return outcome;
  return answer.earlier && outcomeOf(answer.earlier);
}

/** As it is stored: revisions as texts, which have no bound. */
interface Answer {
  readonly commandHash?: string;
  readonly revision?: string;
  readonly rejection?: Rejection;
  readonly reported?: JsonObject;
}

function answerOf(outcome: CommandOutcome, commandHash: string | undefined): JsonObject {
  if (!outcome.ok) return { commandHash, rejection: jsonOf(outcome.rejection) };
  invariant(outcome.events.length === 0, 'what recorded something is found by its events');
  const { revision, reported } = outcome;
  return { commandHash, revision: revision === undefined ? undefined : String(revision), reported };
}

/** What a kept answer was: the same again. */
export function outcomeOf(answer: JsonObject): CommandOutcome {
  const { commandHash, revision, rejection, reported } = answer as Answer;
  if (rejection !== undefined) return { ok: false, rejection, repeated: true, commandHash };
  return {
    ok: true,
    revision: revision === undefined ? undefined : BigInt(revision),
    events: [],
    ...(reported === undefined ? {} : { reported }),
    repeated: true,
    commandHash,
  };
}

/** A rejection may say a revision; the edge answers it as a number. */
function jsonOf(rejection: Rejection): JsonObject {
  const text = JSON.stringify(rejection, (_member, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
  return JSON.parse(text) as JsonObject;
}
