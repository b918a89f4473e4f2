import type { DomainEvent, representativeEvents } from '#libs/contracts';
import { isOpen, periodOn } from '#libs/contracts/facts';
import {
  accept,
  acceptUnless,
  addDays,
  below,
  byType,
  calendarDate,
  cannotFollow,
  chronicle,
  reject,
} from '#libs/kernel';
import type { Decision, DomainEventShape, EventOf, FactOf, FactsOf, Refusal, StatedFact } from '#libs/kernel';
import { periodsOf, type Membership } from '../membership/membership.ts';

type RepresentativeEvent = DomainEvent<typeof representativeEvents>;
export type RepresentativeFact = FactOf<RepresentativeEvent>;
type Designated = EventOf<RepresentativeEvent, 'RepresentativeDesignated'>;
type Ended = EventOf<RepresentativeEvent, 'RepresentativeEnded'>;
type Ids = 'membershipId' | 'clusterId' | 'organisationId';

/** A person who represents a member, with its days. */
export interface Designation extends Omit<FactsOf<RepresentativeEvent, 'RepresentativeDesignated'>, Ids> {
  /** The first day after it. */
  readonly until?: string | undefined;
  readonly cause?: Ended['cause'] | undefined;
  readonly reason?: string | undefined;
}

/** Who represents a member, in the order of the days on which they began. */
export interface Representatives {
  readonly designations: readonly Designation[];
}

type Ending = Pick<Ended, 'cause' | 'reason' | 'on'>;
interface Designate extends Omit<
  FactsOf<RepresentativeEvent, 'RepresentativeDesignated'>,
  Exclude<Ids, 'membershipId'>
> {
  readonly type: 'DesignateRepresentative';
  /** One of the past is recorded with its end. */
  readonly ended?: Ending | undefined;
  /** The current state of the membership. */
  readonly membership: Membership;
}
interface End extends Ending, Pick<Ended, 'designationId'> {
  readonly type: 'EndRepresentative';
  readonly membership: Membership;
}
export type RepresentativeCommand = Designate | End;

/** `found` is the id that is unknown, the day, or the rank; `required` what is needed. */
export type RepresentativeRejection =
  | Refusal<'MBR_MEMBERSHIP_NOT_FOUND' | 'MBR_REPRESENTATIVE_NOT_FOUND', 'found'>
  | Refusal<'MBR_NOT_A_MEMBER' | 'MBR_REPRESENTATIVE_RANK' | 'MBR_DATE_BEFORE_START', 'found' | 'required'>;

type Verdict = Decision<RepresentativeFact, RepresentativeRejection>;

const initial: Representatives = { designations: [] };

export const representative = chronicle({
  context: 'membership',
  name: 'representative',
  prefix: 'MBR',
  initial,
  facts: {
    RepresentativeEnded: { name: 'end', day: ({ on }) => on, changes: ['cause', 'reason', 'on'] },
    RepresentativeDesignated: {
      name: 'designation',
      day: ({ since }) => since,
      carries: endsOf,
      // A titular of whom a substitute was made is taken back, and designated anew: only one of the two has a rank.
      changes: ['person', 'rank', 'since'],
    },
  },
  evolve: evolveRepresentatives,
  judge: ({ designations }): RepresentativeRejection | undefined =>
    designations.map(misranked).find((each) => each !== undefined),
  decide: byType<RepresentativeCommand, Representatives, Verdict>({
    DesignateRepresentative: designate,
    EndRepresentative: end,
  }),
});

/** What a fact makes of those of earlier days. Of two ends the earlier one stands. */
export function evolveRepresentatives({ designations }: Representatives, fact: RepresentativeFact): Representatives {
  if (fact.type === 'RepresentativeDesignated') {
    const taken = designations.find((each) => each.until === undefined && isAgainst(each, fact));
    if (taken !== undefined) cannotFollow(fact, takenBy(taken, fact));
    const {
      type: _type,
      membershipId: _membership,
      clusterId: _cluster,
      organisationId: _organisation,
      ...said
    } = fact;
    return { designations: [...designations, said] };
  }
  const { designationId, on: until, cause, reason } = fact;
  const known = designations.find((each) => each.designationId === designationId);
  if (known === undefined || known.since >= until) cannotFollow(fact, 'its designation has not begun before that day');
  if (known.until !== undefined) return { designations };
  const ended = { ...known, until, cause, ...(reason === undefined ? {} : { reason }) };
  return { designations: designations.map((each) => (each === known ? ended : each)) };
}

type Place = Pick<Designated, 'person' | 'role' | 'rank'>;

/** Whether two designations cannot be of the same days: of one person, or for one place. */
function isAgainst(known: Place, { person, role, rank }: Place): boolean {
  return known.person.personId === person.personId || (known.role === role && known.rank === rank);
}

/** Names of persons are not for everybody who reads a refusal. */
function takenBy({ person, role, rank, since }: Place & { readonly since: string }, other: Place): string {
  if (person.personId === other.person.personId) return `this person represents the member from ${since} on`;
  return `the member has a ${role}${rank === undefined ? '' : ` of rank ${String(rank)}`} from ${since} on`;
}

/** A titular has no rank, and a substitute has one. */
function misranked({ role, rank }: Place): RepresentativeRejection | undefined {
  if ((role === 'titular') === (rank === undefined)) return undefined;
  const [found, required] =
    role === 'titular'
      ? [`a titular of rank ${String(rank)}`, 'a titular without a rank']
      : ['a substitute without a rank', 'a rank'];
  return { type: 'MBR_REPRESENTATIVE_RANK', found, required };
}

/** Who never represented a member has not ceased to. */
function endsOf(
  { designationId }: Designated,
  facts: readonly StatedFact<DomainEventShape>[],
): readonly StatedFact<DomainEventShape>[] {
  const stated = facts as readonly StatedFact<RepresentativeFact>[];
  return stated.filter(({ event }) => event.type === 'RepresentativeEnded' && event.designationId === designationId);
}

function designate(command: Designate, state: Representatives): Verdict {
  const { type: _type, membership, ended, ...facts } = command;
  if (membership.status === 'absent') return reject({ type: 'MBR_MEMBERSHIP_NOT_FOUND', found: facts.membershipId });
  const { membershipId, clusterId, organisationId } = membership;
  const known = state.designations.find((each) => each.since === facts.since && isSamePlace(each, facts));
  // The same again is a repeat, which may state its end.
  if (known !== undefined && ended === undefined) return accept();
  const designationId = known?.designationId ?? facts.designationId;
  const ids = { membershipId, clusterId, organisationId, designationId };
  const designated = { type: 'RepresentativeDesignated', ...facts, ...ids } as const;
  const end = { type: 'RepresentativeEnded', ...ids, ...(ended ?? { cause: 'replacement', on: '' }) } as const;
  return acceptUnless<RepresentativeFact, RepresentativeRejection>(
    notMemberOn(membership, facts.since) ?? (ended && notAfter(facts.since, ended.on)),
    designated,
    ...(ended === undefined ? [] : [end]),
  );
}

function isSamePlace(known: Place, { person, role, rank }: Place): boolean {
  return known.person.personId === person.personId && known.role === role && known.rank === rank;
}

/** Why nobody represents a member from a day on: it is none. */
export function notMemberOn(membership: Membership, day: string): RepresentativeRejection | undefined {
  const periods = periodsOf(membership);
  if (periodOn(periods, day) !== undefined) return undefined;
  const found = isOpen(periods) ? `member since ${String(periods.at(-1)?.since)}` : membership.status;
  return { type: 'MBR_NOT_A_MEMBER', found, required: `a member on ${day}` };
}

function notAfter(since: string, on: string) {
  return below('MBR_DATE_BEFORE_START', on, addDays(calendarDate(since), 1));
}

/** The day is the first one after it. An end that lies ahead is overtaken by an earlier one. */
function end({ type: _type, membership, ...ending }: End, { designations }: Representatives): Verdict {
  const { designationId, on } = ending;
  const known = designations.find((each) => each.designationId === designationId);
  if (known === undefined || membership.status === 'absent')
    return reject({ type: 'MBR_REPRESENTATIVE_NOT_FOUND', found: designationId });
  if (known.until === on && known.cause === ending.cause) return accept();
  const { membershipId, clusterId, organisationId } = membership;
  const ended = { type: 'RepresentativeEnded', membershipId, clusterId, organisationId, ...ending } as const;
  return acceptUnless<RepresentativeFact, RepresentativeRejection>(notAfter(known.since, on), ended);
}
