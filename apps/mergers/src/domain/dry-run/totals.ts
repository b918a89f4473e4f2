import type { GrappeEvents } from '#libs/contracts';
import type { Diff } from './diff.ts';
import { linesByPart } from './lines.ts';

/** What of a diff is kept in an event beside its hash. */
export function totalsOf({
  members,
  lines,
}: Pick<Diff, 'members' | 'lines'>): GrappeEvents['mergers.DryRunKept']['totals'] {
  const { total, sum, merged } = members;
  return { members: total, memberships: sum, merged, lines: linesByPart(lines) };
}
