import { greatestDivisor, rational, sumOfRationals, type Rational } from '#libs/kernel';
import { exact, type Rubric } from '../call/rubric.ts';
import { conflictAbout } from './conflicts.ts';
import type { Application, Conflict, Selection, SelectionDecided } from './selection.state.ts';
import { runningIn } from './selection.state.ts';

/** Where an application stands. Those with the same mean have the same rank, until a decision puts them in order. */
export interface Ranked {
  readonly applicationId: string;
  readonly organisationId: string;
  /** Undefined where no score counts: it has no rank then. */
  readonly mean?: Rational | undefined;
  readonly rank?: number | undefined;
  /** Whether others have the same rank. */
  readonly isTied: boolean;
  /** How many reviews count, and how many do not because their reviewers are in conflict. */
  readonly reviews: number;
  readonly recused: number;
}

type Judged = Omit<Ranked, 'rank' | 'isTied'>;

/** The applications by their means, the best first; those without one come last, in the order of their receipt. */
export function rankingOf(
  selection: Pick<Selection, 'applications' | 'ties'>,
  rubric: Rubric,
  conflicts: readonly Conflict[],
): readonly Ranked[] {
  const judged = runningIn({ invitations: [], ...selection }).map((each) => judge(each, rubric, conflicts));
  const ranked: Ranked[] = [];
  for (const group of groupsIn(judged)) {
    const order = orderOf(group, selection.ties);
    const first = ranked.length + 1;
    const isTied = order === undefined && group.length > 1;
    const place = (index: number): number => (isTied ? first : first + index);
    ranked.push(...(order ?? group).map((each, index) => ({ ...each, rank: place(index), isTied })));
  }
  const unranked = judged.filter(({ mean }) => mean === undefined);
  return [...ranked, ...unranked.map((each) => ({ ...each, isTied: false }))];
}

/**
 * The weighted mean of all scores that count, as a share of the greatest number of points: what is missing is in neither sum, and so is the review of
 * somebody who is in conflict.
 */
function judge(application: Application, rubric: Rubric, conflicts: readonly Conflict[]): Judged {
  const { applicationId, organisationId, assignments } = application;
  const given = assignments.flatMap(({ reviewer: { personId }, review }) => {
    const isRecused = conflictAbout(conflicts, applicationId, personId) !== undefined;
    return review === undefined ? [] : [{ review, isRecused }];
  });
  const counted = given.filter(({ isRecused }) => !isRecused);
  const scores = counted.flatMap(({ review }) => review.scores);
  const terms = scores.flatMap(({ criterion, points }) => {
    const rule = rubric.find((each) => each.criterion === criterion);
    if (rule === undefined) return [];
    const weight = exact(rule.weight);
    return [{ weight, weighted: quotientOf(productOf(weight, exact(points)), exact(rule.maximum)) }];
  });
  const counts = { reviews: counted.length, recused: given.length - counted.length };
  if (terms.length === 0) return { applicationId, organisationId, ...counts };
  const total = sumOfRationals(terms.map(({ weight }) => weight));
  const mean = quotientOf(sumOfRationals(terms.map(({ weighted }) => weighted)), total);
  return { applicationId, organisationId, mean, ...counts };
}

/** Those with a mean, the best first, those of one mean together. */
function groupsIn(judged: readonly Judged[]): readonly (readonly Judged[])[] {
  const groups = new Map<string, Judged[]>();
  const withMean = judged.flatMap((each) => (each.mean === undefined ? [] : [{ ...each, mean: each.mean }]));
  for (const each of withMean.toSorted((a, b) => compare(b.mean, a.mean))) {
    const key = quotientText(each.mean);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** The group as the last decision about exactly these put it; undefined where there is none. */
function orderOf(group: readonly Judged[], ties: Selection['ties']): readonly Judged[] | undefined {
  const decided = ties.findLast(
    ({ applicationIds }) =>
      applicationIds.length === group.length &&
      group.every(({ applicationId }) => applicationIds.includes(applicationId)),
  );
  if (decided === undefined) return undefined;
  const placeOf = ({ applicationId }: Judged): number => decided.applicationIds.indexOf(applicationId);
  return group.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** The first tie that has to be decided before anybody is selected: the last place goes through it, or it stands on the reserve list. */
export function openTieIn(ranking: readonly Ranked[], places: number, reserve: number): readonly Ranked[] | undefined {
  const ranks = [...new Set(ranking.flatMap(({ rank, isTied }) => (isTied && rank !== undefined ? [rank] : [])))];
  return ranks
    .map((rank) => ranking.filter((each) => each.rank === rank))
    .find((group) => {
      const first = group[0]?.rank ?? 1;
      return first + group.length - 1 > places && first <= places + reserve;
    });
}

/** Who is selected and who is on the reserve list, by a ranking that is decided. */
export function resultsBy(
  { ranking, reserve }: Pick<SelectionDecided, 'ranking' | 'reserve'>,
  places: number,
  { applications }: Pick<Selection, 'applications'>,
) {
  const organisations = new Map(applications.map((each) => [each.applicationId, each.organisationId]));
  const listed = ranking.map(({ applicationId, rank }) => {
    return { applicationId, organisationId: organisations.get(applicationId) ?? applicationId, rank };
  });
  return { selected: listed.slice(0, places), reserve: listed.slice(places, places + reserve) };
}

function productOf(a: Rational, b: Rational): Rational {
  return lowest(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Needs a divisor above 0. */
function quotientOf(a: Rational, b: Rational): Rational {
  return lowest(a.numerator * b.denominator, a.denominator * b.numerator);
}

function lowest(numerator: bigint, denominator: bigint): Rational {
  const divisor = greatestDivisor(numerator, denominator);
  return rational(numerator / divisor, denominator / divisor);
}

function compare(a: Rational, b: Rational): number {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** As events and answers have it: `17/24`. */
export function quotientText({ numerator, denominator }: Rational): string {
  return `${String(numerator)}/${String(denominator)}`;
}
