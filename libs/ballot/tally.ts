import type { GrappeEvents } from '#libs/contracts';

type Decided = GrappeEvents['governance.ResolutionDecided'];

/** The numbers of a vote; a secret ballot has no others. */
export type Tally = Decided['tally'];
/** The numbers of one college, or of one group of members. */
export type GroupTally = NonNullable<Tally['groups']>[number];
/** The numbers of an attendance sheet. */
export type Sheet = Pick<Tally, 'members' | 'present' | 'represented'>;
/** The numbers that a tally has as a whole, and each of its groups for itself. */
export type Counts = Omit<GroupTally, 'group'>;

/** Numbers that no assembly can have had: `found` is more than `atMost`. */
export interface Contradiction {
  readonly of: 'attendance' | 'representation' | 'votes';
  readonly found: number;
  readonly atMost: number;
}

/** What a tally says against itself, or against the clause that it is judged under. */
export type TallyContradiction =
  | Contradiction
  | {
      readonly of: 'groups' | 'group-names' | 'secret-casting-vote' | 'casting-vote' | 'tie';
      readonly found: string;
      readonly required: string;
    };

/** How an attendance sheet contradicts itself; undefined where the numbers can be true. */
export function sheetContradictionOf(sheet: Sheet): Contradiction | undefined {
  const { members, present, represented } = sheet;
  const attendance = attendanceOf(sheet);
  if (attendance > members) return { of: 'attendance', found: attendance, atMost: members };
  // Whoever is represented is so by somebody who is there.
  if (present === 0 && represented > 0) return { of: 'representation', found: represented, atMost: 0 };
  return undefined;
}

/**
 * How a tally contradicts itself, whatever the statutes say: attendance before votes, the whole before its groups; undefined where the numbers
 * can be true. Blank and invalid votes are ballots of somebody who was there, as abstentions are.
 */
export function contradictionOf(tally: Tally): TallyContradiction | undefined {
  return sheetContradictionOf(tally) ?? excessOfVotes(tally) ?? contradictionInGroups(tally) ?? secretChair(tally);
}

function excessOfVotes(counts: Counts): Contradiction | undefined {
  const attendance = attendanceOf(counts);
  const votes = counts.for + counts.against + counts.abstentions + (counts.blank ?? 0) + (counts.invalid ?? 0);
  return votes > attendance ? { of: 'votes', found: votes, atMost: attendance } : undefined;
}

const COUNTED = ['members', 'present', 'represented', 'for', 'against', 'abstentions', 'blank', 'invalid'] as const;

/** A proxy may be held by a member of another group, so that one may be represented with nobody present. */
function contradictionInGroups(tally: Tally): TallyContradiction | undefined {
  const { groups } = tally;
  if (groups === undefined) return undefined;
  for (const each of groups) {
    const attendance = attendanceOf(each);
    const excess = attendance > each.members ? { found: attendance, atMost: each.members } : excessOfVotes(each);
    if (excess === undefined) continue;
    const what = attendance > each.members ? 'attending' : 'votes';
    const of = `in ${each.group}`;
    return {
      of: 'groups',
      found: `${String(excess.found)} ${what} ${of}`,
      required: `${String(excess.atMost)} at most`,
    };
  }
  for (const member of COUNTED) {
    const sum = groups.reduce((total, each) => total + (each[member] ?? 0), 0);
    const whole = tally[member] ?? 0;
    if (sum !== whole)
      return { of: 'groups', found: `${member}: ${String(sum)} in all groups`, required: String(whole) };
  }
  return undefined;
}

function secretChair({ castingVote, ballot }: Tally): TallyContradiction | undefined {
  if (castingVote === undefined || ballot === 'open') return undefined;
  const found = ballot === undefined ? 'a ballot that is not said to be open' : 'a secret ballot';
  return { of: 'secret-casting-vote', found, required: 'an open ballot' };
}

export function attendanceOf({ present, represented }: Pick<Sheet, 'present' | 'represented'>): number {
  return present + represented;
}
