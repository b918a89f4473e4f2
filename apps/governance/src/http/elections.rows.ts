import { z } from 'zod';
import { commandOf, commandTable, factCommands, onItsDay, type Transaction } from '#libs/commands';
import type { ElectionTally } from '#libs/ballot';
import { candidateSchema, electionEvents, electionTallySchema, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.ts';
import { electionTallyRefusal } from '../domain/election/election-tally.ts';
import { election, impossibleCall } from '../domain/election/election.decide.ts';
import { meeting } from '../domain/meeting/meeting.ts';
import { office } from '../domain/office/office.decide.ts';
import { firstMeetingOf } from '../domain/resolution/resolution.ts';
import { statutes } from '../domain/statutes/statutes.ts';
import { BODY_ABSENT, clusterOf, clusterOfBody } from './bodies.rows.ts';
import { absentParties } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';
import { takeOffice } from './take-office.ts';

const clusterOfElection = clusterOf(election, ({ called }) => called);

const { ElectionCalled, CandidacyFiled, ElectionHeld, TieResolved } = electionEvents;
const candidates = z.array(candidateSchema).min(1).max(2);

const OWN_NUMBERS = [
  'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
  'GOV_REPRESENTED_BY_NOBODY',
  'GOV_VOTES_EXCEED_ATTENDANCE',
  'GOV_BALLOTS_EXCEEDED',
  'GOV_VOTES_AGAINST_SEVERAL',
  'GOV_VOTES_EXCEED_BALLOTS',
  'GOV_VOTES_EXCEED_PLACES',
  'GOV_BALLOTS_UNUSED',
] as const;
const AGAINST_SHEET_OR_CLAUSE = [
  'GOV_MEETING_NOT_HELD_THAT_DAY',
  'GOV_TALLY_CONTRADICTS_SHEET',
  'GOV_ELECTION_COUNTED_BY_GROUPS',
] as const;
const ROUND_IMPOSSIBLE = [
  'GOV_ELECTION_ROUND_EARLY',
  'GOV_ELECTION_PLACES_DIFFER',
  'GOV_ELECTION_CANDIDACIES_DIFFER',
  'GOV_ELECTION_NEED_DIFFERS',
] as const;
const TIE_IMPOSSIBLE = ['GOV_TIE_NOT_AMONG', 'GOV_TIE_RULE', 'GOV_TIE_PLACES'] as const;

/** Whom candidates represent has to be in the register. */
async function absentAmong(
  stated: readonly { readonly organisationId?: string | undefined }[] | undefined,
  copies: Parameters<typeof absentParties>[0],
) {
  for (const { organisationId } of stated ?? []) {
    const refusal = await absentParties(copies, { organisationId });
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** What a round is judged by: its meeting, the one of which it is the second convocation, the body that elects and its statutes. */
async function voting(tx: Transaction, id: string, stated: string | undefined) {
  const state = await tx.read(election, id);
  const called = state.status === 'absent' ? undefined : state.called;
  const meetingId = stated ?? called?.meetingId ?? '';
  const held = meetingId === '' ? meeting.initial : await tx.read(meeting, meetingId);
  const first = firstMeetingOf(held);
  return {
    meetingId,
    meeting: held,
    firstMeeting: first === undefined ? meeting.initial : await tx.read(meeting, first),
    body: called === undefined ? body.initial : await tx.read(body, called.bodyId),
    statutes: called === undefined ? statutes.initial : await tx.read(statutes, called.clusterId),
  };
}

interface Changes {
  readonly places?: number;
  readonly meetingId?: string;
  readonly candidates?: readonly { readonly organisationId?: string | undefined }[];
  readonly tally?: ElectionTally;
}

/** Why an election cannot have been called so, for so many places or at that meeting. */
async function callRefused({ places, meetingId }: Changes, id: string, tx: Transaction) {
  const state = await tx.read(election, id);
  if (state.status === 'absent' || (places === undefined && meetingId === undefined)) return undefined;
  const { called } = state;
  const at = meetingId === undefined ? undefined : await tx.read(meeting, meetingId);
  return impossibleCall({ ...called, places: places ?? called.places }, await tx.read(office, called.officeId), at);
}

/** Why a round cannot have been so as a correction makes its tally read. */
async function tallyRefused(tally: ElectionTally | undefined, id: string, fact: string, tx: Transaction) {
  const state = await tx.read(election, id);
  const held = state.facts.find((each) => each.id === fact)?.event;
  if (tally === undefined || held?.type !== 'ElectionHeld') return undefined;
  return electionTallyRefusal(tally, { ...held, meeting: await tx.read(meeting, held.meetingId) });
}

export const electionCommands = commandTable('governance.elections', governanceRefusals, [
  commandOf(election, 'CallElection', {
    summary: 'Call an election: a body is to elect holders of an office.',
    body: {
      bodyId: uuidSchema.describe('The body that elects.'),
      officeId: uuidSchema.describe('The office, of this body or of another one of the cluster.'),
      places: ElectionCalled.schema.shape.places.default(1).describe('How many candidacies have a place.'),
      meetingId: uuidSchema.optional().describe('The meeting that is to vote.'),
      agendaItem: ElectionCalled.schema.shape.agendaItem.describe('The item of its agenda, from 1 on.'),
    },
    scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
    refusals: [
      ...(['GOV_OFFICE_NOT_FOUND', 'GOV_ELECTION_EXISTS', 'GOV_OFFICE_OF_ANOTHER_CLUSTER'] as const),
      ...BODY_ABSENT,
      ...(['GOV_ELECTION_PLACES_EXCEED_OFFICE', 'GOV_MEETING_NOT_FOUND', 'GOV_MEETING_OF_ANOTHER_BODY'] as const),
    ],
    happened: onItsDay,
    decide: async ({ id, body: facts, effectiveAt: on }, tx) => ({
      ...{ electionId: id, ...facts, on },
      body: await tx.read(body, facts.bodyId),
      office: await tx.read(office, facts.officeId),
      ...(facts.meetingId === undefined ? {} : { meeting: await tx.read(meeting, facts.meetingId) }),
    }),
  }),
  commandOf(election, 'FileCandidacy', {
    verb: 'file-candidacy',
    summary: 'File a candidacy: of a person, or of two of whom both are elected or neither is.',
    body: { candidacyId: uuidSchema.optional().describe('Default: a new UUID.'), candidates },
    reports: { CandidacyFiled: CandidacyFiled.schema.pick({ candidacyId: true }) },
    scope: ({ id }, tx) => clusterOfElection(tx, id),
    unless: ({ body: { candidates: stated }, copies }) => absentAmong(stated, copies),
    refusals: [
      ...([
        'GOV_ORGANISATION_ABSENT',
        'GOV_ELECTION_NOT_FOUND',
        'GOV_CANDIDACY_EXISTS',
        'GOV_ELECTION_DECIDED',
      ] as const),
      ...(['GOV_CANDIDACIES_TOO_MANY', 'GOV_CANDIDATE_TWICE', 'GOV_ELECTION_CANDIDACIES_DIFFER'] as const),
    ],
    happened: onItsDay,
    decide: ({ id, body: facts, effectiveAt: on, ids }) => {
      return { electionId: id, ...facts, candidacyId: facts.candidacyId ?? ids.next(), on };
    },
  }),
  commandOf(election, 'WithdrawCandidacy', {
    verb: 'withdraw-candidacy',
    summary: 'Record that a candidacy was taken back, before the vote of that day.',
    body: { candidacyId: uuidSchema },
    scope: ({ id }, tx) => clusterOfElection(tx, id),
    refusals: [
      ...(['GOV_ELECTION_NOT_FOUND', 'GOV_CANDIDACY_NOT_FOUND', 'GOV_CANDIDACY_WITHDRAWN'] as const),
      ...(['GOV_ELECTION_CANDIDACIES_DIFFER', ...TIE_IMPOSSIBLE] as const),
    ],
    happened: onItsDay,
    decide: ({ id, body: facts, effectiveAt: on }) => ({ electionId: id, ...facts, on }),
  }),
  commandOf(election, 'RecordElectionTally', {
    verb: 'record-tally',
    summary:
      'Record the tally of a round; it is judged under the statutes in force that day. Nobody elected and a tie are outcomes.',
    body: {
      tally: electionTallySchema,
      meetingId: uuidSchema.optional().describe('The meeting that voted. Default: the one that the election names.'),
      round: z.int().min(1).optional().describe('Default: the next one.'),
    },
    reports: {
      ElectionHeld: ElectionHeld.schema.pick({
        ...({
          round: true,
          places: true,
          need: true,
          rule: true,
          reckoning: true,
          outcome: true,
          elected: true,
        } as const),
        ...({ tie: true, irregularities: true, on: true } as const),
      }),
    },
    scope: ({ id }, tx) => clusterOfElection(tx, id),
    refusals: [
      ...(['GOV_ELECTION_NOT_FOUND', 'GOV_ELECTION_DECIDED', 'GOV_STATUTES_NOT_IN_FORCE'] as const),
      ...BODY_ABSENT,
      ...(['GOV_MEETING_NOT_FOUND', 'GOV_MEETING_OF_ANOTHER_BODY'] as const),
      ...OWN_NUMBERS,
      ...AGAINST_SHEET_OR_CLAUSE,
      ...ROUND_IMPOSSIBLE,
    ],
    happened: onItsDay,
    decide: async ({ id, body: { tally, round, meetingId }, effectiveAt: on }, tx) => {
      return { electionId: id, tally, round, on, ...(await voting(tx, id, meetingId)) };
    },
  }),
  commandOf(election, 'ResolveTie', {
    verb: 'resolve-tie',
    summary: 'Record how a tie was resolved: by a rule, by lots that were drawn, or because others withdrew.',
    body: {
      by: TieResolved.schema.shape.by,
      elected: TieResolved.schema.shape.elected.describe('The candidacies that have the places.'),
      witness: TieResolved.schema.shape.witness.describe('Before whom lots were drawn.'),
      round: z.int().min(1).optional().describe('Default: the last one.'),
    },
    scope: ({ id }, tx) => clusterOfElection(tx, id),
    refusals: [
      ...(['GOV_ELECTION_NOT_FOUND', 'GOV_ELECTION_NOT_HELD', 'GOV_ELECTION_NOT_TIED', 'GOV_TIE_RESOLVED'] as const),
      ...TIE_IMPOSSIBLE,
      'GOV_ELECTION_PLACES_DIFFER',
    ],
    happened: onItsDay,
    decide: ({ id, body: facts, effectiveAt: on }) => ({ electionId: id, ...facts, on }),
  }),
  takeOffice(clusterOfElection),
  ...factCommands(election, {
    scope: ({ id }, tx) => clusterOfElection(tx, id),
    unless: async (changes: Changes, { id, body: correction, copies }, tx) =>
      (await absentAmong(changes.candidates, copies)) ??
      (await callRefused(changes, id, tx)) ??
      (await tallyRefused(changes.tally, id, (correction as { readonly fact: string }).fact, tx)),
    refusals: [
      ...(['GOV_ORGANISATION_ABSENT', ...FACT_REFUSALS, 'GOV_CANDIDATE_TWICE'] as const),
      ...(['GOV_ELECTION_PLACES_EXCEED_OFFICE', 'GOV_MEETING_NOT_FOUND', 'GOV_MEETING_OF_ANOTHER_BODY'] as const),
      ...OWN_NUMBERS,
      ...AGAINST_SHEET_OR_CLAUSE,
      ...ROUND_IMPOSSIBLE,
      ...TIE_IMPOSSIBLE,
    ],
  }),
]);
