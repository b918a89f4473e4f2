import type { accompanimentEvents, DomainEvent } from '#libs/contracts';
import { byType, cannotFollow, type EventOf, type FactOf } from '#libs/kernel';

export type AccompanimentEvent = DomainEvent<typeof accompanimentEvents>;
export type AccompanimentFact = FactOf<AccompanimentEvent>;
type Fact<Type extends AccompanimentFact['type']> = EventOf<AccompanimentFact, Type>;
export type MentorAssigned = Fact<'MentorAssigned'>;
export type MentorReleased = Fact<'MentorReleased'>;
export type MilestoneSet = Fact<'MilestoneSet'>;
export type MilestoneReached = Fact<'MilestoneReached'>;
export type AlumnusFigureDeclared = Fact<'AlumnusFigureDeclared'>;

type About = 'type' | 'admissionId' | 'incubatorId' | 'organisationId';

export type Mentor = Omit<MentorAssigned, About> & { readonly until?: string | undefined };
export type Milestone = Omit<MilestoneSet, About> & { readonly reachedOn?: string | undefined };
export type AlumnusFigure = Omit<AlumnusFigureDeclared, About>;

/** How a company is accompanied, by the facts in the order of their days. */
export interface Accompaniment {
  readonly mentors: readonly Mentor[];
  readonly milestones: readonly Milestone[];
  /** Sources may differ: none takes the place of another one. */
  readonly figures: readonly AlumnusFigure[];
}

export const notAccompaniedYet: Accompaniment = { mentors: [], milestones: [], figures: [] };

function detailsOf<Each extends AccompanimentFact>(fact: Each): Omit<Each, About> {
  const { type: _type, admissionId: _admission, incubatorId: _incubator, organisationId: _company, ...details } = fact;
  return details;
}

/** What a fact makes of an accompaniment, for facts in the order of their days. @throws FactCannotFollow */
export function evolveAccompaniment(state: Accompaniment, fact: AccompanimentFact): Accompaniment {
  return evolveBy(fact, state);
}

const evolveBy = byType<AccompanimentFact, Accompaniment, Accompaniment>({
  MentorAssigned: (fact, state) => {
    const known = state.mentors.find(({ assignmentId }) => assignmentId === fact.assignmentId);
    if (known !== undefined) cannotFollow(fact, `the same is assigned from ${known.since} on`);
    return { ...state, mentors: [...state.mentors, detailsOf(fact)] };
  },
  MentorReleased: (fact, state) => {
    const index = state.mentors.findIndex(({ assignmentId }) => assignmentId === fact.assignmentId);
    const known = state.mentors[index];
    if (known === undefined) cannotFollow(fact, 'nobody is assigned before that day');
    if (known.until !== undefined) cannotFollow(fact, `the assignment ended on ${known.until}`);
    return { ...state, mentors: state.mentors.with(index, { ...known, until: fact.on }) };
  },
  MilestoneSet: (fact, state) => {
    const known = state.milestones.find(({ milestoneId }) => milestoneId === fact.milestoneId);
    if (known !== undefined) cannotFollow(fact, `the same is set from ${known.on} on`);
    return { ...state, milestones: [...state.milestones, detailsOf(fact)] };
  },
  MilestoneReached: (fact, state) => {
    const index = state.milestones.findIndex(({ milestoneId }) => milestoneId === fact.milestoneId);
    const known = state.milestones[index];
    if (known === undefined) cannotFollow(fact, 'the milestone is not set before that day');
    if (known.reachedOn !== undefined) cannotFollow(fact, `the milestone was reached on ${known.reachedOn}`);
    return { ...state, milestones: state.milestones.with(index, { ...known, reachedOn: fact.on }) };
  },
  AlumnusFigureDeclared: (fact, state) => {
    const { indicator, scope, source, on } = fact;
    const known = state.figures.find(
      (each) => each.indicator === indicator && each.scope === scope && each.source === source && each.on === on,
    );
    if (known !== undefined) cannotFollow(fact, 'the same source says otherwise of the same day');
    return { ...state, figures: [...state.figures, detailsOf(fact)] };
  },
});
