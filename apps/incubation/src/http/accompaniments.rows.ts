import { commandOf, commandTable, factCommands, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import { accompanimentEvents, uuidSchema } from '#libs/contracts';
import { accompaniment, noAlumnus, outsideResidency } from '../domain/accompaniment/accompaniment.ts';
import { admissionOf } from '../domain/occupancy/occupancy.state.ts';
import { occupancy } from '../domain/occupancy/occupancy.ts';
import { FACT_REFUSALS, incubationRefusals } from './refusals.table.ts';

const { MentorAssigned, MilestoneSet, AlumnusFigureDeclared } = accompanimentEvents;
const { role, person, assignmentId } = MentorAssigned.schema.shape;
const { title, dueOn, milestoneId } = MilestoneSet.schema.shape;
const { indicator, value, unit, scope, source } = AlumnusFigureDeclared.schema.shape;

const incubatorId = uuidSchema.describe('The incubator to which the company was admitted.');

/** What every command says: the accompaniment has the id of the admission. */
async function of({ id, body }: CommandRequest<{ readonly incubatorId: string }>, tx: Transaction) {
  const admission = admissionOf(await tx.read(occupancy, body.incubatorId), id);
  return { admissionId: id, incubatorId: body.incubatorId, admission };
}

/** The admission, as it is now; undefined where nothing is recorded of its accompaniment. */
async function admissionNow(id: string, tx: Transaction) {
  const { facts } = await tx.read(accompaniment, id);
  const first = facts[0]?.event;
  return first === undefined ? undefined : admissionOf(await tx.read(occupancy, first.incubatorId), id);
}

interface Changes {
  readonly since?: string;
  readonly on?: string;
}

/** Why what a correction makes of a fact is none of the days on which the company has a place, or has left. */
const unfitBy =
  (judge: typeof outsideResidency) =>
  async ({ since, on }: Changes, { id }: CommandRequest<unknown>, tx: Transaction) => {
    const [admission, day] = [await admissionNow(id, tx), since ?? on];
    return admission === undefined || day === undefined ? undefined : judge(day, admission);
  };

/** Who accompanies a company that has a place, which milestones it reaches, and what becomes of it. */
export const accompanimentCommands = commandTable('incubation.accompaniments', incubationRefusals, [
  commandOf(accompaniment, 'AssignMentor', {
    verb: 'assign-mentor',
    summary: 'Assign a mentor or a coach to a company that has a place, from a day on.',
    body: { incubatorId, assignmentId: assignmentId.optional(), role, person },
    reports: { MentorAssigned: MentorAssigned.schema.pick({ assignmentId: true }) },
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_ASSIGNMENT_EXISTS', 'INC_COMPANY_NOT_INSIDE'],
    decide: async (request, tx) => {
      const { body, effectiveAt: since, ids } = request;
      return { ...body, assignmentId: body.assignmentId ?? ids.next(), since, ...(await of(request, tx)) };
    },
  }),
  commandOf(accompaniment, 'ReleaseMentor', {
    verb: 'release-mentor',
    summary: 'Record that somebody is no longer mentor or coach of a company: the day is the first one after it.',
    body: { incubatorId, assignmentId },
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_ASSIGNMENT_NOT_FOUND'],
    decide: async (request, tx) => ({ ...request.body, on: request.effectiveAt, ...(await of(request, tx)) }),
  }),
  commandOf(accompaniment, 'SetMilestone', {
    verb: 'set-milestone',
    summary: 'Set a milestone that a company in the incubator is to reach.',
    body: { incubatorId, milestoneId: milestoneId.optional(), title, dueOn },
    reports: { MilestoneSet: MilestoneSet.schema.pick({ milestoneId: true }) },
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_MILESTONE_EXISTS', 'INC_COMPANY_NOT_INSIDE'],
    decide: async (request, tx) => {
      const { body, effectiveAt: on, ids } = request;
      return { ...body, milestoneId: body.milestoneId ?? ids.next(), on, ...(await of(request, tx)) };
    },
  }),
  commandOf(accompaniment, 'ReachMilestone', {
    verb: 'reach-milestone',
    summary: 'Record that a company has reached a milestone, also once it has left.',
    body: { incubatorId, milestoneId },
    happened: onItsDay,
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_MILESTONE_NOT_FOUND'],
    decide: async (request, tx) => ({ ...request.body, on: request.effectiveAt, ...(await of(request, tx)) }),
  }),
  commandOf(accompaniment, 'DeclareAlumnusFigure', {
    verb: 'declare-figure',
    summary:
      'Record what a source declares of a company that has left the incubator: jobs, funds raised. Sources may differ, and all stay.',
    body: { incubatorId, indicator, value, unit, scope, source },
    happened: onItsDay,
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_NO_ALUMNUS'],
    decide: async (request, tx) => ({ ...request.body, on: request.effectiveAt, ...(await of(request, tx)) }),
  }),
  ...factCommands(accompaniment, {
    only: ['MentorAssigned', 'MilestoneSet'],
    unless: unfitBy(outsideResidency),
    refusals: [...FACT_REFUSALS, 'INC_COMPANY_NOT_INSIDE'],
  }),
  ...factCommands(accompaniment, {
    only: ['AlumnusFigureDeclared'],
    unless: unfitBy(noAlumnus),
    refusals: [...FACT_REFUSALS, 'INC_NO_ALUMNUS'],
  }),
  ...factCommands(accompaniment, { only: ['MentorReleased', 'MilestoneReached'], refusals: FACT_REFUSALS }),
]);
