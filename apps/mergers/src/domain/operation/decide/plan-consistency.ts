import type { Parties, Plan } from '../../rules/act.ts';
import type { Obstacle as Inconsistency } from '../../register/entries.ts';
import { misallotted, shareLists } from './heir-consistency.ts';

/** The kinds of operations of which the successor takes in whoever accedes. */
const JOINED: readonly Parties['kind'][] = ['fusion-absorption', 'fusion-creation', 'federation'];

/** The first way in which a plan contradicts the operation or itself; undefined when it does not. */
export function inconsistencyOf(plan: Plan, operation: Parties): Inconsistency | undefined {
  const participants = operation.participants.map(({ clusterId }) => clusterId);
  return (
    wrongSuccessor(plan, operation) ??
    strangers(plan, participants) ??
    ambiguous(plan) ??
    misallotted(plan, operation) ??
    broughtBack(plan, operation) ??
    unfitToJoin(plan, operation) ??
    crowdedOffice(plan)
  );
}

/** The body that takes everything, or that comes back, where one takes part, else a new one. Who a body that splits goes on in is another question. */
function wrongSuccessor({ successor }: Plan, { kind, participants }: Parties): Inconsistency | undefined {
  if (kind === 'scission') return undefined;
  const found = `successor ${successor.clusterId}`;
  const taking = participants.find(({ role }) => role === 'absorbing' || role === 'receiving' || role === 'restored');
  if (taking === undefined) {
    const isNew = participants.every(({ clusterId }) => clusterId !== successor.clusterId);
    return isNew ? undefined : { found, required: 'a new body under an id of its own' };
  }
  const { clusterId, role } = taking;
  return clusterId === successor.clusterId ? undefined : { found, required: `the ${role} body ${clusterId}` };
}

/** What a body opens, and whom it elects, comes after its return, by decisions of its own. */
function broughtBack(
  { newAntennas, antennaMapping, collegeMapping = [], transitionalGovernance }: Plan,
  { kind }: Parties,
): Inconsistency | undefined {
  if (kind !== 'restoration') return undefined;
  const mapped = [...antennaMapping, ...collegeMapping];
  const begun = { antennas: newAntennas, 'origins of members': mapped, bodies: transitionalGovernance.bodies };
  const what = Object.entries(begun).find(([, all]) => all.length > 0)?.[0];
  return what === undefined
    ? undefined
    : { found: what, required: 'none: the body that comes back decides on them then' };
}

/** Whoever joins becomes a member of the one successor that takes members in: there is none where a body splits, gives a branch or comes back. */
function unfitToJoin(plan: Plan, { kind, participants }: Parties): Inconsistency | undefined {
  const { joining = [] } = plan;
  if (joining.length === 0) return undefined;
  if (!JOINED.includes(kind))
    return { found: 'organisations that are to join', required: 'none: they join where clusters merge or federate' };
  const parties = [...participants, plan.successor].map(({ clusterId }) => clusterId);
  const party = joining.find(({ organisationId }) => parties.includes(organisationId));
  if (party === undefined) return undefined;
  const required = 'organisations that take no part themselves';
  return { found: `${party.organisationId}, which is to join what it takes part in`, required };
}

function strangers(plan: Plan, participants: readonly string[]): Inconsistency | undefined {
  const named = [
    ...plan.antennaMapping.map(({ fromClusterId }) => fromClusterId),
    ...(plan.collegeMapping ?? []).map(({ fromClusterId }) => fromClusterId),
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
    'origin of members': plan.antennaMapping.map(({ fromClusterId, fromAntennaId, toClusterId }) =>
      [fromClusterId, fromAntennaId, toClusterId].filter(Boolean).join(' '),
    ),
    'college of members': (plan.collegeMapping ?? []).map(({ fromClusterId, fromCollege }) =>
      [fromClusterId, fromCollege].filter(Boolean).join(' '),
    ),
    'organisation that joins': (plan.joining ?? []).map(({ organisationId }) => organisationId),
    ...shareLists(plan),
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
