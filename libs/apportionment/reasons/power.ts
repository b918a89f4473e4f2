import { fractionOf, sum } from '../exact.ts';
import type { Power } from './explanation.ts';

/** Groups × seats: what the table of coalitions may cost. */
const MOST_CELLS = 1_000_000;
const MOST_GROUPS = 1_000;

export interface Group {
  readonly group: string;
  readonly seats: number;
}

/**
 * Banzhaf index, exactly: of all coalitions of the others, in how many a group turns a minority into more than half; as its part of all such turns. Counted with
 * generating functions in integers of any length.
 */
export function banzhafOf(groups: readonly Group[], house: number): Power {
  const decide = Math.floor(house / 2) + 1;
  const cells = groups.length * decide;
  if (cells > MOST_CELLS || groups.length > MOST_GROUPS) {
    const found = `${String(groups.length)} groups × ${String(decide)} seats`;
    return {
      kind: 'not-computed',
      found,
      required: `at most ${String(MOST_GROUPS)} groups, and ${String(MOST_CELLS)} in all`,
    };
  }
  const all = coalitionsOf(groups, decide);
  const swings = groups.map(({ seats }) => {
    const others = without(all, seats);
    // Coalitions of the others that are short of the decision, but not by more than this group has.
    return sum(others.slice(Math.max(decide - seats, 0), decide));
  });
  const total = sum(swings);
  const indexes = groups.map((each, index) => ({
    ...each,
    index: total === 0n ? fractionOf(0n) : fractionOf(swings[index] ?? 0n, total),
  }));
  return { kind: 'banzhaf', decide, indexes };
}

/** How many coalitions have exactly so many seats, for each number below the decision. */
function coalitionsOf(groups: readonly Group[], decide: number): readonly bigint[] {
  const counts: bigint[] = Array.from({ length: decide }, (_count, seats) => (seats === 0 ? 1n : 0n));
  let reached = 0;
  for (const { seats } of groups) {
    reached = Math.min(reached + seats, decide - 1);
    for (let at = reached; at >= seats; at -= 1) counts[at] = (counts[at] ?? 0n) + (counts[at - seats] ?? 0n);
  }
  return counts;
}

/** The same of all groups but one with so many seats. */
function without(counts: readonly bigint[], seats: number): readonly bigint[] {
  if (seats === 0) return counts.map((count) => count / 2n);
  const others: bigint[] = [];
  for (const [at, count] of counts.entries()) others.push(count - (others[at - seats] ?? 0n));
  return others;
}

export const groupsOf = (
  units: readonly { readonly unit: string; readonly seats: number }[],
  reserved: readonly { readonly name: string; readonly unit?: string | undefined; readonly seats: number }[],
): readonly Group[] => [
  ...units.map(({ unit, seats }) => ({ group: unit, seats })),
  ...reserved.flatMap(({ name, unit, seats }) => (unit === undefined ? [{ group: name, seats }] : [])),
];
