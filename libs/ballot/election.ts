import type { GrappeEvents } from '#libs/contracts';
import { judge } from './ballot.ts';
import type { Clause, Convocation } from './clause.ts';
import { attendanceOf, sheetContradictionOf, type Contradiction, type Tally } from './tally.ts';

type Held = GrappeEvents['governance.ElectionHeld'];
type Votes = ElectionTally['votes'][number];

/** The numbers of a round of an election. */
export type ElectionTally = Held['tally'];
/** What a round came to, and by which numbers. */
export type ElectionCount = Pick<Held, 'need' | 'outcome' | 'elected' | 'tie' | 'reckoning'>;

/** What a round is judged by beside its tally: `majority` needs that of the clause, `plurality` more votes than the others. */
export interface RoundRule extends Pick<Held, 'need' | 'places'> {
  readonly clause: Clause;
  readonly convocation: Convocation;
}

/** What a round needs: the majority of the clause, until it is content with more votes than the others. */
export function needOf({ pluralityFromRound }: Clause, round: number): Held['need'] {
  return pluralityFromRound !== undefined && round >= pluralityFromRound ? 'plurality' : 'majority';
}

/**
 * Who is elected in a round. Candidacies that have what it needs take the places in the order of their votes. Where those with as many votes are
 * more than the places that are left for them, they are tied; equal votes that all have a place, or that all have none, are no tie. The tally does not
 * contradict itself (`electionContradictionOf`).
 */
export function countElection(tally: ElectionTally, rule: RoundRule): ElectionCount {
  const { clause, need, places, convocation } = rule;
  const { quorum, majority: measured } = judge(sidesOf(tally, 0), clause, convocation).reckoning;
  const { inFavour: _inFavour, against: _against, ...majority } = measured;
  const reckoning = { convocation, quorum, ...(need === 'majority' ? { majority } : {}) };
  if (quorum.found < quorum.needed) return { need, reckoning, outcome: 'inquorate', elected: [] };
  const eligible = byVotes(tally.votes.filter(({ votes }) => suffices(tally, votes, rule)));
  return { need, reckoning, ...placed(eligible, places) };
}

/** With a quorum, a candidacy is voted on as a resolution is: its votes are in favour, all other valid ballots are not. */
function suffices(tally: ElectionTally, votes: number, { clause, need, convocation }: RoundRule): boolean {
  // A sole candidacy has the ballots against it as its others.
  if (need === 'plurality') return votes > (tally.against ?? 0);
  return judge(sidesOf(tally, votes), clause, convocation).outcome === 'adopted';
}

function sidesOf(tally: ElectionTally, votes: number): Tally {
  const { members, present, represented, abstentions = 0, blank, invalid } = tally;
  const against = validBallots(tally) - votes;
  return { members, present, represented, for: votes, against, abstentions, blank, invalid };
}

/** Ballots that name somebody, or are against the only candidacy. */
function validBallots({ ballots, blank = 0, invalid = 0 }: ElectionTally): number {
  return ballots - blank - invalid;
}

function placed(eligible: readonly Votes[], places: number): Pick<Held, 'outcome' | 'elected' | 'tie'> {
  const limit = eligible[places - 1]?.votes ?? 0;
  const idsOf = (which: (votes: number) => boolean) =>
    eligible.filter(({ votes }) => which(votes)).map(({ candidacyId }) => candidacyId);
  const reach = idsOf((votes) => votes >= limit);
  if (reach.length > places) {
    const elected = idsOf((votes) => votes > limit);
    const candidacyIds = idsOf((votes) => votes === limit);
    return { outcome: 'tied', elected, tie: { candidacyIds, places: places - elected.length } };
  }
  if (reach.length === places) return { outcome: 'elected', elected: reach };
  return { outcome: reach.length === 0 ? 'none' : 'partly-elected', elected: reach };
}

/** The votes from the most to the fewest; of equal ones in the order of the ids, which means nothing. */
export function byVotes(votes: readonly Votes[]): readonly Votes[] {
  return votes.toSorted((a, b) => b.votes - a.votes || (a.candidacyId < b.candidacyId ? -1 : 1));
}

/** Numbers of a round that cannot be: `found` is more than `required` says, or fewer. */
export interface ElectionContradiction {
  readonly of: Contradiction['of'] | 'spoilt' | 'candidacy' | 'places' | 'unused' | 'against';
  readonly found: number;
  readonly required: number;
}

/**
 * How the tally of a round contradicts itself; undefined where its numbers can be true. A voter has as many votes as there are places, and gives no
 * candidacy more than one of them; a ballot that names nobody is blank.
 */
export function electionContradictionOf(tally: ElectionTally, places: number): ElectionContradiction | undefined {
  const sheet = sheetContradictionOf(tally);
  if (sheet !== undefined) return { of: sheet.of, found: sheet.found, required: sheet.atMost };
  const { ballots, blank = 0, invalid = 0, abstentions = 0, against = 0, votes } = tally;
  const valid = validBallots(tally);
  const sum = votes.reduce((total, each) => total + each.votes, against);
  const most = valid * Math.max(1, Math.min(places, votes.length));
  const mostForOne = Math.max(0, ...votes.map((each) => each.votes));
  return (
    atMost('votes', ballots + abstentions, attendanceOf(tally)) ??
    atMost('spoilt', blank + invalid, ballots) ??
    (against > 0 && votes.length !== 1 ? { of: 'against', found: votes.length, required: 1 } : undefined) ??
    atMost('candidacy', mostForOne, valid) ??
    atMost('places', sum, most) ??
    (sum < valid ? { of: 'unused', found: sum, required: valid } : undefined)
  );
}

function atMost(of: ElectionContradiction['of'], found: number, required: number): ElectionContradiction | undefined {
  return found > required ? { of, found, required } : undefined;
}
