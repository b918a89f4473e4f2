import { statutesInForceOn, type StatutesVersion } from '#libs/ballot';

/**
 * Whether a holder whose limit has passed by a day stays in office until replaced: as was decided for the office, else as the statutes in force that day
 * say. By default nobody does.
 */
export function isUntilReplaced(
  { untilReplaced }: { readonly untilReplaced?: boolean | undefined },
  versions: readonly Pick<StatutesVersion, 'statutesVersion' | 'inForceFrom' | 'untilReplaced'>[],
  day: string,
): boolean {
  return untilReplaced ?? statutesInForceOn(versions, day)?.untilReplaced ?? false;
}
