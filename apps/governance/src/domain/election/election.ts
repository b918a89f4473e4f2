import { needOf, type AppliedClause } from '#libs/ballot';
import { cannotFollow } from '#libs/kernel';
import type { EventOf, FactOf } from '#libs/kernel';
import type { DomainEvent, electionEvents } from '#libs/contracts';
import { electedIn, openPlaces } from './result.ts';

export type ElectionEvent = DomainEvent<typeof electionEvents>;
export type ElectionFact = FactOf<ElectionEvent>;
export type ElectionCalled = EventOf<ElectionEvent, 'ElectionCalled'>;
export type CandidacyFiled = EventOf<ElectionEvent, 'CandidacyFiled'>;
export type CandidacyWithdrawn = EventOf<ElectionEvent, 'CandidacyWithdrawn'>;
export type ElectionHeld = EventOf<ElectionEvent, 'ElectionHeld'>;
export type TieResolved = EventOf<ElectionEvent, 'TieResolved'>;

export interface Candidacy {
  readonly filed: CandidacyFiled;
  readonly withdrawnOn?: string;
}

export interface Round {
  readonly held: ElectionHeld;
  readonly resolved?: TieResolved;
}

export type ElectionState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'called';
      readonly called: ElectionCalled;
      readonly candidacies: readonly Candidacy[];
      /** In the order of their numbers. */
      readonly rounds: readonly Round[];
    };

export type CalledElection = Extract<ElectionState, { readonly status: 'called' }>;

export function evolveElection(state: ElectionState, fact: ElectionFact): ElectionState {
  if (fact.type === 'ElectionCalled') {
    if (state.status !== 'absent') cannotFollow(fact, `the election was called on ${state.called.on}`);
    return { status: 'called', called: fact, candidacies: [], rounds: [] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the election was not called before that day');
  switch (fact.type) {
    case 'CandidacyFiled': {
      const known = candidacyById(state, fact.candidacyId);
      if (known !== undefined) cannotFollow(fact, `the candidacy was filed on ${known.filed.on}`);
      return { ...state, candidacies: [...state.candidacies, { filed: fact }] };
    }
    case 'CandidacyWithdrawn':
      return withWithdrawal(state, fact);
    case 'ElectionHeld': {
      const known = roundOf(state, fact.round);
      if (known !== undefined) cannotFollow(fact, `round ${String(fact.round)} was held on ${known.held.on}`);
      const rounds = [...state.rounds, { held: fact }].toSorted((a, b) => a.held.round - b.held.round);
      return { ...state, rounds };
    }
    case 'TieResolved':
      return withResolution(state, fact);
  }
}

function withWithdrawal(state: CalledElection, fact: CandidacyWithdrawn): CalledElection {
  const known = candidacyById(state, fact.candidacyId);
  if (known === undefined) cannotFollow(fact, 'the candidacy was not filed before that day');
  if (known.withdrawnOn !== undefined) cannotFollow(fact, `the candidacy was withdrawn on ${known.withdrawnOn}`);
  const elected = electedIn(state.rounds).find(({ candidacyId }) => candidacyId === fact.candidacyId);
  if (elected !== undefined) cannotFollow(fact, `the candidacy was elected on ${elected.on}`);
  const withdrawn = { ...known, withdrawnOn: fact.on };
  return { ...state, candidacies: state.candidacies.map((each) => (each === known ? withdrawn : each)) };
}

function withResolution(state: CalledElection, fact: TieResolved): CalledElection {
  const known = roundOf(state, fact.round);
  if (known?.held.tie === undefined) cannotFollow(fact, `no tie in round ${String(fact.round)} before that day`);
  if (known.resolved !== undefined) cannotFollow(fact, `the tie was resolved on ${known.resolved.on}`);
  return { ...state, rounds: state.rounds.map((each) => (each === known ? { ...known, resolved: fact } : each)) };
}

export function candidacyById({ candidacies }: CalledElection, candidacyId: string): Candidacy | undefined {
  return candidacies.find(({ filed }) => filed.candidacyId === candidacyId);
}

export function roundOf({ rounds }: CalledElection, round: number): Round | undefined {
  return rounds.find(({ held }) => held.round === round);
}

/** Those who stand on a day: a candidacy that was taken back that day was so before the vote. */
export function candidaciesOn({ candidacies }: CalledElection, day: string): readonly string[] {
  return candidacies
    .filter(({ filed, withdrawnOn }) => filed.on <= day && (withdrawnOn === undefined || day < withdrawnOn))
    .map(({ filed }) => filed.candidacyId);
}

/** The rounds before one. */
export function roundsBefore({ rounds }: CalledElection, round: number): readonly Round[] {
  return rounds.filter(({ held }) => held.round < round);
}

/** What a round needs under its clause. A vote without a quorum is no round: it is held again. */
export function needIn(state: CalledElection, round: number, rule: AppliedClause): ElectionHeld['need'] {
  const quorate = roundsBefore(state, round).filter(({ held }) => held.outcome !== 'inquorate').length;
  return needOf(rule, quorate + 1);
}

/** The places that are open before a round. */
export function placesOpenIn(state: CalledElection, round: number): number {
  return openPlaces(state.called.places, roundsBefore(state, round));
}
