import type { Ended, Version } from './bitemporal.ts';

/** The days and the instants in which something was over, and why; null is without an end. */
export interface Over extends Pick<Version<unknown>, 'validFrom' | 'validTo' | 'knownFrom' | 'knownTo'> {
  readonly ended: Ended;
}

/**
 * Versions of something that lasts no longer than its owners: where one of them was over, as known at the same instant, it has ended with it. It follows every
 * correction of that end.
 */
export function endedWith<Value>(
  versions: readonly Version<Value>[],
  oversOf: (version: Version<Value>) => readonly Over[],
): readonly Version<Value>[] {
  return versions.flatMap((version) => {
    if (version.value === null) return [version];
    return oversOf(version).reduce<readonly Version<Value>[]>(
      (pieces, over) => pieces.flatMap((piece) => (piece.value === null ? [piece] : cut(piece, over))),
      [version],
    );
  });
}

/** The version without the part in which the other was over, and that part as ended. */
function cut<Value>(version: Version<Value>, over: Over): readonly Version<Value>[] {
  const validFrom = later(version.validFrom, over.validFrom);
  const validTo = earlier(version.validTo, over.validTo);
  const knownFrom = later(version.knownFrom, over.knownFrom);
  const knownTo = earlier(version.knownTo, over.knownTo);
  if (isEmpty(validFrom, validTo) || isEmpty(knownFrom, knownTo)) return [version];
  const days = { validFrom, validTo };
  const pieces: Version<Value>[] = [
    { ...version, knownTo: knownFrom },
    { ...version, knownFrom, knownTo, validTo: validFrom },
    { ...version, ...days, knownFrom, knownTo, value: null, ended: over.ended },
    ...(validTo === null ? [] : [{ ...version, knownFrom, knownTo, validFrom: validTo }]),
    ...(knownTo === null ? [] : [{ ...version, knownFrom: knownTo }]),
  ];
  return pieces.filter((each) => !isEmpty(each.validFrom, each.validTo) && !isEmpty(each.knownFrom, each.knownTo));
}

function isEmpty(from: string, to: string | null): boolean {
  return to !== null && to <= from;
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
