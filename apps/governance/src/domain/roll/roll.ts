import { createHash } from 'node:crypto';
import {
  accept,
  acceptRepeat,
  acceptUnless,
  below,
  canonicalJson,
  cannotFollow,
  chronicle,
  reject,
} from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, rollEvents } from '#libs/contracts';
import { absentOn, type BodyAbsence, type BodyState } from '../body/body.ts';

type RollEvent = DomainEvent<typeof rollEvents>;
type RollFact = FactOf<RollEvent>;
export type RollFrozen = EventOf<RollEvent, 'RollFrozen'>;
type RollAmended = EventOf<RollEvent, 'RollAmended'>;
/** Voters by their groups. */
export type Voters = RollFrozen['voters'];

/** A version of a roll; the first one was frozen, the others amend it. */
export interface RollVersion extends Pick<RollFrozen, 'voters' | 'count' | 'sha256' | 'on'> {
  readonly rollVersion: number;
  readonly reason?: string;
}

export type RollState =
  | { readonly status: 'absent' }
  /** The versions in the order of their days. */
  | { readonly status: 'frozen'; readonly frozen: RollFrozen; readonly versions: readonly RollVersion[] };

type Counted = 'clusterId' | 'count' | 'sha256';
export interface FreezeRoll extends CommandFor<RollFrozen, 'FreezeRoll', Counted> {
  /** The current state of the body whose electorate it is. */
  readonly body: BodyState;
}
export type AmendRoll = CommandFor<RollAmended, 'AmendRoll', Counted | 'bodyId' | 'rollVersion'>;
export type RollCommand = FreezeRoll | AmendRoll;

export type RollRejection =
  | BodyAbsence
  | Refusal<'GOV_ROLL_NOT_FOUND' | 'GOV_ROLL_EXISTS'>
  | Refusal<'GOV_ROLL_EMPTY' | 'GOV_ROLL_TOO_LARGE', 'found' | 'required', number>
  | Refusal<'GOV_ROLL_BEFORE_FREEZING' | 'GOV_VOTER_TWICE', 'found' | 'required'>;

type RollDecision = Decision<RollFact, RollRejection>;

/** As many as the event takes (`ROLL_MAX` of the contracts). */
export const MOST_VOTERS = 1_000;

const initial: RollState = { status: 'absent' };

/** The electorate of a body, frozen: whoever comes or goes later changes nothing; a mistake is a further version. */
export const roll = chronicle({
  context: 'governance',
  name: 'roll',
  prefix: 'GOV',
  initial,
  facts: {
    RollFrozen: {
      name: 'freezing',
      happened: true,
      opens: true,
      day: ({ on }) => on,
      carries: (_frozen, facts) => facts.filter(({ event }) => event.type === 'RollAmended'),
    },
    RollAmended: { name: 'amendment', happened: true, day: ({ on }) => on },
  },
  evolve,
  decide: (command: RollCommand, state): RollDecision =>
    command.type === 'FreezeRoll' ? freeze(command, state) : amend(command, state),
});

function evolve(state: RollState, fact: RollFact): RollState {
  if (fact.type === 'RollFrozen') {
    if (state.status !== 'absent') cannotFollow(fact, `the roll was frozen on ${state.frozen.on}`);
    return { status: 'frozen', frozen: fact, versions: [versionOf(fact, { rollVersion: 1 })] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'no roll was frozen');
  const { rollVersion, reason } = fact;
  if (state.versions.some((known) => known.rollVersion === rollVersion))
    cannotFollow(fact, `version ${String(rollVersion)} is recorded`);
  return { ...state, versions: [...state.versions, versionOf(fact, { rollVersion, reason })] };
}

function versionOf(
  { voters, count, sha256, on }: RollFact,
  numbered: Pick<RollVersion, 'rollVersion' | 'reason'>,
): RollVersion {
  return { ...numbered, voters, count, sha256, on };
}

/** The version that counts; an earlier one where its number is given. */
export function rollVersion(state: RollState, number?: number): RollVersion | undefined {
  if (state.status === 'absent') return undefined;
  return number === undefined ? state.versions.at(-1) : state.versions.find((each) => each.rollVersion === number);
}

export function isOnRoll({ voters }: Pick<RollVersion, 'voters'>, voterId: string): boolean {
  return voters.some(({ voterIds }) => voterIds.includes(voterId));
}

/** Count and hash of an electorate, in whatever order it was given: SHA-256 of its RFC 8785 text, groups and ids sorted. */
export function countedVoters(voters: Voters): Pick<RollFrozen, 'voters' | 'count' | 'sha256'> {
  const sorted = sortedVoters(voters);
  const count = sorted.reduce((sum, { voterIds }) => sum + voterIds.length, 0);
  return { voters: sorted, count, sha256: createHash('sha256').update(canonicalJson(sorted), 'utf8').digest('hex') };
}

function sortedVoters(voters: Voters): Voters {
  const byGroup = new Map<string | undefined, string[]>();
  for (const { group, voterIds } of voters) byGroup.set(group, [...(byGroup.get(group) ?? []), ...voterIds]);
  return [...byGroup]
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .map(([group, voterIds]) => ({ ...(group === undefined ? {} : { group }), voterIds: voterIds.toSorted() }));
}

function freeze({ body, ...command }: FreezeRoll, state: RollState): RollDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  const counted = countedVoters(command.voters);
  const frozen: RollFrozen = { ...command, ...counted, clusterId: body.created.clusterId, type: 'RollFrozen' };
  if (state.status !== 'absent') return acceptRepeat(frozen, state.frozen, { type: 'GOV_ROLL_EXISTS' });
  return acceptUnless(absentOn(command.on, body) ?? impossible(counted), frozen);
}

function amend(command: AmendRoll, state: RollState): RollDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_ROLL_NOT_FOUND' });
  const { bodyId, clusterId, on } = state.frozen;
  const counted = countedVoters(command.voters);
  const last = state.versions.at(-1);
  // The same voters again are no further version, whatever the reason.
  if (last?.sha256 === counted.sha256) return accept();
  const next = Math.max(...state.versions.map((each) => each.rollVersion)) + 1;
  const refusal = below('GOV_ROLL_BEFORE_FREEZING', command.on, on) ?? impossible(counted);
  return acceptUnless(refusal, {
    ...{ ...command, ...counted, type: 'RollAmended', bodyId, clusterId, rollVersion: next },
  });
}

function impossible({ voters, count }: Pick<RollFrozen, 'voters' | 'count'>): RollRejection | undefined {
  if (count === 0) return { type: 'GOV_ROLL_EMPTY', found: 0, required: 1 };
  if (count > MOST_VOTERS) return { type: 'GOV_ROLL_TOO_LARGE', found: count, required: MOST_VOTERS };
  const all = voters.flatMap(({ voterIds }) => voterIds).toSorted();
  const twice = all.find((id, index) => id === all[index + 1]);
  return twice === undefined
    ? undefined
    : { type: 'GOV_VOTER_TWICE', found: twice, required: 'each voter once, in one group' };
}
