import { endedWith, type Ended, type Over, type Version } from '#libs/bitemporal';
import { factId, type Fact, type FactKind, type FactValues } from '../read-models/facts/fact.ts';

type AnyVersion = Version<FactValues[FactKind]>;
export type Owner = Fact<'cluster'> | Fact<'body'> | Fact<'incubator'>;

/** What is an owner itself, or belongs to whoever bears it. */
const UNOWNED: readonly FactKind[] = ['cluster', 'cluster-name', 'organisation-name', 'incubator', 'succession'];
export const OWNERS = ['cluster', 'body', 'incubator'] as const satisfies readonly FactKind[];

/** The ids of what a fact ends with, whatever it was over time. */
export function ownerIdsOf(fact: Fact): readonly string[] {
  if (UNOWNED.includes(fact.kind)) return [];
  const versions: readonly AnyVersion[] = fact.versions;
  return [...new Set(versions.flatMap((version) => ownersIn(fact, version).map(([, id]) => id)))];
}

/** The fact as long as what it belongs to: a cluster until it is dissolved, a body until it is abolished, an incubator. */
export function withOwners(fact: Fact, owners: ReadonlyMap<string, Owner>): Fact {
  const versions = endedWith<FactValues[FactKind]>(fact.versions, (version) =>
    ownersIn(fact, version).flatMap(([kind, id]) => oversOf(owners.get(factId(kind, id)), version.validFrom)),
  );
  return { ...fact, versions } as Fact;
}

type Ownership = readonly [kind: Owner['kind'], id: string];

/** What a fact belongs to as one of its versions has it: an antenna passes from cluster to cluster. */
function ownersIn({ kind, subjectId }: Fact, { value }: AnyVersion): readonly Ownership[] {
  if (UNOWNED.includes(kind) || value === null) return [];
  if ('holder' in value) {
    const { kind: holds, id } = value.holder;
    return [['incubator', subjectId], ...(holds === 'cluster' ? [['cluster', id] as const] : [])];
  }
  const body: readonly Ownership[] = 'bodyId' in value ? [['body', value.bodyId]] : [];
  return [['cluster', 'clusterId' in value ? value.clusterId : subjectId], ...body];
}

/** When an owner is over: for whatever began before that, also once it is restored. */
function oversOf(owner: Owner | undefined, since: string): readonly Over[] {
  const versions: readonly AnyVersion[] = owner?.versions ?? [];
  return versions.flatMap((version) => {
    const ended = endOf(version);
    if (ended === undefined) return [];
    return [{ ...version, ended, ...(since < version.validFrom ? { validTo: null } : {}) }];
  });
}

const DISSOLUTION: Ended = { cause: 'dissolution' };

/** Why an owner is over by a version. A cluster that was succeeded hands over what it has, by events of its own. */
function endOf({ value, ended }: AnyVersion): Ended | undefined {
  if (value !== null) return 'state' in value && value.state === 'dissolved' ? DISSOLUTION : undefined;
  return ended?.cause === 'succession' ? ended : DISSOLUTION;
}
