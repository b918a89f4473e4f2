import { lastBegun } from '#libs/kernel';
import type { RegisteredAntenna } from './antennas.projection.ts';

interface Absence<Code extends string> {
  readonly type: Code;
  readonly found: string;
  readonly required: string;
}

/** Why this is no open antenna of that cluster on a day; undefined where it is one. */
export function antennaAbsence<Code extends string>(
  type: Code,
  { antennaId, clusterId }: { readonly antennaId: string; readonly clusterId: string },
  known: RegisteredAntenna | undefined,
  day: string,
): Absence<Code> | undefined {
  const required = `an antenna of ${clusterId} that is open on ${day}`;
  const found = (what: string): Absence<Code> => ({ type, found: `antenna ${antennaId}, ${what}`, required });
  if (known === undefined) return found('which is not in the register');
  if (day < known.since) return found(`open from ${known.since} on`);
  if (known.closedOn !== undefined && known.closedOn <= day) return found(`closed on ${known.closedOn}`);
  const holder = lastBegun(known.holdings, day, ({ from }) => from)?.clusterId;
  return holder === undefined || holder === clusterId ? undefined : found(`which belongs to ${holder}`);
}
