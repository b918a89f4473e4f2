import type { Plan } from '../../rules/act.ts';
import type { Dossier } from '../operation.ts';

interface Inconsistency {
  readonly found: string;
  readonly required: string;
}

type Parties = Pick<Dossier, 'kind' | 'participants'>;

/** The first way in which a plan contradicts the operation or itself; undefined when it does not. */
export function inconsistencyOf(plan: Plan, operation: Parties): Inconsistency | undefined {
  const participants = operation.participants.map(({ clusterId }) => clusterId);
  return wrongSuccessor(plan, operation) ?? strangers(plan, participants) ?? ambiguous(plan) ?? crowdedOffice(plan);
}

function wrongSuccessor({ successor }: Plan, { kind, participants }: Parties): Inconsistency | undefined {
  const found = `successor ${successor.clusterId}`;
  if (kind === 'fusion-creation') {
    const isNew = participants.every(({ clusterId }) => clusterId !== successor.clusterId);
    return isNew ? undefined : { found, required: 'a new body under an id of its own' };
  }
  const absorbing = participants.find(({ role }) => role === 'absorbing')?.clusterId;
  return absorbing === successor.clusterId ? undefined : { found, required: `the absorbing body ${String(absorbing)}` };
}

function strangers(plan: Plan, participants: readonly string[]): Inconsistency | undefined {
  const named = [
    ...plan.antennaMapping.map(({ fromClusterId }) => fromClusterId),
    ...mandatesOf(plan).flatMap(({ tiedToClusterId }) => (tiedToClusterId === undefined ? [] : [tiedToClusterId])),
  ];
  const stranger = named.find((clusterId) => !participants.includes(clusterId));
  return stranger === undefined ? undefined : { found: stranger, required: `one of ${participants.join(', ')}` };
}

function ambiguous(plan: Plan): Inconsistency | undefined {
  const { bodies } = plan.transitionalGovernance;
  const lists = {
    condition: plan.conditions.map(({ conditionId }) => conditionId),
    antenna: plan.newAntennas.map(({ antennaId }) => antennaId),
    'origin of members': plan.antennaMapping.map(({ fromClusterId, fromAntennaId }) =>
      `${fromClusterId} ${fromAntennaId ?? ''}`.trim(),
    ),
    body: bodies.map(({ bodyId }) => bodyId),
    office: bodies.flatMap(({ offices }) => offices.map(({ officeId }) => officeId)),
    mandate: mandatesOf(plan).map(({ mandateId }) => mandateId),
    holder: bodies.flatMap(({ offices }) =>
      offices.flatMap(({ officeId, holders }) => holders.map(({ person }) => `${person.personId} of ${officeId}`)),
    ),
  };
  for (const [what, ids] of Object.entries(lists)) {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) return { found: `${what} ${twice} twice`, required: `each ${what} once` };
  }
  return undefined;
}

function crowdedOffice(plan: Plan): Inconsistency | undefined {
  const offices = plan.transitionalGovernance.bodies.flatMap((body) => body.offices);
  const crowded = offices.find(({ holders, maxHolders }) => holders.length > maxHolders);
  if (crowded === undefined) return undefined;
  return {
    found: `${String(crowded.holders.length)} holders of ${crowded.title}`,
    required: `at most ${String(crowded.maxHolders)}`,
  };
}

function mandatesOf(plan: Plan) {
  return plan.transitionalGovernance.bodies.flatMap(({ offices }) => offices.flatMap(({ holders }) => holders));
}
