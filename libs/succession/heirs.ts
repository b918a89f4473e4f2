import type { GrappeEvents } from '#libs/contracts';
import type { Effect, Mapping } from './governance.ts';
import { passages, type Held, type Passage } from './members.ts';

type Published = GrappeEvents['mergers.SuccessionTookEffect'];
type Share = NonNullable<Published['allocation']>['shares'][number];
type Lists = Omit<Share, 'toClusterId'>;

/** What of an effect says who takes what of whom. */
export type Allotment = Pick<Published, 'predecessors' | 'giver' | 'allocation'> & {
  readonly successor: Pick<Published['successor'], 'clusterId'>;
  readonly heirs?: readonly Pick<Published['successor'], 'clusterId'>[] | undefined;
};

/** Something that a body has and that passes to one heir, or to nobody. */
export type Holding =
  | ({ readonly kind: 'member' } & Pick<Held, 'organisationId' | 'antennaId' | 'college'>)
  | { readonly kind: 'antenna' | 'network' | 'subsidy' | 'partner'; readonly id: string };

/** The bodies of which something passes: those that disappear, and the one that gives a branch and stays. */
export function sourcesOf({ predecessors, giver }: Pick<Allotment, 'predecessors' | 'giver'>): readonly string[] {
  return [...predecessors, ...(giver === undefined ? [] : [giver])].map(({ clusterId }) => clusterId);
}

/** Whoever takes something: the successor first. */
export function heirsOf<Heir>({
  successor,
  heirs = [],
}: {
  readonly successor: Heir;
  readonly heirs?: readonly Heir[] | undefined;
}): readonly Heir[] {
  return [successor, ...heirs];
}

/** Who goes on with what passes whole: the one that takes what no share names. */
export function mainHeirOf({ allocation, successor }: Pick<Allotment, 'allocation' | 'successor'>): string {
  return allocation?.otherwise ?? successor.clusterId;
}

/**
 * Who takes a holding of a body; undefined where it stays. Without an allocation everything of a body that disappears goes to the successor, and nothing of one that stays. Of a member
 * its own name comes first, then its antenna, then its college.
 */
export function heirOf(effect: Allotment, clusterId: string, holding: Holding): string | undefined {
  const { allocation, successor, predecessors, giver } = effect;
  const isGone = predecessors.some((each) => each.clusterId === clusterId);
  if (!isGone && giver?.clusterId !== clusterId) return undefined;
  if (allocation === undefined) return isGone ? successor.clusterId : undefined;
  const by = (list: keyof Lists, id: string | undefined): string | undefined =>
    id === undefined ? undefined : allocation.shares.find((share) => share[list]?.includes(id))?.toClusterId;
  const named =
    holding.kind === 'member'
      ? (by('organisationIds', holding.organisationId) ??
        by('antennaIds', holding.antennaId) ??
        by('colleges', holding.college))
      : by(`${holding.kind}Ids`, holding.id);
  return named ?? allocation.otherwise;
}

/** An effect as it is for each of its heirs: what begins with another one is not in it. */
export function strandsOf<Whole extends Published>(effect: Whole): readonly Whole[] {
  if (effect.heirs === undefined) return [effect];
  const { newAntennas, antennaMapping, transitionalGovernance: governance } = effect;
  return heirsOf(effect).map((successor) => {
    const isFor = ({ clusterId = effect.successor.clusterId }: { readonly clusterId?: string | undefined }): boolean =>
      clusterId === successor.clusterId;
    return {
      ...effect,
      successor,
      newAntennas: newAntennas.filter(isFor),
      antennaMapping: antennaMapping.filter(({ toClusterId }) => isFor({ clusterId: toClusterId })),
      transitionalGovernance: { ...governance, bodies: governance.bodies.filter(isFor) },
    };
  });
}

const NO_MAPPING: Mapping = { antennaMapping: [], collegeMapping: undefined };

/** What the laws of passing members look at. */
export type Passing = Allotment & Mapping & Pick<Effect, 'effectiveOn'> & { readonly operationId?: string };

/**
 * The memberships that pass to one heir, as `passages`: of members, or of the merging clusters themselves in networks. Whoever goes to another heir than the antenna has none there,
 * unless the plan maps it; whoever becomes a member of a body that stays on the day of the effect or later is not of its branch.
 */
export function passagesTo<Membership extends Held>(
  effect: Passing,
  heirId: string,
  of: 'member' | 'network',
  { leaving, existing }: { readonly leaving: readonly Membership[]; readonly existing: readonly Held[] },
): readonly Passage<Membership>[] {
  const { successor, giver, effectiveOn } = effect;
  const mapping = of === 'network' ? NO_MAPPING : mappingTo(effect, heirId, successor.clusterId);
  const taken = leaving
    .filter((each) => heirOf(effect, each.clusterId, holdingOf(of, each)) === heirId)
    .map((each) => withinAntenna(effect, heirId, each))
    .map((each) =>
      each.clusterId === giver?.clusterId
        ? { ...each, periods: each.periods.filter(({ since }) => since < effectiveOn) }
        : each,
    );
  const own = existing.filter(({ clusterId }) => clusterId === heirId);
  return passages({ ...effect, ...mapping }, taken, own);
}

/** An antenna is one heir's; a college is a name that each of them may have. */
function mappingTo({ antennaMapping, collegeMapping }: Mapping, heirId: string, otherwise: string): Mapping {
  return {
    antennaMapping: antennaMapping.filter(({ toClusterId = otherwise }) => toClusterId === heirId),
    collegeMapping,
  };
}

function holdingOf(of: 'member' | 'network', { organisationId, antennaId, college }: Held): Holding {
  return of === 'member'
    ? { kind: 'member', organisationId, antennaId, college }
    : { kind: 'network', id: organisationId };
}

function withinAntenna<Membership extends Held>(effect: Passing, heirId: string, held: Membership): Membership {
  const { clusterId, antennaId } = held;
  if (antennaId === undefined || effect.allocation === undefined) return held;
  const { antennaMapping } = mappingTo(effect, heirId, effect.successor.clusterId);
  const isMapped = antennaMapping.some((each) => each.fromAntennaId === antennaId);
  const isTaken = heirOf(effect, clusterId, { kind: 'antenna', id: antennaId }) === heirId;
  return isMapped || isTaken ? held : { ...held, antennaId: undefined };
}
