import type { GrappeEvents } from '#libs/contracts';

type Decided = GrappeEvents['governance.ResolutionDecided'];

/** The numbers of a vote; a secret ballot has no others. */
export type Tally = Decided['tally'];
/** Quorum and majority of one kind of decision, as the statutes state them. */
export type Clause = Omit<Decided['rule'], 'kind' | 'statutesVersion'>;
/** A clause with its kind and the version of the statutes in which it stands. */
export type AppliedClause = Decided['rule'];
export type Outcome = Decided['outcome'];

/** Numbers that no assembly can have had: `found` is more than `atMost`. */
export interface Contradiction {
  readonly of: 'attendance' | 'representation' | 'votes';
  readonly found: number;
  readonly atMost: number;
}

/** The numbers of an attendance sheet. */
export type Sheet = Pick<Tally, 'members' | 'present' | 'represented'>;

/** How an attendance sheet contradicts itself; undefined where the numbers can be true. */
export function sheetContradictionOf(sheet: Sheet): Contradiction | undefined {
  const { members, present, represented } = sheet;
  const attendance = attendanceOf(sheet);
  if (attendance > members) return { of: 'attendance', found: attendance, atMost: members };
  // Whoever is represented is so by somebody who is there.
  if (present === 0 && represented > 0) return { of: 'representation', found: represented, atMost: 0 };
  return undefined;
}

/** How a tally contradicts itself, attendance before votes; undefined where the numbers can be true. */
export function contradictionOf(tally: Tally): Contradiction | undefined {
  const sheet = sheetContradictionOf(tally);
  if (sheet !== undefined) return sheet;
  const attendance = attendanceOf(tally);
  const votes = tally.for + tally.against + tally.abstentions;
  if (votes > attendance) return { of: 'votes', found: votes, atMost: attendance };
  return undefined;
}

/**
 * What a vote decided under a clause of the statutes, in whole numbers only. Without a quorum nothing was decided, whatever the
 * votes; the other two outcomes are decisions.
 */
export function judge(tally: Tally, clause: Clause): Outcome {
  if (!hasQuorum(tally, clause)) return 'inquorate';
  return hasMajority(tally, clause) ? 'adopted' : 'rejected';
}

/** The quorum is reached by those present and represented, over all members. */
export function hasQuorum(tally: Tally, { quorum }: Pick<Clause, 'quorum'>): boolean {
  return compareToShare(attendanceOf(tally), quorum, tally.members) >= 0n;
}

/**
 * Abstentions are no votes cast. Where `strict` the votes in favour have to exceed the share (more than half), else they have to
 * reach it (two thirds). Nothing is adopted without a vote in favour, whatever the share.
 */
export function hasMajority(tally: Tally, { majority, majorityOf, strict }: Omit<Clause, 'quorum'>): boolean {
  const base = majorityOf === 'votes-cast' ? tally.for + tally.against : attendanceOf(tally);
  const margin = compareToShare(tally.for, majority, base);
  return tally.for > 0 && (strict ? margin > 0n : margin >= 0n);
}

function attendanceOf({ present, represented }: Pick<Tally, 'present' | 'represented'>): number {
  return present + represented;
}

/** Positive when the part exceeds that share of the whole, 0n when it reaches it exactly; exact for any integers. */
function compareToShare(part: number, share: Clause['quorum'], whole: number): bigint {
  return BigInt(part) * BigInt(share.denominator) - BigInt(share.numerator) * BigInt(whole);
}
