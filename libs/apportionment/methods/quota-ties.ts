import type { Award, DraftTie } from './draft.ts';
import { compareQuotients, type Quotient } from './signposts.ts';

/** A unit that may have one more seat from a step on: from the house on whose upper quota it is below. */
export interface Candidate {
  readonly unit: number;
  readonly quotient: Quotient;
  readonly since: number;
}

/**
 * Units that were eligible and lost, with those of equal quotients that won meanwhile. Equal quotients of which all have won decide nothing. Ties at different
 * quotients are independent: who loses one keeps its larger quotient, so that no winner comes back before it.
 */
export function tiesOf(
  log: readonly Award[],
  begun: ReadonlyMap<Award, number>,
  losers: readonly Candidate[],
): readonly DraftTie[] {
  const lost = groupOf(losers);
  const won = groupOf(log.filter((award) => lost.has(keyOf(award.quotient))));
  return [...lost].flatMap(([key, candidates]) => {
    const first = candidates[0]?.quotient;
    const equals = (won.get(key) ?? []).filter(
      ({ quotient }) => first !== undefined && compareQuotients(quotient, first) === 0,
    );
    return contested(candidates, equals, begun);
  });
}

/** Those against whom a loser stood are in the tie; so are those against whom one of them stood before. */
function contested(
  losers: readonly Candidate[],
  awards: readonly Award[],
  begun: ReadonlyMap<Award, number>,
): readonly DraftTie[] {
  let since = Math.min(...losers.map((loser) => loser.since));
  let winners: readonly Award[] = [];
  for (;;) {
    const found = awards.filter(({ step }) => step >= since);
    if (found.length === winners.length) break;
    winners = found;
    since = Math.min(since, ...winners.map((award) => begun.get(award) ?? since));
  }
  if (winners.length === 0) return [];
  const units = [
    ...winners.map((award) => ({ unit: award.unit, since: begun.get(award) ?? 0 })),
    ...losers.map((loser) => ({ unit: loser.unit, since: loser.since })),
  ].toSorted((a, b) => a.unit - b.unit);
  return [{ units, steps: winners.map(({ step }) => step) }];
}

const KEY_BITS = 128n;
/** Equal quotients have equal keys. Unequal ones that had them, too, would be distinguished by comparing. */
function keyOf({ over, under }: Quotient): bigint {
  return (over << KEY_BITS) / under;
}

function groupOf<T extends { readonly quotient: Quotient }>(items: readonly T[]): Map<bigint, T[]> {
  const groups = new Map<bigint, T[]>();
  for (const item of items) {
    const key = keyOf(item.quotient);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
