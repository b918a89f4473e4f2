import { frozenSince, holderOf, spentCents, subsidyOn, unspentCents, type SubsidyFact } from './subsidy.ts';

/** What is left of a subsidy at the end of a financial year: it stays dedicated to its purpose (ANC regulation 2018-06, art. 132-1). */
export interface DedicatedFund {
  readonly subsidyId: string;
  readonly granterId: string;
  readonly purpose: string;
  /** The financial year for which it was granted. */
  readonly year: number;
  /** Null where it is unknown. */
  readonly grantedCents: number | null;
  readonly spentCents: number;
  /** Null where it is unknown. */
  readonly unspentCents: number | null;
}

/**
 * The dedicated funds of a cluster on a day of a financial year. What is frozen on it is no resource yet, what ended is none any more, and what was
 * granted for a later year is none of this one.
 */
export function dedicatedFunds(
  subsidies: readonly (readonly SubsidyFact[])[],
  { clusterId, year, day }: { readonly clusterId: string; readonly year: number; readonly day: string },
): readonly DedicatedFund[] {
  return subsidies.flatMap((facts) => {
    const known = subsidyOn(facts, day);
    if (known?.grant === undefined || known.end !== undefined || frozenSince(known) !== undefined) return [];
    const left = unspentCents(known) ?? null;
    const { subsidyId, granterId, purpose, year: of } = known.request;
    if (left === 0 || of > year || holderOf(known) !== clusterId) return [];
    const { amountCents: grantedCents } = known.grant;
    return [
      { subsidyId, granterId, purpose, year: of, grantedCents, spentCents: spentCents(known), unspentCents: left },
    ];
  });
}
