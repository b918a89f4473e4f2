import type { DomainEvent, interestEvents } from '#libs/contracts';
import { holdsOn, type EventOf, type Term } from '#libs/kernel';
import type { Companies } from '#libs/succession';

type InterestEvent = DomainEvent<typeof interestEvents>;
export type InterestDeclared = EventOf<InterestEvent, 'InterestDeclared'>;
export type RegulatedAgreementReported = EventOf<InterestEvent, 'RegulatedAgreementReported'>;

/** A declared interest with its end. */
export interface Interest
  extends Term, Pick<InterestDeclared, 'interestId' | 'person' | 'organisation' | 'nature' | 'declaredOn'> {}

type Organisation = InterestDeclared['organisation'];
type Agreement = Pick<RegulatedAgreementReported, 'party' | 'concerned' | 'on'>;
type Heads = Pick<Companies, 'headOn'>;

/** The ids of persons by why an agreement concerns them. */
interface ConcernedIds {
  /** Whoever was named, and the other party itself where it is a person. */
  readonly named: readonly string[];
  /** Whoever had an interest in the other party on the day of the agreement, by what was declared before or after it. */
  readonly interested: readonly string[];
}

/** The declared interests in the other party of an agreement on its day: in the organisation, in one that went up in it, or in the one in which it went up. */
export function interestsIn<Declared extends Interest>(
  { party, on }: Agreement,
  interests: readonly Declared[],
  companies: Heads,
): readonly Declared[] {
  return interests.filter(
    (interest) => holdsOn(interest, on) && isSame(interest.organisation, party, { on, companies }),
  );
}

/** Whom an agreement concerns; of those with an interest only whoever administered the association on that day. */
export function concernedBy(
  agreement: Agreement,
  interests: readonly Interest[],
  { companies, directors }: { readonly companies: Heads; readonly directors: readonly string[] },
): ConcernedIds {
  const { party, concerned } = agreement;
  const own = party.person === undefined ? [] : [party.person];
  const named = [...own, ...concerned].map(({ personId }) => personId);
  const interested = interestsIn(agreement, interests, companies).map(({ person }) => person.personId);
  return { named: distinct(named), interested: distinct(interested.filter((id) => directors.includes(id))) };
}

export function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}

/** Organisations of the register are compared as they are on the day: one that was absorbed is the one that has absorbed it. */
function isSame(
  left: Organisation,
  right: Organisation,
  { on, companies }: { readonly on: string; readonly companies: Heads },
): boolean {
  const [a, b] = [left.organisationId, right.organisationId];
  if (a !== undefined && b !== undefined) return companies.headOn(a, on) === companies.headOn(b, on);
  return left.name !== undefined && right.name !== undefined && folded(left.name) === folded(right.name);
}

/** Names are compared without case and accents. */
function folded(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
