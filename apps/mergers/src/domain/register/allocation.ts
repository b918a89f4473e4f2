import { heirOf } from '#libs/succession';
import { predecessorsOf, inRoles } from '../operation/operation.ts';
import type { Plan } from '../rules/act.ts';
import { firstOf, type Obstacle, type Parties, type Register } from './entries.ts';

type Share = NonNullable<Plan['allocation']>['shares'][number];
type Lists = Exclude<keyof Share, 'toClusterId'>;

/** Everything of one sort that the shares of a plan name. */
export function sharesOf({ allocation }: Plan, list: Lists): readonly string[] {
  return (allocation?.shares ?? []).flatMap((share) => share[list] ?? []);
}

/** The first share of what the body does not have: an antenna of somebody else, or a network that nobody knows; members go to an antenna that their heir has. */
export function allocationObstacle(plan: Plan, parties: Parties, register: Register): Obstacle | undefined {
  const [split, giver] = [inRoles(parties, 'split'), inRoles(parties, 'giving')];
  const sources = [...split, ...giver];
  const antennas = new Map(register.antennas.map((each) => [each.antennaId, each]));
  const foreign = sharesOf(plan, 'antennaIds').find(
    (antennaId) => !sources.includes(antennas.get(antennaId)?.clusterId ?? ''),
  );
  if (foreign !== undefined)
    return { found: `antenna ${foreign}`, required: `an antenna of cluster ${sources.join(', ')}` };
  const network = sharesOf(plan, 'networkIds').find((id) => !register.clusters.some((each) => each.clusterId === id));
  if (network !== undefined)
    return { found: `network ${network}, which is not in the register`, required: 'a cluster of the register' };
  if (plan.allocation === undefined) return undefined;
  return notHeld(plan, register, sources) ?? mappedAstray(plan, parties, antennas);
}

function notHeld(plan: Plan, { held }: Register, sources: readonly string[]): Obstacle | undefined {
  if (held === undefined) return undefined;
  return firstOf(['subsidyIds', 'partnerIds'] as const, (list) => {
    const stranger = sharesOf(plan, list).find((id) => !held[list].includes(id));
    const what = list === 'subsidyIds' ? 'subsidy' : 'partnership';
    if (stranger === undefined) return undefined;
    return { found: `${what} ${stranger}`, required: `a ${what} of cluster ${sources.join(', ')}` };
  });
}

/** An antenna to which members are mapped passes to their heir, or is that heir's own. */
function mappedAstray(
  plan: Plan,
  parties: Parties,
  antennas: ReadonlyMap<string, Register['antennas'][number]>,
): Obstacle | undefined {
  const predecessors = predecessorsOf(parties).map((clusterId) => ({ clusterId }));
  const [giver] = inRoles(parties, 'giving').map((clusterId) => ({ clusterId }));
  const effect = { ...plan, predecessors, giver };
  return firstOf(plan.antennaMapping, ({ toAntennaId, toClusterId = plan.successor.clusterId }) => {
    const known = antennas.get(toAntennaId);
    if (known === undefined) return undefined;
    const owner = heirOf(effect, known.clusterId, { kind: 'antenna', id: toAntennaId }) ?? known.clusterId;
    if (owner === toClusterId) return undefined;
    return { found: `antenna ${toAntennaId} of cluster ${owner}`, required: `an antenna of cluster ${toClusterId}` };
  });
}
