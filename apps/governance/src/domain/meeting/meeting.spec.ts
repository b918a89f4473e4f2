import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { requireSettled } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { body as bodies, type BodyState } from '../body/body.ts';
import {
  meeting,
  type ConveneMeeting,
  type HoldMeeting,
  type MeetingCommand,
  type MeetingConvened,
  type MeetingHeld,
} from './meeting.ts';

const meetingId = countedUuid(1);
const bodyId = countedUuid(2);
const clusterId = countedUuid(3);
const facts = {
  meetingId,
  bodyId,
  clusterId,
  convenedOn: '2016-03-01',
  scheduledFor: '2016-03-31',
  agenda: ['Fusion'],
};
const body: BodyState = bodies.evolve(bodies.initial, {
  ...{ type: 'BodyCreated', bodyId, clusterId, kind: 'assembly', name: 'Assemblée', since: '2010-01-01' },
});
const { clusterId: _clusterId, ...asked } = facts;
const convene: ConveneMeeting = { type: 'ConveneMeeting', ...asked, body };
const convened: MeetingConvened = { type: 'MeetingConvened', ...facts };
const hold: HoldMeeting = {
  type: 'HoldMeeting',
  meetingId,
  members: 220,
  present: 90,
  represented: 40,
  on: '2016-03-31',
};
const held: MeetingHeld = { ...hold, type: 'MeetingHeld', bodyId, clusterId };
const { given } = specification(meeting);

describe('a meeting', () => {
  it('is convened', () => {
    given().when(convene).then(convened);
  });
  it('may be convened for the same day', () => {
    given()
      .when({ ...convene, scheduledFor: '2016-03-01' })
      .then({ ...convened, scheduledFor: '2016-03-01' });
  });
  it('convened again with the same facts is already so', () => {
    given(convened, held).when(convene).then();
  });
  it('is held', () => {
    given(convened).when(hold).then(held);
  });
  it('is held with everybody there, and with nobody there', () => {
    given(convened)
      .when({ ...hold, present: 180 })
      .then({ ...held, present: 180 });
    given(convened)
      .when({ ...hold, present: 0, represented: 0 })
      .then({ ...held, present: 0, represented: 0 });
  });
  it('held again with the same facts is already so', () => {
    given(convened, held).when(hold).then();
  });
});

describe('refusals of a meeting, in their precedence', () => {
  it.each([
    ['GOV_MEETING_EXISTS', [convened], { ...convene, scheduledFor: '2016-02-01' }],
    ['GOV_MEETING_BEFORE_CONVOCATION', [], { ...convene, scheduledFor: '2016-02-29' }],
    ['GOV_MEETING_NOT_FOUND', [], hold],
    ['GOV_BODY_NOT_FOUND', [], { ...convene, body: bodies.initial }],
    ['GOV_BODY_BEFORE_CREATION', [], { ...convene, convenedOn: '2009-01-01', scheduledFor: '2009-12-31' }],
    ['GOV_MEETING_HELD', [convened, held], { ...hold, on: '2016-02-01' }],
    ['GOV_MEETING_BEFORE_CONVOCATION', [convened], { ...hold, present: 200, on: '2016-02-29' }],
    ['GOV_ATTENDANCE_EXCEEDS_MEMBERS', [convened], { ...hold, present: 181 }],
    ['GOV_REPRESENTED_BY_NOBODY', [convened], { ...hold, present: 0, represented: 60 }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });
});

describe('the history of a meeting', () => {
  it('that was held before it was convened is a bug, not a refusal', () => {
    expect(() => requireSettled(meeting.evolve(meeting.initial, held))).toThrow('the meeting was not convened');
  });
  const anyCommand: fc.Arbitrary<MeetingCommand> = fc.oneof(
    fc.constantFrom('2016-03-31', '2016-02-01').map((scheduledFor) => ({ ...convene, scheduledFor })),
    fc
      .record({ present: fc.nat(200), on: fc.constantFrom('2016-03-31', '2016-02-01') })
      .map((more) => ({ ...hold, ...more })),
  );
  deciderIsIdempotent('meeting', meeting, fc.array(anyCommand, { maxLength: 8 }));
});

factsInAnyOrder(meeting, {
  MeetingConvened: {
    fact: convened,
    after: [held],
    carries: true,
    command: convene,
    other: { convenedOn: '2016-02-01', scheduledFor: '2016-04-01', agenda: ['Fusion', 'Comptes'] },
    overlap: 'a meeting is convened once, under an id of its own',
  },
  MeetingHeld: {
    before: [convened],
    fact: held,
    after: 'nothing counts after it',
    command: hold,
    other: { members: 221, present: 91, represented: 41, on: '2016-04-01' },
    overlap: [{ command: { ...hold, on: '2016-04-01' }, day: '2016-03-31' }],
  },
});
