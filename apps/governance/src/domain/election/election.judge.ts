import { above, below } from '#libs/kernel';
import type { ElectionFault } from './election.rejection.ts';
import { candidaciesOn, needIn, placesOpenIn, roundsBefore } from './election.ts';
import type { CalledElection, ElectionHeld, ElectionState, Round, TieResolved } from './election.ts';
import { electedIn } from './result.ts';

type Fault = ElectionFault | undefined;

/** Why the facts of an election cannot all be so. */
export function judge(state: ElectionState): Fault {
  if (state.status === 'absent') return undefined;
  const twice = candidateTwice(state);
  return twice ?? state.rounds.map((round) => wrongRound(round, state)).find((fault) => fault !== undefined);
}

function candidateTwice({ candidacies }: CalledElection): Fault {
  const there = candidacies.filter(({ withdrawnOn }) => withdrawnOn === undefined);
  const persons = there.flatMap(({ filed }) => filed.candidates.map(({ person }) => person.personId)).toSorted();
  const found = persons.find((personId, index) => personId === persons[index + 1]);
  return found === undefined
    ? undefined
    : { type: 'GOV_CANDIDATE_TWICE', found, required: 'each person once, in one candidacy' };
}

function wrongRound({ held, resolved }: Round, state: CalledElection): Fault {
  const before = roundsBefore(state, held.round).at(-1);
  const open = placesOpenIn(state, held.round);
  return (
    (before && below('GOV_ELECTION_ROUND_EARLY', held.on, before.held.on)) ??
    (held.places === open ? undefined : { type: 'GOV_ELECTION_PLACES_DIFFER', found: held.places, required: open }) ??
    otherCandidacies(held, state) ??
    otherNeed(held, state) ??
    (resolved && wrongResolution(resolved, held, state))
  );
}

/** Where a round before it was recorded late, or had a quorum after all, what sufficed is another thing: it is voided and recorded anew. */
function otherNeed({ round, rule, need, outcome }: ElectionHeld, state: CalledElection): Fault {
  const required = needIn(state, round, rule);
  if (need === required || outcome === 'inquorate') return undefined;
  return { type: 'GOV_ELECTION_NEED_DIFFERS', found: need, required };
}

/**
 * In the first round that has a quorum those who stand on that day are voted on, all of them. In a further one those who are left are, or some of
 * them: whoever does not go on is not in its tally.
 */
function otherCandidacies({ tally, round, on, outcome }: ElectionHeld, state: CalledElection): Fault {
  const before = roundsBefore(state, round);
  const elected = new Set(electedIn(before).map(({ candidacyId }) => candidacyId));
  const allowed = candidaciesOn(state, on).filter((candidacyId) => !elected.has(candidacyId));
  const ids = tally.votes.map(({ candidacyId }) => candidacyId);
  const isFirst = outcome !== 'inquorate' && before.every(({ held }) => held.outcome === 'inquorate');
  const areAmong = new Set(ids).size === ids.length && ids.every((candidacyId) => allowed.includes(candidacyId));
  if (areAmong && (!isFirst || ids.length === allowed.length)) return undefined;
  return { type: 'GOV_ELECTION_CANDIDACIES_DIFFER', found: listed(ids), required: listed(allowed) };
}

/** Among those who were tied and stand still: a tie that no longer touches the limit asks for no lot. */
function wrongResolution({ by, elected, on }: TieResolved, { tie }: ElectionHeld, state: CalledElection): Fault {
  if (tie === undefined) return undefined;
  const there = candidaciesOn(state, on);
  const left = tie.candidacyIds.filter((candidacyId) => there.includes(candidacyId));
  const stranger = elected.find((candidacyId) => !left.includes(candidacyId));
  if (stranger !== undefined) return { type: 'GOV_TIE_NOT_AMONG', found: stranger, required: listed(left) };
  if (new Set(elected).size < elected.length)
    return { type: 'GOV_TIE_NOT_AMONG', found: listed(elected), required: 'each candidacy once' };
  const isOver = left.length <= tie.places;
  if (isOver !== (by === 'withdrawal'))
    return { type: 'GOV_TIE_RULE', found: by, required: isOver ? 'withdrawal' : 'age, seniority or lot' };
  const places = Math.min(tie.places, left.length);
  return above('GOV_TIE_PLACES', elected.length, places) ?? tooFew(elected.length, places);
}

function tooFew(found: number, required: number): Fault {
  return found < required ? { type: 'GOV_TIE_PLACES', found, required } : undefined;
}

/** Ids in an order that means nothing. */
function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'nobody' : ids.toSorted().join(', ');
}
