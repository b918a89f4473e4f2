import { asOf, knownVersions, type Point } from '../domain/bitemporal/bitemporal.ts';
import type { Fact } from '../read-models/facts/fact.ts';

/** Which name a reader wants where a cluster bears several: the final one, else the working name, else the code name. */
const PREFERENCE = ['final', 'working', 'code'] as const;

/** The name of a cluster at a point; before its first name held, the first one that was known. */
export function clusterNameAt(names: readonly Fact<'cluster-name'>[], point: Point): string | undefined {
  const held = PREFERENCE.map((kind) =>
    names.map(({ versions }) => asOf(versions, point)).find((value) => value?.nameKind === kind),
  );
  return held.find((value) => value !== undefined)?.name ?? firstName(names, point);
}

export function organisationNameAt({ versions }: Fact<'organisation-name'>, point: Point): string | undefined {
  return asOf(versions, point)?.name ?? knownVersions(versions, point.knownAt)[0]?.value?.name;
}

function firstName(names: readonly Fact<'cluster-name'>[], { knownAt }: Point): string | undefined {
  return names
    .flatMap(({ versions }) => knownVersions(versions, knownAt))
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    .find(({ value }) => value !== null)?.value?.name;
}
