import { asOf, knownVersions, versionAt, type Point } from '#libs/bitemporal';
import { nameOn, type DatedName } from '#libs/kernel';
import type { Fact } from '../read-models/facts/fact.ts';

/** The name of a cluster at a point: of all kinds the one borne last; before its first name held, the first one that was known. */
export function clusterNameAt(names: readonly Fact<'cluster-name'>[], point: Point): string | undefined {
  const held = names.flatMap(({ versions }) => versionAt(versions, point) ?? []);
  const known = names.flatMap(({ versions }) => knownVersions(versions, point.knownAt));
  return (nameOn(inOrder(held), point.validAt) ?? nameOn(inOrder(known), point.validAt))?.name;
}

export function organisationNameAt({ versions }: Fact<'organisation-name'>, point: Point): string | undefined {
  return asOf(versions, point)?.name ?? knownVersions(versions, point.knownAt)[0]?.value?.name;
}

/** In the order of recording: of two names from the same day the one recorded last holds. */
function inOrder(versions: Fact<'cluster-name'>['versions']): readonly DatedName[] {
  return versions
    .toSorted((a, b) => Number(BigInt(a.position) - BigInt(b.position)))
    .flatMap(({ value, validFrom }) => (value === null ? [] : [{ name: value.name, since: validFrom }]));
}
