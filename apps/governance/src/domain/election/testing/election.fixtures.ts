import { countElection, type AppliedClause } from '#libs/ballot';
import { countedUuid } from '#libs/kernel/testing';
import { body as bodies } from '../../body/body.ts';
import { meeting as meetings } from '../../meeting/meeting.ts';
import { office as offices } from '../../office/office.decide.ts';
import type { StatutesState } from '../../statutes/statutes.ts';
import type {
  CallElection,
  FileCandidacy,
  RecordElectionTally,
  ResolveTie,
  WithdrawCandidacy,
} from '../election.decide.ts';
import type { CandidacyFiled, CandidacyWithdrawn, ElectionCalled, ElectionHeld, TieResolved } from '../election.ts';

/** An election of two holders of seats by an assembly of twenty, in March 2020. */
export const electionId = countedUuid(1);
export const officeId = countedUuid(2);
const [bodyId, clusterId, boardId] = [countedUuid(3), countedUuid(4), countedUuid(5)];
export const meetingId = countedUuid(6);
export const DAY = '2020-03-19';
const place = { electionId, officeId, bodyId, clusterId };

export const assembly = bodies.evolve(bodies.initial, {
  ...{ type: 'BodyCreated', bodyId, clusterId, kind: 'assembly', name: 'Assemblée', since: '2010-01-01' },
});
export const seats = offices.evolve(offices.initial, {
  ...{ type: 'OfficeCreated', officeId, bodyId: boardId, clusterId, kind: 'seat', title: 'Sièges' },
  ...{ maxHolders: 3, since: '2010-01-01' },
});
export function convenedFor(scheduledFor: string, more: { readonly bodyId?: string; readonly secondOf?: string } = {}) {
  const convened = { meetingId, bodyId, clusterId, convenedOn: '2020-03-01', scheduledFor, agenda: ['Élections'] };
  return meetings.evolve(meetings.initial, { type: 'MeetingConvened', ...convened, ...more });
}
export function heldOn(on: string, more: { readonly secondOf?: string } = {}) {
  const numbers = { members: 20, present: 12, represented: 3, on };
  return meetings.evolve(convenedFor(on, more), { type: 'MeetingHeld', meetingId, bodyId, clusterId, ...numbers });
}

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true } as const;
const electionClause = { ...clause, pluralityFromRound: 2 };
const specialClauses = [{ kind: 'election', clause: electionClause }] as const;
const version = { clusterId, statutesVersion: 1, inForceFrom: '2010-01-01' };
export const statutes: StatutesState = {
  versions: [
    {
      ...{ type: 'StatutesAdopted', ...version, clauses: { ordinary: clause, amendment: clause, dissolution: clause } },
      specialClauses,
    },
  ],
};
export const rule: AppliedClause = { ...electionClause, kind: 'election', statutesVersion: 1 };

export const candidacy = (n: number): string => countedUuid(0x20 + n);
export const person = (n: number) => ({ personId: countedUuid(0x40 + n), name: `Candidate ${String(n)}` });

const call = { type: 'CallElection', electionId, officeId, bodyId, on: '2020-03-01' } as const;
export const callFor = (places: number): CallElection => ({ ...call, places, body: assembly, office: seats });
export const calledFor = (places: number): ElectionCalled => ({
  ...{ type: 'ElectionCalled', ...place, places, on: '2020-03-01' },
});

export const file = (n: number, on = '2020-03-10', persons: readonly number[] = [n]): FileCandidacy => ({
  ...{ type: 'FileCandidacy', electionId, candidacyId: candidacy(n), on },
  candidates: persons.map((each) => ({ person: person(each) })),
});
export const filed = (...given: Parameters<typeof file>): CandidacyFiled => ({
  ...file(...given),
  ...{ type: 'CandidacyFiled', ...place },
});
export const withdraw = (n: number, on = '2020-03-15'): WithdrawCandidacy => ({
  ...{ type: 'WithdrawCandidacy', electionId, candidacyId: candidacy(n), on },
});
export const withdrawn = (...given: Parameters<typeof withdraw>): CandidacyWithdrawn => ({
  ...withdraw(...given),
  ...{ type: 'CandidacyWithdrawn', ...place },
});

/** Votes by the numbers of candidacies, from the most to the fewest; a ballot for each of twelve voters. */
export function tallyOf(votes: Readonly<Record<number, number>>, more: Partial<ElectionHeld['tally']> = {}) {
  const named = Object.entries(votes).map(([n, each]) => ({ candidacyId: candidacy(Number(n)), votes: each }));
  return {
    ...{ members: 20, present: 12, represented: 0, ballots: 12 },
    votes: named.toSorted((a, b) => b.votes - a.votes || (a.candidacyId < b.candidacyId ? -1 : 1)),
    ...more,
  };
}
type Given = Partial<Pick<RecordElectionTally, 'on' | 'round' | 'tally' | 'statutes' | 'meeting' | 'body'>>;
export const record = (votes: Readonly<Record<number, number>>, more: Given = {}): RecordElectionTally => ({
  ...{ type: 'RecordElectionTally', electionId, meetingId, tally: tallyOf(votes), on: DAY },
  ...{ meeting: heldOn(more.on ?? DAY), firstMeeting: meetings.initial, body: assembly, statutes },
  ...more,
});
interface HeldMore {
  readonly on?: string;
  readonly round?: number;
  readonly need?: 'majority' | 'plurality';
  readonly tally?: ElectionHeld['tally'];
}
export function held(votes: Readonly<Record<number, number>>, places: number, more: HeldMore = {}): ElectionHeld {
  const { on = DAY, round = 1, need = 'majority', tally = tallyOf(votes) } = more;
  return {
    ...{ type: 'ElectionHeld', ...place, meetingId, round, places, tally, rule, on },
    ...countElection(tally, { clause: rule, need, places, convocation: 'first' }),
  };
}
export const resolve = (elected: readonly number[], more: Partial<ResolveTie> = {}): ResolveTie => ({
  ...{ type: 'ResolveTie', electionId, by: 'lot', elected: elected.map(candidacy), on: DAY },
  ...more,
});
export const resolved = (elected: readonly number[], more: Partial<TieResolved> = {}): TieResolved => ({
  ...{ type: 'TieResolved', ...place, round: 1, by: 'lot', elected: elected.map(candidacy), on: DAY },
  ...more,
});
