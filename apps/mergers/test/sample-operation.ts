import { calendarDate, fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import type { OperationCommand } from '../src/domain/operation/operation.commands.ts';
import type { OperationEvent } from '../src/domain/operation/operation.ts';
import { operation } from '../src/domain/operation/operation.decide.ts';
import { planHash } from '../src/domain/operation/plan-hash.ts';
import type { OperationKind, Participant, Plan } from '../src/domain/rules/act.ts';
import type { AppliedClause, Tally } from '#libs/ballot';

export const day = calendarDate;

/** The clusters of the story; ids are counted. */
export const numelink = countedUuid(1);
export const auvergneTic = countedUuid(2);
export const clustR = countedUuid(3);
export const digitalLeague = countedUuid(4);
export const operationId = countedUuid(10);
export const otherOperationId = countedUuid(11);
export const conditionId = countedUuid(20);

export const absorption: readonly Participant[] = [
  { clusterId: numelink, role: 'absorbing' },
  { clusterId: auvergneTic, role: 'absorbed' },
];
export const creation: readonly Participant[] = [
  { clusterId: numelink, role: 'founding' },
  { clusterId: clustR, role: 'founding' },
];

export function absorptionPlan(changes: Partial<Plan> = {}): Plan {
  return {
    motives: 'One cluster for four territories',
    successor: { clusterId: numelink, name: 'Numélink', nameKind: 'final', seat: 'Saint-Étienne', departments: ['42'] },
    newAntennas: [],
    antennaMapping: [],
    transitionalGovernance: { bodies: [] },
    conditions: [],
    contributionsEuros: null,
    openPoints: [],
    ...changes,
  };
}

export function creationPlan(changes: Partial<Plan> = {}): Plan {
  const successor = { clusterId: digitalLeague, name: 'Digital League', seat: 'Lyon', departments: ['42', '69'] };
  return absorptionPlan({ successor: { ...successor, nameKind: 'final' }, ...changes });
}

/** Numélink splits into a new cluster, which takes what no share names, and Auvergne TIC. */
export const split: readonly Participant[] = [
  { clusterId: numelink, role: 'split' },
  { clusterId: auvergneTic, role: 'beneficiary' },
];

export function splitPlan(changes: Partial<Plan> = {}): Plan {
  const { successor } = creationPlan();
  return absorptionPlan({
    successor,
    heirs: [{ ...successor, clusterId: auvergneTic }],
    allocation: { otherwise: digitalLeague, shares: [] },
    ...changes,
  });
}

/** A kind of operation with its bodies, Numélink and Auvergne TIC among them, and a plan of it. */
export interface Sample {
  readonly kind: OperationKind;
  readonly participants: readonly Participant[];
  readonly plan: (changes?: Partial<Plan>) => Plan;
}

const successorTo = (clusterId: string) => ({ ...absorptionPlan().successor, clusterId });
const inRoles = (...roles: readonly Participant['role'][]): readonly Participant[] =>
  roles.map((role, index) => ({ clusterId: [numelink, auvergneTic, clustR][index] ?? digitalLeague, role }));

/** Each kind of operation, of which the effect waits for no publication but in a federation and a restoration. */
export const samples: readonly Sample[] = [
  { kind: 'fusion-absorption', participants: absorption, plan: absorptionPlan },
  {
    kind: 'scission',
    participants: inRoles('split', 'beneficiary', 'beneficiary'),
    plan: (changes) =>
      absorptionPlan({
        successor: successorTo(auvergneTic),
        heirs: [successorTo(clustR)],
        allocation: { otherwise: clustR, shares: [{ toClusterId: auvergneTic, colleges: ['makers'] }] },
        ...changes,
      }),
  },
  {
    kind: 'apport-partiel',
    participants: inRoles('giving', 'receiving'),
    plan: (changes) =>
      absorptionPlan({
        successor: successorTo(auvergneTic),
        allocation: { shares: [{ toClusterId: auvergneTic, colleges: ['makers'] }] },
        ...changes,
      }),
  },
  {
    kind: 'federation',
    participants: inRoles('federating', 'federating', 'federating'),
    plan: (changes) => absorptionPlan({ successor: successorTo(digitalLeague), ...changes }),
  },
  {
    kind: 'restoration',
    participants: inRoles('restored'),
    plan: (changes) => absorptionPlan({ ...changes, antennaMapping: [] }),
  },
];

export const blockingCondition = { conditionId, description: 'Guarantee on working capital', blocking: true };

/** Two thirds of the votes cast, half of the members present or represented. */
export const clause: AppliedClause = {
  kind: 'dissolution',
  statutesVersion: 2,
  quorum: { numerator: 1, denominator: 2 },
  majority: { numerator: 2, denominator: 3 },
  majorityOf: 'votes-cast',
  strict: false,
};

export const inFavour: Tally = { members: 100, present: 50, represented: 20, for: 60, against: 5, abstentions: 5 };
export const against: Tally = { ...inFavour, for: 5, against: 60 };
export const tooFew: Tally = { members: 100, present: 40, represented: 9, for: 49, against: 0, abstentions: 0 };

export const start = (
  kind: OperationKind = 'fusion-absorption',
  participants: readonly Participant[] = kind === 'fusion-absorption' ? absorption : creation,
): OperationCommand => ({
  type: 'StartOperation',
  operationId,
  kind,
  title: 'A merger',
  participants,
  on: day('2015-11-02'),
});

export const draft = (plan: Plan = absorptionPlan(), on = '2015-12-01'): OperationCommand => ({
  type: 'DraftPlan',
  plan,
  on: day(on),
});

export const adopt = (clusterId: string, plan: Plan = absorptionPlan(), on = '2016-01-15'): OperationCommand => ({
  type: 'AdoptPlan',
  clusterId,
  planHash: planHash(plan),
  on: day(on),
});

export const vote = (clusterId: string, tally: Tally = inFavour, on = '2016-03-31'): OperationCommand => ({
  type: 'RecordVote',
  clusterId,
  tally,
  clause,
  on: day(on),
});

export const notice = (clusterId: string, on = '2016-02-01'): OperationCommand => ({
  type: 'PublishNotice',
  clusterId,
  where: 'Le Progrès',
  on: day(on),
});

export const documents = (clusterId: string, on = '2016-02-01'): OperationCommand => ({
  type: 'OpenDocuments',
  clusterId,
  where: 'seat',
  on: day(on),
});

/** Notices and documents of these bodies, by default of both of the absorption, long enough before the assemblies of March 2016. */
export const call = (on = '2016-02-01', clusters: readonly string[] = [numelink, auvergneTic]) =>
  clusters.flatMap((clusterId) => [documents(clusterId, on), notice(clusterId, on)]);

/** The events of commands that are all accepted, from nothing. @throws when one is refused */
export function history(...commands: readonly OperationCommand[]): readonly OperationEvent[] {
  const events: OperationEvent[] = [];
  for (const command of commands) {
    const decision = operation.decide(command, fold(operation, events));
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.rejection)}`);
    events.push(...decision.events);
  }
  return events;
}

/** An absorption that every board has adopted on 15 January 2016. */
export const adoptedAbsorption = (plan = absorptionPlan()): readonly OperationCommand[] => [
  start(),
  draft(plan),
  adopt(numelink, plan),
  adopt(auvergneTic, plan),
];

/** And whose notices are published and documents open since 1 February 2016. */
export const publishedAbsorption = (plan = absorptionPlan()): readonly OperationCommand[] => [
  ...adoptedAbsorption(plan),
  ...call(),
];

/** A creation that every assembly has approved, the last one on 20 March 2016. */
export const approvedCreation = (plan = creationPlan()): readonly OperationCommand[] => [
  start('fusion-creation'),
  draft(plan),
  adopt(numelink, plan),
  adopt(clustR, plan),
  ...call('2016-02-01', [numelink, clustR]),
  vote(numelink, inFavour, '2016-03-18'),
  vote(clustR, inFavour, '2016-03-20'),
];

export const takeEffect = (on: string, journalOfficielOn?: string): OperationCommand => ({
  type: 'TakeEffect',
  on: day(on),
  journalOfficielOn: journalOfficielOn === undefined ? undefined : day(journalOfficielOn),
});

/** An absorption that took effect by its last vote on 31 March 2016. */
export const effectiveAbsorption: readonly OperationCommand[] = [
  ...publishedAbsorption(),
  vote(numelink),
  vote(auvergneTic),
];
