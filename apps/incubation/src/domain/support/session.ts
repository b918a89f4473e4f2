import type { DomainEvent, supportEvents } from '#libs/contracts';
import { accept, acceptRepeat, cannotFollow, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import { notOpenOn, type Incubator, type IncubatorAbsence } from '../incubator/incubator.ts';
import { namedTwice, type NamedTwice } from '../named-once.ts';
import { notAccompanied, type NotAccompanied } from '../occupancy/accompanied.ts';
import type { Occupancy } from '../occupancy/occupancy.state.ts';

type SessionEvent = DomainEvent<typeof supportEvents>;
export type SessionFact = FactOf<SessionEvent>;
export type SessionFacts = FactsOf<SessionEvent, 'SupportSessionHeld'>;

export interface Session {
  /** Absent before it was recorded, and where it was taken back. */
  readonly held?: SessionFacts | undefined;
}

/** What a session is judged by beside its own facts. */
export interface SessionSetting {
  readonly incubator: Incubator;
  /** Who is inside, and who was. */
  readonly occupancy: Pick<Occupancy, 'admissions'>;
}

export type SessionCommand = CommandFor<EventOf<SessionFact, 'SupportSessionHeld'>, 'HoldSupportSession'> &
  SessionSetting;

export type SessionRejection =
  | IncubatorAbsence
  | NotAccompanied
  | NamedTwice
  | Refusal<'INC_SESSION_EXISTS', 'found'>
  | Refusal<'INC_COACHING_NOT_INDIVIDUAL', 'found' | 'required'>;

const initial: Session = {};

/** A support session: one fact, which may be recorded late, corrected or taken back. Precedence of refusals: known otherwise, then as `unfitSession` has it. */
export const session = chronicle({
  context: 'incubation',
  name: 'session',
  prefix: 'INC',
  initial,
  facts: {
    SupportSessionHeld: {
      name: 'session',
      day: ({ on }) => on,
      happened: true,
      changes: ['kind', 'minutes', 'tags', 'subject', 'persons', 'giverIds', 'organisationIds', 'on'],
    },
  },
  evolve: ({ held }: Session, fact: SessionFact): Session => {
    if (held !== undefined) cannotFollow(fact, `it was held on ${held.on}`);
    const { type: _type, ...stated } = fact;
    return { held: stated };
  },
  judge: ({ held }): SessionRejection | undefined => (held === undefined ? undefined : inconsistent(held)),
  decide: ({ type: _type, incubator, occupancy, ...said }: SessionCommand, { held }) =>
    hold(said, { incubator, occupancy }, held),
});

function hold(
  said: SessionFacts,
  setting: SessionSetting,
  held: SessionFacts | undefined,
): Decision<SessionFact, SessionRejection> {
  if (held !== undefined) {
    const exists = { type: 'INC_SESSION_EXISTS', found: held.on } as const;
    return acceptRepeat(withoutNames(said), withoutNames(held), exists);
  }
  const refusal = unfitSession(said, setting);
  return refusal === undefined ? accept<SessionFact>({ type: 'SupportSessionHeld', ...said }) : reject(refusal);
}

/** Why a session cannot have been so: the incubator is not open on its day, or companies took part that are neither inside then nor have left. */
export function unfitSession(
  { organisationIds, on }: Pick<SessionFacts, 'organisationIds' | 'on'>,
  { incubator, occupancy }: SessionSetting,
): SessionRejection | undefined {
  return notOpenOn(on, incubator) ?? notAccompanied(occupancy, organisationIds, on);
}

function inconsistent({ kind, tags, persons, giverIds, organisationIds }: SessionFacts): SessionRejection | undefined {
  const givers = persons.map(({ personId }) => personId);
  const twice = namedTwice(organisationIds, giverIds, givers, tags);
  if (twice !== undefined || kind !== 'individual-coaching' || organisationIds.length === 1) return twice;
  const found = `${String(organisationIds.length)} companies`;
  return { type: 'INC_COACHING_NOT_INDIVIDUAL', found, required: 'one company' };
}

/** A person is the id: the name, and the subject, may have been erased since. */
function withoutNames({ persons, subject: _subject, ...facts }: SessionFacts): object {
  return { ...facts, persons: persons.map(({ personId }) => personId) };
}
