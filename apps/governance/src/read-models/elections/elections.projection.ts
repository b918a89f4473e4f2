import { z } from 'zod';
import { catalog, electionEvents, uuidSchema } from '#libs/contracts';
import type { GrappeEvents, Immutable } from '#libs/contracts';
import { changeItem, creates, projection, updates } from '#libs/projections';
import { electedIn, statusOf } from '../../domain/election/result.ts';

const { ElectionCalled, CandidacyFiled, CandidacyWithdrawn, ElectionHeld, TieResolved } = electionEvents;

/** What each event says beside the election that it is about. */
const ELECTION = { electionId: true, officeId: true, bodyId: true, clusterId: true } as const;

export const electionStatusSchema = z.enum(['called', ...ElectionHeld.schema.shape.outcome.options]);

const candidacyView = CandidacyFiled.schema
  .omit(ELECTION)
  .extend({ withdrawnOn: CandidacyWithdrawn.schema.shape.on.optional() })
  .meta({ id: 'Candidacy', description: 'A person who stands in an election, or two together.' });

export const roundView = ElectionHeld.schema
  .omit(ELECTION)
  .extend({
    resolved: TieResolved.schema
      .omit({ ...ELECTION, round: true })
      .optional()
      .describe('How its tie was resolved.'),
  })
  .meta({ id: 'ElectionRound', description: 'A round of an election with its tally and the rules that decided.' });

export const electionView = ElectionCalled.schema.extend({
  status: electionStatusSchema,
  candidacies: z.array(candidacyView),
  rounds: z.array(roundView).describe('In the order of their numbers.'),
  elected: z.array(uuidSchema).describe('The candidacies that have a place.'),
});

export type ElectionDocument = Immutable<z.infer<typeof electionView>>;
export type RoundView = ElectionDocument['rounds'][number];

type Of<Name extends 'CandidacyFiled' | 'ElectionHeld' | 'TieResolved'> = GrappeEvents[`governance.${Name}`];

/** The election with its rounds, and what they come to. */
function withRounds<Election extends ElectionDocument>(election: Election, rounds: Election['rounds']): Election {
  const counted = rounds.map(({ resolved, ...held }) => ({ held, resolved }));
  const elected = electedIn(counted).map(({ candidacyId }) => candidacyId);
  return { ...election, rounds, elected, status: statusOf(election.places, counted) };
}

function placeless<Data extends Of<'CandidacyFiled'> | Of<'ElectionHeld'> | Of<'TieResolved'>>(data: Data) {
  const { electionId: _election, officeId: _office, bodyId: _body, clusterId: _cluster, ...said } = data;
  return said;
}

/** Of one day in the order of their ids: who was recorded first means nothing. */
function byDay(a: Placed, b: Placed): number {
  return placeIn(a) < placeIn(b) ? -1 : 1;
}

function placeIn({ on, candidacyId }: Placed): string {
  return `${on} ${candidacyId}`;
}

type Placed = Pick<ElectionDocument['candidacies'][number], 'on' | 'candidacyId'>;

export const elections = projection<GrappeEvents, ElectionDocument>({
  name: 'governance.elections',
  version: 1,
  order: catalog.order,
  subject: 'governance.election',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    body_id: { type: 'text', from: 'bodyId' },
    office_id: { type: 'text', from: 'officeId' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['cluster_id', 'status'], ['body_id'], ['office_id']],
  key: 'electionId',
  on: {
    'governance.ElectionCalled': creates(({ data }) => {
      return { ...data, status: 'called', candidacies: [], rounds: [], elected: [] };
    }),
    'governance.CandidacyFiled': updates((election, { data }) => ({
      ...election,
      candidacies: [...election.candidacies, placeless(data)].toSorted(byDay),
    })),
    'governance.CandidacyWithdrawn': updates((election, { data: { candidacyId, on: withdrawnOn } }) => ({
      ...election,
      candidacies: changeItem(
        election.candidacies,
        (each) => each.candidacyId === candidacyId,
        (each) => ({ ...each, withdrawnOn }),
      ),
    })),
    'governance.ElectionHeld': updates((election, { data }) => {
      const rounds = [...election.rounds, placeless(data)];
      return withRounds(
        election,
        rounds.toSorted((a, b) => a.round - b.round),
      );
    }),
    'governance.TieResolved': updates((election, { data }) => {
      const { round, ...resolved } = placeless(data);
      const rounds = changeItem(
        election.rounds,
        (each) => each.round === round,
        (each) => ({ ...each, resolved }),
      );
      return withRounds(election, rounds);
    }),
  },
});

/** The election as it was on a day; undefined before it was called. */
export function electionOn<Election extends ElectionDocument & { readonly mandates: readonly Begun[] }>(
  election: Election,
  day: string,
): Election | undefined {
  if (election.on > day) return undefined;
  const candidacies = election.candidacies.filter(({ on }) => on <= day).map((each) => candidacyOn(each, day));
  const rounds = election.rounds.filter(({ on }) => on <= day).map((round) => roundOn(round, day));
  const mandates = election.mandates.filter(({ since }) => since <= day);
  return withRounds({ ...election, candidacies, mandates }, rounds);
}

interface Begun {
  readonly since: string;
}

function candidacyOn({ withdrawnOn, ...candidacy }: ElectionDocument['candidacies'][number], day: string) {
  return withdrawnOn === undefined || withdrawnOn > day ? candidacy : { ...candidacy, withdrawnOn };
}

function roundOn({ resolved, ...round }: RoundView, day: string): RoundView {
  return resolved === undefined || resolved.on > day ? round : { ...round, resolved };
}
