import { describe, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import {
  admissionOf as idOf,
  admitted,
  decided,
  ended,
  incubatorId,
  inside,
} from '../occupancy/testing/occupancy.fixtures.ts';
import { admissionOf } from '../occupancy/occupancy.state.ts';
import { occupancy } from '../occupancy/occupancy.ts';
import { accompaniment, type AccompanimentCommand } from './accompaniment.ts';
import type { AccompanimentFact } from './accompaniment.state.ts';

/** The first was inside from 2011 to 2013; the second waits until then. */
const places = fold(occupancy, [
  decided(1),
  ...inside(1, '2011-01-01'),
  admitted(2, '2011-02-01'),
  ended(1, '2013-01-01'),
]);
const admission = admissionOf(places, idOf(1));
/** The same, still inside. */
const stays = { admitted: admitted(1, '2011-01-01'), startedOn: '2011-01-01' };
const about = { admissionId: idOf(1), incubatorId };
const facts = { ...about, organisationId: countedUuid(1, 3) };
const person = { personId: countedUuid(1, 0x73), name: 'Claire Roche' };
const [assignmentId, milestoneId] = [countedUuid(2, 0x73), countedUuid(3, 0x73)];
const mentor = { assignmentId, role: 'mentor', person } as const;
const goal = { milestoneId, title: 'Premier client', dueOn: '2011-12-31' } as const;
const jobs = { indicator: 'jobs', value: 12, unit: 'persons', scope: 'Clermont', source: 'La société' } as const;

const assign = (since: string, more: object = {}): AccompanimentCommand => ({
  ...{ type: 'AssignMentor', ...about, admission, ...mentor, since },
  ...more,
});
const assigned = (since: string): AccompanimentFact => ({ type: 'MentorAssigned', ...facts, ...mentor, since });
const release = (on: string, id = assignmentId): AccompanimentCommand => ({
  ...{ type: 'ReleaseMentor', ...about, admission, assignmentId: id, on },
});
const released = (on: string): AccompanimentFact => ({ type: 'MentorReleased', ...facts, assignmentId, on });
const set = (on: string, more: object = {}): AccompanimentCommand => ({
  ...{ type: 'SetMilestone', ...about, admission, ...goal, on },
  ...more,
});
const isSet = (on: string): AccompanimentFact => ({ type: 'MilestoneSet', ...facts, ...goal, on });
const reach = (on: string, id = milestoneId): AccompanimentCommand => ({
  ...{ type: 'ReachMilestone', ...about, admission, milestoneId: id, on },
});
const reached = (on: string): AccompanimentFact => ({ type: 'MilestoneReached', ...facts, milestoneId, on });
const declare = (on: string, more: object = {}): AccompanimentCommand => ({
  ...{ type: 'DeclareAlumnusFigure', ...about, admission, ...jobs, on },
  ...more,
});
const declared = (on: string, more: object = {}): AccompanimentFact => ({
  ...{ type: 'AlumnusFigureDeclared', ...facts, ...jobs, on },
  ...more,
});
const { given } = specification(accompaniment);
type Refused = Parameters<ReturnType<ReturnType<typeof given>['when']>['refused']>[0];

describe('the accompaniment of a company', () => {
  it('has mentors, milestones, and figures once it has left', () => {
    given().when(assign('2011-03-01')).then(assigned('2011-03-01'));
    given(assigned('2011-03-01')).when(release('2011-09-01')).then(released('2011-09-01'));
    given().when(set('2011-03-01')).then(isSet('2011-03-01'));
    given(isSet('2011-03-01')).when(reach('2013-05-01')).then(reached('2013-05-01'));
    given().when(declare('2013-01-01')).then(declared('2013-01-01'));
  });
  it('said twice is said once, also where a name was erased', () => {
    const erased = { ...assigned('2011-03-01'), person: { ...person, name: '[erased]' } } as AccompanimentFact;
    given(erased).when(assign('2011-03-01')).then();
    given(isSet('2011-03-01'), reached('2011-05-01')).when(set('2011-03-01')).then();
    given(declared('2014-01-01')).when(declare('2014-01-01')).then();
  });
  it('keeps what two sources say, and that nobody knows', () => {
    given(declared('2014-01-01'))
      .when(declare('2014-01-01', { value: null, source: 'La presse' }))
      .then(declared('2014-01-01', { value: null, source: 'La presse' }));
  });
  it.each<[string, AccompanimentCommand, Refused]>([
    ['of no admission', assign('2011-03-01', { admission: undefined }), { type: 'INC_ADMISSION_NOT_FOUND' }],
    ['of a company before it is inside', assign('2010-12-31'), { type: 'INC_COMPANY_NOT_INSIDE' }],
    ['of a company that has left', set('2013-01-01'), { type: 'INC_COMPANY_NOT_INSIDE' }],
    ['by an unknown assignment', release('2011-03-01', countedUuid(9)), { type: 'INC_ASSIGNMENT_NOT_FOUND' }],
    ['by an unknown milestone', reach('2011-03-01', countedUuid(9)), { type: 'INC_MILESTONE_NOT_FOUND' }],
    ['with figures while it is inside', declare('2012-12-31'), { type: 'INC_NO_ALUMNUS' }],
  ])('is refused %s', (_what, command, refusal) => given().when(command).refused(refusal));
  it('is refused under the id of another assignment or milestone, and of what one source says otherwise', () => {
    given(assigned('2011-03-01')).when(assign('2011-03-02')).refused({ type: 'INC_ASSIGNMENT_EXISTS' });
    given(isSet('2011-03-01'))
      .when(set('2011-03-01', { title: 'Autre' }))
      .refused({ type: 'INC_MILESTONE_EXISTS' });
    given(declared('2014-01-01'))
      .when(declare('2014-01-01', { value: 13 }))
      .refused({ type: 'INC_FACT_CONTRADICTED' });
  });
  it('of one that waits is refused, until it is known from when on it has a place', () => {
    const waits = { admissionId: idOf(2), admission: { admitted: admitted(2, '2011-02-01') } };
    given().when(assign('2011-03-01', waits)).refused({ type: 'INC_ADMISSION_NOT_FOUND' });
  });
});

factsInAnyOrder(accompaniment, {
  MentorReleased: {
    before: [assigned('2011-03-01')],
    fact: released('2011-09-01'),
    after: [isSet('2011-10-01')],
    command: release('2011-09-01'),
    other: { on: '2011-10-01' },
    overlap: [{ command: release('2011-09-02'), day: '2011-09-01' }],
  },
  MentorAssigned: {
    fact: assigned('2011-03-01'),
    after: [released('2011-09-01')],
    carries: true,
    command: assign('2011-03-01', { admission: stays }),
    other: { role: 'coach', person: { ...person, personId: countedUuid(9) }, since: '2011-04-01' },
    overlap: 'each has an id of its own',
  },
  MilestoneSet: {
    fact: isSet('2011-03-01'),
    after: [reached('2011-05-01')],
    carries: true,
    command: set('2011-03-01', { admission: stays }),
    other: { title: 'Autre', dueOn: '2012-12-31', on: '2011-04-01' },
    overlap: 'each has an id of its own',
  },
  MilestoneReached: {
    before: [isSet('2011-03-01')],
    fact: reached('2011-05-01'),
    after: [declared('2014-01-01')],
    command: reach('2011-05-01'),
    other: { on: '2011-06-01' },
    overlap: [{ command: reach('2011-05-02'), day: '2011-05-01' }],
  },
  AlumnusFigureDeclared: {
    fact: declared('2014-01-01'),
    after: [declared('2015-01-01')],
    command: declare('2014-01-01'),
    other: {
      ...{ indicator: 'funds-raised', value: 5, unit: 'EUR', scope: 'Groupe', source: 'La presse', on: '2014-02-01' },
    },
    overlap: [{ command: declare('2014-01-01', { value: 13 }), day: '2014-01-01' }],
  },
});
