import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { requireSettled } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { body as bodies, type BodyState } from '../body/body.ts';
import { countedVoters, roll as rolls, type RollState } from '../roll/roll.ts';
import type { StatutesAdopted } from '../statutes/statutes.ts';
import type { SheetOpened } from './attendance.ts';
import {
  meeting,
  type ConveneMeeting,
  type HoldMeeting,
  type MeetingCommand,
  type MeetingConvened,
  type MeetingFact,
  type MeetingHeld,
  type MeetingRejection,
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
const numbers = { members: 220, present: 90, represented: 40 };
const hold: HoldMeeting = {
  type: 'HoldMeeting',
  meetingId,
  ...numbers,
  on: '2016-03-31',
};
const held: MeetingHeld = { ...hold, ...numbers, type: 'MeetingHeld', bodyId, clusterId };

const called = {
  secondOf: countedUuid(6),
  notice: { by: 'electronic-mail' as const, sentTo: 220, sha256: 'a'.repeat(64) },
};
const [chair, secretary] = [
  { personId: countedUuid(21), name: 'Odile Présidente' },
  { personId: countedUuid(22), name: 'Yann Secrétaire' },
];
const rollId = countedUuid(4);
const [anna, bruno, chloe] = [countedUuid(11), countedUuid(12), countedUuid(13)];
const electorate = countedVoters([{ voterIds: [anna, bruno, chloe] }]);
const roll: RollState = rolls.evolve(rolls.initial, {
  ...{ type: 'RollFrozen', rollId, bodyId, clusterId, ...electorate, on: '2016-03-30' },
});
const place = { meetingId, bodyId, clusterId };
const on = '2016-03-31';
const opened: SheetOpened = { type: 'SheetOpened', ...place, rollId, rollVersion: 1, members: 3, on };
const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast' as const, strict: true };
const adopted: StatutesAdopted = {
  ...{ type: 'StatutesAdopted', clusterId, statutesVersion: 1, inForceFrom: '2010-01-01' },
  clauses: { ordinary: clause, amendment: clause, dissolution: clause },
};
const openSheet: MeetingCommand = { type: 'OpenSheet', meetingId, rollId, on, roll, statutes: { versions: [] } };
const arrived = (voterIds: readonly string[], at: string) => ({
  type: 'VotersArrived' as const,
  ...place,
  voterIds,
  at,
  on,
});
const left = (voterIds: readonly string[], at: string) => ({ type: 'VotersLeft' as const, ...place, voterIds, at, on });
const given1 = { type: 'ProxiesGiven' as const, ...place, proxies: [{ principalId: chloe, holderId: anna }], on };
const withdrawn = { type: 'ProxiesWithdrawn' as const, ...place, voterIds: [chloe], at: '18:30', on };
const arrive = (voterIds: readonly string[], at: string, day = on): MeetingCommand => ({
  ...{ type: 'RecordArrival', meetingId, move: { type: 'VotersArrived', voterIds, at }, on: day, roll },
});
const leave = (voterIds: readonly string[], at: string): MeetingCommand => ({
  ...{ type: 'RecordDeparture', meetingId, move: { type: 'VotersLeft', voterIds, at }, on, roll },
});
const giveProxy = (principalId: string, holderId: string): MeetingCommand => ({
  ...{ type: 'GiveProxies', meetingId, move: { type: 'ProxiesGiven', proxies: [{ principalId, holderId }] }, on, roll },
});
const withdraw: MeetingCommand = {
  ...{ type: 'WithdrawProxies', meetingId, on, roll },
  move: { type: 'ProxiesWithdrawn', voterIds: [chloe], at: '18:30' },
};
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

describe('the sheet of a meeting', () => {
  it('is opened under the version of the roll that counts, with its count', () => {
    given(convened).when(openSheet).then(opened);
    given(convened, opened).when(openSheet).then();
    given(convened, held).when(openSheet).then(opened);
    const versions = [{ ...adopted, proxiesPerHolder: 2 }];
    given(convened)
      .when({ ...openSheet, statutes: { versions } })
      .then({ ...opened, proxiesPerHolder: 2 });
  });
  it('takes arrivals, departures and proxies, each once', () => {
    given(convened, opened)
      .when(arrive([anna, bruno], '18:00'))
      .then(arrived([anna, bruno], '18:00'));
    given(convened, opened, arrived([anna], '18:00'))
      .when(arrive([anna], '18:00'))
      .then();
    given(convened, opened, arrived([anna], '18:00'))
      .when(leave([anna], '19:00'))
      .then(left([anna], '19:00'));
    given(convened, opened).when(giveProxy(chloe, anna)).then(given1);
    given(convened, opened, given1).when(withdraw).then(withdrawn);
  });
  it('gives the numbers of a meeting that is held without any', () => {
    const counted = { members: 3, present: 2, represented: 1 };
    given(convened, opened, given1, arrived([anna, bruno], '18:00'))
      .when({ type: 'HoldMeeting', meetingId, on })
      .then({ type: 'MeetingHeld', ...place, ...counted, on });
  });
  it('is held again with the numbers of then, whatever its sheet says by now', () => {
    const before = { members: 3, present: 1, represented: 0 };
    const recorded: MeetingHeld = { type: 'MeetingHeld', ...place, ...before, on };
    given(convened, opened, arrived([anna], '18:00'), recorded, arrived([bruno], '18:40'))
      .when({ type: 'HoldMeeting', meetingId, on })
      .then();
  });
  it('takes an arrival that is recorded after the meeting was held', () => {
    const counted = { members: 3, present: 1, represented: 0 };
    given(convened, opened, arrived([anna], '18:00'), { type: 'MeetingHeld', ...place, ...counted, on })
      .when(arrive([bruno], '18:40'))
      .then(arrived([bruno], '18:40'));
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
    ['GOV_SHEET_REQUIRED', [convened], { type: 'HoldMeeting', meetingId, on }],
    ['GOV_ATTENDANCE_CONTRADICTS_SHEET', [convened, opened], { ...hold, members: 3, present: 1, represented: 0 }],
    ['GOV_SHEET_OF_ANOTHER_DAY', [convened, opened], { ...hold, on: '2016-03-30' }],
    ['GOV_ROLL_NOT_FOUND', [convened], { ...openSheet, roll: rolls.initial }],
    ['GOV_ROLL_OF_ANOTHER_BODY', [{ ...convened, bodyId: countedUuid(5) }], openSheet],
    ['GOV_SHEET_OPENED', [convened, opened], { ...openSheet, on: '2016-04-01' }],
    ['GOV_SHEET_OF_ANOTHER_DAY', [convened, held], { ...openSheet, on: '2016-03-30' }],
    ['GOV_MEETING_BEFORE_CONVOCATION', [convened], { ...openSheet, on: '2016-02-01' }],
    ['GOV_SHEET_REQUIRED', [convened], arrive([anna], '18:00')],
    ['GOV_SHEET_OF_ANOTHER_DAY', [convened, opened], arrive([anna], '18:00', '2016-04-01')],
    ['GOV_VOTER_NOT_ON_ROLL', [convened, opened], arrive([countedUuid(14)], '18:00')],
    ['GOV_VOTER_NOT_ON_ROLL', [convened, opened], giveProxy(chloe, countedUuid(14))],
    ['GOV_VOTER_PRESENT', [convened, opened, arrived([anna], '18:00')], arrive([anna], '18:30')],
    ['GOV_VOTER_NOT_PRESENT', [convened, opened], leave([anna], '18:30')],
    ['GOV_PROXY_NOT_GIVEN', [convened, opened], withdraw],
  ] as readonly (readonly [MeetingRejection['type'], readonly MeetingFact[], MeetingCommand])[])(
    '%s',
    (type, history, command) => {
      given(...history)
        .when(command)
        .refused({ type });
    },
  );
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
    fact: { ...convened, ...called },
    after: [held],
    carries: true,
    command: { ...convene, ...called },
    other: {
      ...{ convenedOn: '2016-02-01', scheduledFor: '2016-04-01', agenda: ['Fusion', 'Comptes'] },
      ...{ secondOf: countedUuid(7), notice: { by: 'post', sentTo: 219 } },
    },
    overlap: 'a meeting is convened once, under an id of its own',
  },
  SheetOpened: {
    before: [convened],
    fact: { ...opened, proxiesPerHolder: 2 },
    after: 'what is entered on it is of its own day',
    other: { proxiesPerHolder: 3 },
    overlap:
      'the roll says how many members there are, and which version: another one is opened once this one was voided',
  },
  VotersArrived: {
    before: [convened, opened],
    fact: arrived([anna], '18:00'),
    after: 'a meeting is of one day',
    command: arrive([anna], '18:00'),
    other: { voterIds: [bruno], at: '18:10' },
    overlap: 'whoever has come is refused with a code of its own',
  },
  ProxiesGiven: {
    before: [convened, opened],
    fact: { ...given1, at: '17:00' },
    after: 'a meeting is of one day',
    other: { proxies: [{ principalId: bruno, holderId: anna }], at: '17:30' },
    overlap: 'a proxy that is given twice is refused with a code of its own',
  },
  ProxiesWithdrawn: {
    before: [convened, opened, { ...given1, proxies: [...given1.proxies, { principalId: bruno, holderId: anna }] }],
    fact: withdrawn,
    after: 'a meeting is of one day',
    command: withdraw,
    other: { voterIds: [bruno], at: '18:50' },
    overlap: 'what is not given is refused with a code of its own',
  },
  VotersLeft: {
    before: [convened, opened, arrived([anna, bruno], '18:00')],
    fact: left([anna], '19:00'),
    after: 'a meeting is of one day',
    command: leave([anna], '19:00'),
    other: { voterIds: [bruno], at: '19:10' },
    overlap: 'whoever has left is refused with a code of its own',
  },
  MeetingHeld: {
    before: [convened],
    fact: { ...held, chair, secretary: chair },
    after: 'nothing counts after it',
    command: { ...hold, chair, secretary: chair },
    other: { members: 221, present: 91, represented: 41, chair: secretary, secretary, on: '2016-04-01' },
    overlap: [{ command: { ...hold, on: '2016-04-01' }, day: '2016-03-31' }],
  },
});
