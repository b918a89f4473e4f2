import { accept, acceptRepeat, acceptUnless, byType, chronicle, reject } from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, DomainEventShape, Refusal, StatedFact } from '#libs/kernel';
import type { Admission } from '../occupancy/occupancy.state.ts';
import {
  evolveAccompaniment,
  notAccompaniedYet,
  type Accompaniment,
  type AccompanimentFact,
  type AlumnusFigureDeclared,
  type Mentor,
  type MentorAssigned,
  type MentorReleased,
  type MilestoneReached,
  type MilestoneSet,
} from './accompaniment.state.ts';

type Plain =
  | CommandFor<MentorAssigned, 'AssignMentor', 'organisationId'>
  | CommandFor<MentorReleased, 'ReleaseMentor', 'organisationId'>
  | CommandFor<MilestoneSet, 'SetMilestone', 'organisationId'>
  | CommandFor<MilestoneReached, 'ReachMilestone', 'organisationId'>
  | CommandFor<AlumnusFigureDeclared, 'DeclareAlumnusFigure', 'organisationId'>;
/** Every command comes with the admission of that id to that incubator, as it is now. */
export type AccompanimentCommand = Plain & { readonly admission: Admission | undefined };

export type AccompanimentRejection =
  | Refusal<'INC_ADMISSION_NOT_FOUND' | 'INC_ASSIGNMENT_NOT_FOUND' | 'INC_MILESTONE_NOT_FOUND', 'found'>
  | Refusal<'INC_ASSIGNMENT_EXISTS' | 'INC_MILESTONE_EXISTS' | 'INC_COMPANY_NOT_INSIDE', 'found'>
  | Refusal<'INC_NO_ALUMNUS', 'found' | 'required'>;

type State = Accompaniment & Chronicled<AccompanimentFact>;
type Verdict = Decision<AccompanimentFact, AccompanimentRejection>;

/**
 * Who accompanies a company that has a place, which milestones it reaches, and what becomes of it: one stream for each admission. Precedence of
 * refusals: admission not found, known otherwise or not found, the days of the residency.
 */
export const accompaniment = chronicle({
  context: 'incubation',
  name: 'accompaniment',
  prefix: 'INC',
  initial: notAccompaniedYet,
  facts: {
    MentorReleased: { name: 'release', day: ({ on }) => on, changes: ['on'] },
    MentorAssigned: {
      name: 'assignment',
      day: ({ since }) => since,
      changes: ['role', 'person', 'since'],
      carries: ({ assignmentId }, facts) =>
        followers(facts, (event) => event.type === 'MentorReleased' && event.assignmentId === assignmentId),
    },
    MilestoneSet: {
      name: 'milestone',
      day: ({ on }) => on,
      changes: ['title', 'dueOn', 'on'],
      carries: ({ milestoneId }, facts) =>
        followers(facts, (event) => event.type === 'MilestoneReached' && event.milestoneId === milestoneId),
    },
    MilestoneReached: { name: 'reaching', day: ({ on }) => on, happened: true, changes: ['on'] },
    AlumnusFigureDeclared: {
      name: 'figure',
      day: ({ on }) => on,
      happened: true,
      changes: ['indicator', 'value', 'unit', 'scope', 'source', 'on'],
    },
  },
  evolve: evolveAccompaniment,
  decide: ({ admission, ...command }: AccompanimentCommand, state: State): Verdict => {
    if (admission?.startedOn === undefined)
      return reject({ type: 'INC_ADMISSION_NOT_FOUND', found: command.admissionId });
    return decideOnKnown(command, { ...state, admission: { ...admission, startedOn: admission.startedOn } });
  },
});

function followers(
  facts: readonly StatedFact<DomainEventShape>[],
  isMeant: (event: AccompanimentFact) => boolean,
): readonly StatedFact<DomainEventShape>[] {
  return (facts as readonly StatedFact<AccompanimentFact>[]).filter(({ event }) => isMeant(event));
}

interface Known extends Accompaniment {
  readonly admission: Admission & { readonly startedOn: string };
}

const decideOnKnown = byType<Plain, Known, Verdict>({
  AssignMentor: (command, state) => {
    const { organisationId } = state.admission.admitted;
    const { type: _type, admissionId, incubatorId, ...said } = command;
    const known = state.mentors.find(({ assignmentId }) => assignmentId === said.assignmentId);
    if (known !== undefined) {
      const exists = { type: 'INC_ASSIGNMENT_EXISTS', found: `${known.role} from ${known.since} on` } as const;
      return acceptRepeat(nameless(said), nameless(known), exists);
    }
    const fact = { type: 'MentorAssigned', admissionId, incubatorId, organisationId, ...said } as const;
    return acceptUnless<AccompanimentFact, AccompanimentRejection>(outsideResidency(said.since, state.admission), fact);
  },
  ReleaseMentor: ({ assignmentId, ...command }, { mentors, admission }) => {
    if (!mentors.some((each) => each.assignmentId === assignmentId))
      return reject({ type: 'INC_ASSIGNMENT_NOT_FOUND', found: assignmentId });
    const { organisationId } = admission.admitted;
    return accept<AccompanimentFact>({ ...command, type: 'MentorReleased', organisationId, assignmentId });
  },
  SetMilestone: (command, state) => {
    const { organisationId } = state.admission.admitted;
    const { type: _type, admissionId, incubatorId, ...said } = command;
    const known = state.milestones.find(({ milestoneId }) => milestoneId === said.milestoneId);
    if (known !== undefined) {
      const { reachedOn: _reached, ...stated } = known;
      return acceptRepeat(said, stated, { type: 'INC_MILESTONE_EXISTS', found: known.title });
    }
    const fact = { type: 'MilestoneSet', admissionId, incubatorId, organisationId, ...said } as const;
    return acceptUnless<AccompanimentFact, AccompanimentRejection>(outsideResidency(said.on, state.admission), fact);
  },
  ReachMilestone: ({ milestoneId, ...command }, { milestones, admission }) => {
    if (!milestones.some((each) => each.milestoneId === milestoneId))
      return reject({ type: 'INC_MILESTONE_NOT_FOUND', found: milestoneId });
    const { organisationId } = admission.admitted;
    return accept<AccompanimentFact>({ ...command, type: 'MilestoneReached', organisationId, milestoneId });
  },
  DeclareAlumnusFigure: (command, { admission }) => {
    const { organisationId } = admission.admitted;
    const fact = { ...command, type: 'AlumnusFigureDeclared', organisationId } as const;
    return acceptUnless<AccompanimentFact, AccompanimentRejection>(noAlumnus(command.on, admission), fact);
  },
});

/** A person is the id: the name may have been erased since. */
function nameless({ person, since, role, assignmentId }: Omit<Mentor, 'until'>): object {
  return { since, role, assignmentId, personId: person.personId };
}

/** Why nobody accompanies a company on a day: it has no place then. */
export function outsideResidency(day: string, { startedOn, ended }: Admission): AccompanimentRejection | undefined {
  if (startedOn === undefined) return { type: 'INC_COMPANY_NOT_INSIDE', found: 'it waits for a place' };
  if (day < startedOn) return { type: 'INC_COMPANY_NOT_INSIDE', found: `inside from ${startedOn} on` };
  if (ended !== undefined && day >= ended.on) return { type: 'INC_COMPANY_NOT_INSIDE', found: `left on ${ended.on}` };
  return undefined;
}

/** Figures of an alumnus are of a day on which it has left. */
export function noAlumnus(day: string, { startedOn = '', ended }: Admission): AccompanimentRejection | undefined {
  const required = 'a company that has left by that day';
  if (ended === undefined) return { type: 'INC_NO_ALUMNUS', found: `inside from ${startedOn} on`, required };
  return day < ended.on ? { type: 'INC_NO_ALUMNUS', found: `inside up to ${ended.on}`, required } : undefined;
}
