import { heirsOf } from '#libs/succession';
import type { Obstacle as Inconsistency } from '../../register/entries.ts';
import type { Parties, Plan } from '../../rules/act.ts';
import { inRoles } from '../operation.ts';

type Share = NonNullable<Plan['allocation']>['shares'][number];

/** What is named once in all shares, by what it is. */
export function shareLists({ heirs = [], allocation, successor }: Plan): Readonly<Record<string, readonly string[]>> {
  const shares = allocation?.shares ?? [];
  const all = (of: (share: Share) => readonly string[] | undefined) => shares.flatMap((share) => of(share) ?? []);
  return {
    heir: [successor, ...heirs].map(({ clusterId }) => clusterId),
    'share of': all(({ toClusterId }) => [toClusterId]),
    'member of a share': all(({ organisationIds }) => organisationIds),
    'antenna of a share': all(({ antennaIds }) => antennaIds),
    'college of a share': all(({ colleges }) => colleges),
    'network of a share': all(({ networkIds }) => networkIds),
    'subsidy of a share': all(({ subsidyIds }) => subsidyIds),
    'partnership of a share': all(({ partnerIds }) => partnerIds),
  };
}

/** The first way in which a plan leaves somebody without an heir, or gives to one who is none. */
export function misallotted(plan: Plan, parties: Parties): Inconsistency | undefined {
  const { kind } = parties;
  const heirs = heirsOf(plan).map(({ clusterId }) => clusterId);
  if (kind !== 'scission' && plan.heirs !== undefined)
    return { found: `${String(heirs.length)} heirs`, required: 'one successor, unless a body splits' };
  if (kind === 'scission') return wrongHeirs(heirs, parties) ?? withoutHeir(plan) ?? strangerTo(plan, heirs);
  if (kind === 'apport-partiel') return noBranch(plan) ?? strangerTo(plan, heirs);
  if (plan.allocation !== undefined)
    return { found: 'an allocation', required: 'one only where a body splits or gives a branch' };
  if (kind === 'federation' && plan.antennaMapping.length > 0)
    return { found: 'a mapping of antennas', required: 'none: nothing passes to the umbrella' };
  if (kind === 'federation' && (plan.collegeMapping ?? []).length > 0)
    return { found: 'a mapping of colleges', required: 'none: nothing passes to the umbrella' };
  return strangerTo(plan, heirs);
}

function wrongHeirs(heirs: readonly string[], parties: Parties): Inconsistency | undefined {
  if (heirs.length < 2) return { found: 'one heir', required: 'two heirs or more of a body that splits' };
  const [split = ''] = inRoles(parties, 'split');
  if (heirs.includes(split)) return { found: `heir ${split}`, required: 'another body than the one that splits' };
  const idle = inRoles(parties, 'beneficiary').find((clusterId) => !heirs.includes(clusterId));
  return idle === undefined ? undefined : { found: `beneficiary ${idle}`, required: `one of the heirs ${list(heirs)}` };
}

/** Members are admitted, and found, until the day of the effect: whoever no share names needs an heir as well. */
function withoutHeir({ allocation }: Plan): Inconsistency | undefined {
  if (allocation?.otherwise !== undefined) return undefined;
  return { found: 'no heir of what no share names', required: 'an heir for everybody: allocation.otherwise' };
}

function noBranch({ allocation }: Plan): Inconsistency | undefined {
  const required = 'a branch: what of the giving body passes, by its shares';
  if (allocation === undefined || allocation.shares.every((share) => Object.keys(share).length < 2))
    return { found: 'no branch', required };
  if (allocation.otherwise !== undefined) return { found: 'an heir of whatever no share names', required };
  const isPlaced = allocation.shares.some(({ networkIds }) => networkIds !== undefined);
  return isPlaced ? { found: 'a place in a network', required: 'none: the giving body keeps its own' } : undefined;
}

/** Whatever a plan names for an heir is for one of the heirs, an antenna for the one that has it. */
function strangerTo(plan: Plan, heirs: readonly string[]): Inconsistency | undefined {
  const { allocation, newAntennas, antennaMapping, transitionalGovernance, successor } = plan;
  const named = [
    ...(allocation?.shares ?? []).map(({ toClusterId }) => toClusterId),
    ...(allocation?.otherwise === undefined ? [] : [allocation.otherwise]),
    ...[...newAntennas, ...transitionalGovernance.bodies].flatMap(({ clusterId }) => clusterId ?? []),
    ...antennaMapping.flatMap(({ toClusterId }) => toClusterId ?? []),
  ];
  const stranger = named.find((clusterId) => !heirs.includes(clusterId));
  if (stranger !== undefined) return { found: stranger, required: `one of the heirs ${list(heirs)}` };
  const owners = new Map(newAntennas.map(({ antennaId, clusterId = successor.clusterId }) => [antennaId, clusterId]));
  const astray = antennaMapping.find(({ toAntennaId, toClusterId = successor.clusterId }) => {
    const owner = owners.get(toAntennaId);
    return owner !== undefined && owner !== toClusterId;
  });
  if (astray === undefined) return undefined;
  const { toAntennaId } = astray;
  return {
    found: `antenna ${toAntennaId} of another heir`,
    required: `toClusterId ${String(owners.get(toAntennaId))}`,
  };
}

function list(ids: readonly string[]): string {
  return ids.join(', ');
}
