import { derivedId, type Uuid } from '#libs/kernel';
import type { Api } from './api.ts';
import { clusterId as absorbing, SINCE, type SentCommand, type Traffic } from './traffic.ts';

const id = (kind: string, name: string): Uuid => derivedId('crash merger', kind, name);
const absorbed = id('cluster', 'RhôneAlley');
const operationId = id('operation', '1');
const ADOPTED = '2016-01-20';
const CALLED = '2016-02-01';
const VOTED = '2016-03-31';

/** The absorbing cluster has the first two thirds of the companies, the absorbed one the last two thirds. */
const COMPANIES = 90;
const numbers = Array.from({ length: COMPANIES }, (_, number) => number);
const third = COMPANIES / 3;

/** What every context has to report in the end, however often it was killed in the middle. */
export const REPORTED = { toMove: 2 * third, moved: 2 * third, merged: third, needConsent: 0 };

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };

const plan = {
  motives: 'A real service more for the members of both networks.',
  successor: {
    clusterId: absorbing,
    name: 'Numélink',
    nameKind: 'final',
    seat: 'Saint-Étienne',
    departments: ['42', '26'],
  },
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: { bodies: [] },
  conditions: [],
  contributionsEuros: null,
  openPoints: [],
};

const sent = (key: string, path: string, body: object, effectiveAt = SINCE): SentCommand => ({
  key: `merger-${key}`,
  path,
  body: { effectiveAt, ...body },
});
const act = (key: string, verb: string, body: object, effectiveAt: string): SentCommand =>
  sent(key, `mergers/operations/${operationId}/${verb}`, body, effectiveAt);

const companies = numbers.map((number) => {
  const body = { id: id('company', String(number)), name: `Member ${String(number)}`, kind: 'company' };
  return sent(`company-${String(number)}`, 'membership/organisations', body);
});

function admissions(clusterId: Uuid, members: readonly number[]): readonly SentCommand[] {
  return members.map((number) => {
    const body = { clusterId, organisationId: id('company', String(number)) };
    return sent(`admit-${clusterId}-${String(number)}`, 'membership/memberships', body);
  });
}

function voteOf(clusterId: Uuid): SentCommand {
  const tally = { members: 120, present: 90, represented: 10, for: 100, against: 0, abstentions: 0 };
  return act(`vote-${clusterId}`, 'record-vote', { clusterId, tally, capacity: 'assembly' }, VOTED);
}

/** Brings a merger to the last vote, whose acceptance is the effect; that vote is given back, not sent. */
export async function prepareMerger(traffic: Traffic, api: Api, settled: () => Promise<void>): Promise<SentCommand> {
  const cluster = { id: absorbed, name: 'RhôneAlley', seat: 'Valence', departments: ['26'] };
  await traffic.all(api, [sent('cluster', 'membership/clusters', cluster), ...companies]);
  await traffic.all(api, [
    ...admissions(absorbing, numbers.slice(0, 2 * third)),
    ...admissions(absorbed, numbers.slice(third)),
    ...[absorbing, absorbed].map((each) => sent(`statutes-${each}`, `governance/statutes/${each}/adopt`, { clauses })),
  ]);
  const participants = [
    { clusterId: absorbing, role: 'absorbing' },
    { clusterId: absorbed, role: 'absorbed' },
  ];
  const operation = { id: operationId, kind: 'fusion-absorption', title: 'Numélink absorbs RhôneAlley', participants };
  await traffic.all(api, [sent('operation', 'mergers/operations', operation)]);
  await traffic.all(api, [act('plan', 'draft-plan', { plan }, SINCE)]);
  await settled();
  const { body } = await api.get(`mergers/operations/${operationId}`);
  const { hash: planHash } = body['plan'] as { readonly hash: string };
  for (const clusterId of [absorbing, absorbed])
    await traffic.all(api, [act(`adopt-${clusterId}`, 'adopt-plan', { clusterId, planHash }, ADOPTED)]);
  for (const clusterId of [absorbing, absorbed])
    for (const verb of ['open-documents', 'publish-notice'])
      await traffic.all(api, [act(`${verb}-${clusterId}`, verb, { clusterId, where: 'seat' }, CALLED)]);
  await traffic.all(api, [voteOf(absorbed)]);
  return voteOf(absorbing);
}
