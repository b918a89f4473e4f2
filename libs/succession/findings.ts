import { addDays, calendarDate, endOfTerm, holdsOn, inForceOn } from '#libs/kernel';
import { capFindings, type Finding } from './cap.ts';
import { membersOn, type BodyFacts, type BodyMember, type Companies } from './composition.ts';
import type { Constraint, Rule, Seat } from './composition.ts';

/** A rule that was broken, from the first day on which it was without a break; the term to mend it ends on `mendBy`. */
interface Breach {
  readonly since: string;
  readonly mendBy: string;
  readonly isOverdue: boolean;
}

export type ConstraintFinding = Finding & {
  readonly constraintId: string;
  readonly rule: Rule;
  readonly breach?: Breach;
};

/**
 * What each rule that binds on a day finds, and since when it has been broken. No act is void by a breach: it is reported from its day, with the
 * last day of the term to mend it.
 */
export function findingsOn(facts: BodyFacts, day: string): readonly ConstraintFinding[] {
  const binding = facts.constraints.filter((each) => holdsOn(each, day));
  return binding.flatMap((constraint) => {
    const { constraintId, rule, remedyDays } = constraint;
    return findingsOf(rule, membersOn(facts, day), facts.companies, day).map((finding) => {
      if (finding.isMet) return { constraintId, rule, ...finding };
      const since = brokenSince(facts, constraint, finding, day);
      const mendBy = addDays(calendarDate(since), remedyDays);
      return { constraintId, rule, ...finding, breach: { since, mendBy, isOverdue: day > mendBy } };
    });
  });
}

/** A rule on a composition judges from the first member on. */
function findingsOf(rule: Rule, members: readonly BodyMember[], companies: Companies, day: string): readonly Finding[] {
  switch (rule.kind) {
    case 'cap':
      return capFindings(rule, members, companies, day);
    case 'private-majority': {
      const found = members.filter(({ headId }) => headId !== undefined && companies.isPrivate(headId)).length;
      return [least(found, members.length === 0 ? 0 : Math.floor(members.length / 2) + 1)];
    }
    case 'antenna-minimum': {
      const found = members.filter(({ antennaId }) => antennaId === rule.antennaId).length;
      return [least(found, members.length === 0 ? 0 : (rule.least ?? 0))];
    }
    case 'parity': {
      const count = (which: string): number => members.filter(({ gender }) => gender === which).length;
      const found = Math.abs(count('woman') - count('man'));
      const { most: required = 0 } = rule;
      return [{ found, required, isMet: found <= required }];
    }
  }
}

function least(found: number, required: number): Finding {
  return { found, required, isMet: found >= required };
}

/** The first day of an unbroken span, up to a day, in which a rule has been broken in the same way. */
function brokenSince(facts: BodyFacts, { constraintId }: Constraint, finding: Finding, day: string): string {
  let since = day;
  let broken = finding.organisationIds;
  for (const each of daysOfChange(facts, day).toReversed()) {
    const members = membersOn(facts, each);
    const known = facts.constraints.find((rule) => rule.constraintId === constraintId && holdsOn(rule, each));
    const found = known === undefined ? [] : findingsOf(known.rule, members, facts.companies, each);
    const same = found.find((one) => !one.isMet && (broken === undefined || sharesOne(one.organisationIds, broken)));
    if (same === undefined) return since;
    since = each;
    broken = same.organisationIds;
  }
  return since;
}

function sharesOne(left: readonly string[] = [], right: readonly string[] = []): boolean {
  return left.some((each) => right.includes(each));
}

/** The days up to one on which something may have changed, in their order. */
function daysOfChange({ seats, constraints, companies }: BodyFacts, until: string): readonly string[] {
  const organisations = seats.flatMap((seat) => seat.organisations);
  const days = [
    ...seats.map(({ since }) => since),
    ...seats.flatMap((seat) => endOfTerm(seat) ?? []),
    ...organisations.map(({ since }) => since),
    ...constraints.flatMap(({ since, until }) => (until === undefined ? [since] : [since, until])),
    ...companies.days(),
  ];
  return [...new Set(days)].filter((day) => day <= until).sort();
}

/** Why a designation is refused: its company would have, or has, more seats than a cap of that day allows. */
export function exceededBy(facts: BodyFacts, seat: Seat): Pick<Finding, 'found' | 'required'> | undefined {
  const day = seat.since;
  const organisationId = inForceOn(seat.organisations, day)?.organisationId;
  if (organisationId === undefined) return undefined;
  const after = { ...facts, seats: [...facts.seats.filter(({ mandateId }) => mandateId !== seat.mandateId), seat] };
  return findingsOn(after, day).find(
    ({ isMet, rule, organisationIds = [] }) =>
      rule.kind === 'cap' && !isMet && organisationIds.includes(organisationId),
  );
}
