import { planHash } from '../../../apps/mergers/src/domain/operation/plan-hash.ts';
import { planSchema } from '#libs/contracts';
import type { Uuid } from '#libs/kernel';
import { dayOf } from './draw.ts';
import { id, type Drafted, type Fact } from './history.ts';
import { bodyOf, officeOf, person, type Board } from './offices.ts';
import { clausesOf, clusterOf, EFFECT, EFFECT_DAY, isGone, organisationOf, ORGANISATIONS } from './setting.ts';
import { SECOND_EFFECT, successorOf, type Kind, type Name } from './setting.ts';

export const operationId = id('operation');
const BODIES = [clusterOf('A'), clusterOf('B')];

interface Prepared {
  readonly kind: Kind;
  /** One antenna of A, one of B, and one of C. */
  readonly antennas: readonly Fact[];
  readonly boards: Readonly<Partial<Record<Name, Board>>>;
  readonly statutes: readonly Fact[];
}

/** A merger with its plan, adoptions and votes; gives its last step, by which it takes effect. */
export function drawMerger(drafted: Drafted, { kind, antennas, boards, statutes }: Prepared): Fact {
  const { draw } = drafted;
  const own = kind === 'fusion-absorption' && draw.chance(50) ? boards.A : undefined;
  const mapped = draw.chance(40)
    ? antennas.slice(0, 2).filter((_each, index) => isGone(kind, index === 0 ? 'A' : 'B'))
    : [];
  const plan = planSchema.parse(planOf(drafted, kind, own !== undefined, mapped));
  const step = stepsOf(drafted, operationId);
  const roles = kind === 'fusion-creation' ? ['founding', 'founding'] : ['absorbing', 'absorbed'];
  const participants = BODIES.map((clusterId, index) => ({ clusterId, role: roles[index] }));
  step('create', { kind, title: 'A merger', participants }, '2015-06-01');
  const planned = step('draft-plan', { plan }, '2015-07-01', [
    ...mapped,
    ...(own === undefined ? [] : [own.body, own.office]),
  ]);
  for (const { organisationId } of plan.joining ?? [])
    drawAccession(drafted, planned, { organisationId, planHash: planHash(plan) });
  for (const clusterId of BODIES) step('adopt-plan', { clusterId, planHash: planHash(plan) }, '2015-09-01');
  for (const clusterId of BODIES) call(step, clusterId, '2016-01-20');
  const tally = { members: 100, present: 60, represented: 0, for: 50, against: 10, abstentions: 0 };
  const known = statutes.filter(({ sent }) => sent.on <= EFFECT);
  step('record-vote', { clusterId: BODIES[0], tally }, '2016-03-30', known);
  const voted = step('record-vote', { clusterId: BODIES[1], tally }, EFFECT);
  return kind === 'fusion-absorption' ? voted : step('take-effect', { journalOfficielOn: EFFECT }, EFFECT);
}

/** The days on which an organisation accedes, once the plan was drafted, and withdraws before the effect. */
const ACCEDING = { first: EFFECT_DAY - 200, last: EFFECT_DAY - 1 } as const;

/** An organisation that the plan names accedes, or seems to; some withdraw, or seem to. */
function drawAccession(
  drafted: Drafted,
  planned: Fact,
  named: { readonly organisationId: string; readonly planHash: string },
): void {
  const { draw } = drafted;
  const [on = ACCEDING.first, other = ACCEDING.last] = draw.days(2, ACCEDING.first, ACCEDING.last);
  const body = { ...named, signatory: person(`signatory of ${named.organisationId}`) };
  const sent = { name: 'mergers.operations.record-accession', id: operationId, body, on: dayOf(on) };
  const of = 'AccessionRecorded';
  if (draw.chance(25)) {
    drafted.neverSo('accession', sent, [{ of, name: 'mergers.operations.void-accession' }], { after: [planned] });
    return;
  }
  const wrong = { ...sent, on: dayOf(draw.day(ACCEDING.first, ACCEDING.last)) };
  const corrections = [{ of, name: 'mergers.operations.correct-accession', changes: { on: sent.on } }];
  const after = { after: [planned] };
  const acceded = drafted.fact('accession', sent, { ...after, mistake: { sent: wrong, corrections } });
  if (draw.chance(60)) return;
  const { organisationId } = named;
  const name = 'mergers.operations.withdraw-accession';
  const withdrawn = { name, id: operationId, body: { organisationId }, on: dayOf(other) };
  const voids = [{ of: 'AccessionWithdrawn', name: 'mergers.operations.void-accession-withdrawal' }];
  const more = { after: [acceded], needsRight: true } as const;
  if (draw.chance(50)) drafted.fact('accession withdrawn', withdrawn, more);
  else drafted.neverSo('accession withdrawn', withdrawn, voids, more);
}

/** Documents and notice of a body, long enough before the assemblies. */
function call(step: ReturnType<typeof stepsOf>, clusterId: Uuid | undefined, on: string): void {
  for (const verb of ['open-documents', 'publish-notice']) step(verb, { clusterId, where: 'seat' }, on);
}

/** Records the steps of an operation, each after the one before. */
function stepsOf(drafted: Drafted, id: Uuid, first: readonly Fact[] = []) {
  let last = first;
  return (verb: string, body: object, on: string, rests: readonly Fact[] = []): Fact => {
    const sent = { name: `mergers.operations.${verb}`, id, body, on };
    const more = { after: [...last, ...rests], needsRight: true, isOfMerger: true } as const;
    const fact = drafted.fact(verb, sent, { ...more, ...(first.length === 0 ? {} : { byEffect: 'after' }) });
    last = [fact];
    return fact;
  };
}

/** The successor is absorbed into the third cluster: what is recorded late then passes on twice. */
export function drawSecondMerger(drafted: Drafted, kind: Kind, effect: Fact): void {
  const [successor, third] = [successorOf(kind), clusterOf('C')];
  const plan = planSchema.parse({
    ...{ motives: 'One cluster', newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] } },
    successor: { clusterId: third, name: 'Of both mergers', nameKind: 'final', seat: 'Lyon', departments: [] },
    ...{ conditions: [], contributionsEuros: null, openPoints: [] },
  });
  const step = stepsOf(drafted, id('operation', 'second'), [effect]);
  const participants = [
    { clusterId: third, role: 'absorbing' },
    { clusterId: successor, role: 'absorbed' },
  ];
  step('create', { kind: 'fusion-absorption', title: 'Another merger', participants }, '2024-01-02');
  step('draft-plan', { plan }, '2024-01-03');
  for (const { clusterId } of participants) step('adopt-plan', { clusterId, planHash: planHash(plan) }, '2024-01-04');
  for (const { clusterId } of participants) call(step, clusterId, '2024-02-01');
  const statutes = { statutesVersion: 9, clauses: clausesOf(6) };
  const known = participants.map(({ clusterId }) =>
    drafted.fact(
      'statutes',
      { name: 'governance.statutes.adopt', id: clusterId, body: statutes, on: '2024-01-05' },
      { after: [effect], byEffect: 'after' },
    ),
  );
  const tally = { members: 100, present: 60, represented: 0, for: 50, against: 10, abstentions: 0 };
  for (const { clusterId } of participants) step('record-vote', { clusterId, tally }, SECOND_EFFECT, known);
}

function planOf({ draw }: Drafted, kind: Kind, ownBoard: boolean, mapped: readonly Fact[]): object {
  const opened = draw.chance(50) ? [{ antennaId: id('antenna', 'new'), name: 'New', departments: [] }] : [];
  const toAntennaId = opened[0]?.antennaId ?? mapped[0]?.sent.id;
  const antennaMapping = mapped.map(({ sent }) => ({
    ...{ fromClusterId: (sent.body as { readonly clusterId: string }).clusterId, fromAntennaId: sent.id, toAntennaId },
  }));
  const holders = [0, 1].map((n) => ({ mandateId: id('mandate', 'new', n), person: person(`new ${String(n)}`) }));
  const office = {
    officeId: ownBoard ? officeOf('A') : id('office', 'new'),
    ...{ kind: 'seat', title: 'Seats', maxHolders: 9, holders },
  };
  const bodyId = ownBoard ? bodyOf('A') : id('body', 'new');
  const limit = draw.chance(50) ? { limit: dayOf(draw.day(3_500, 5_000)) } : {};
  const bodies = ownBoard || draw.chance(60) ? [{ bodyId, kind: 'board', name: 'Board', offices: [office] }] : [];
  const colleges = (['A', 'B'] as const).filter((name) => isGone(kind, name) && draw.chance(40));
  const collegeMapping = colleges.map((name) => ({ fromClusterId: clusterOf(name), toCollege: `Once of ${name}` }));
  const joining = ORGANISATIONS.filter(() => draw.chance(30)).map((number) => ({
    ...{ organisationId: organisationOf(number), ...(draw.chance(50) ? { college: 'Of those who join' } : {}) },
  }));
  return {
    motives: 'One cluster',
    ...(collegeMapping.length === 0 ? {} : { collegeMapping }),
    ...(joining.length === 0 ? {} : { joining }),
    successor: {
      clusterId: successorOf(kind),
      name: 'The successor',
      nameKind: 'final',
      seat: 'Lyon',
      departments: [],
    },
    newAntennas: opened,
    antennaMapping,
    transitionalGovernance: { ...limit, bodies },
    ...{ conditions: [], contributionsEuros: null, openPoints: [] },
  };
}
