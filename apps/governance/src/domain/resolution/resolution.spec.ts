import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { requireSettled } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { meeting as meetings } from '../meeting/meeting.ts';
import { statutes as statutesOf, type StatutesState } from '../statutes/statutes.ts';
import {
  resolution,
  type RecordTally,
  type ResolutionCommand,
  type TableResolution,
  type ResolutionDecided,
  type ResolutionTabled,
} from './resolution.ts';

const resolutionId = countedUuid(1);
const place = { meetingId: countedUuid(2), bodyId: countedUuid(3), clusterId: countedUuid(4) };
const { meetingId } = place;
const convenedMeeting = meetings.evolve(meetings.initial, {
  ...{ type: 'MeetingConvened', ...place, convenedOn: '2016-03-01', scheduledFor: '2016-03-31', agenda: ['Fusion'] },
});
const heldOn = (on: string) =>
  meetings.evolve(convenedMeeting, { type: 'MeetingHeld', ...place, members: 220, present: 90, represented: 40, on });
const meeting = heldOn('2016-03-31');
const subject = { clause: 'dissolution', subject: 'Fusion', on: '2016-03-31' } as const;
const table: TableResolution = { type: 'TableResolution', resolutionId, meetingId, ...subject, meeting };
const tabled: ResolutionTabled = { type: 'ResolutionTabled', resolutionId, ...place, ...subject };
const half = { numerator: 1, denominator: 2 };
const ordinary = {
  quorum: { numerator: 1, denominator: 4 },
  majority: half,
  majorityOf: 'votes-cast',
  strict: true,
} as const;
const dissolution = { ...ordinary, quorum: half, majority: { numerator: 2, denominator: 3 }, strict: false } as const;
const adopted = { type: 'StatutesAdopted', clusterId: place.clusterId, inForceFrom: '2010-01-01' } as const;
const statutes: StatutesState = {
  versions: [{ ...adopted, statutesVersion: 2, clauses: { ordinary, amendment: dissolution, dissolution } }],
};
const tally = { members: 220, present: 90, represented: 40, for: 100, against: 20, abstentions: 10 };
const record: RecordTally = { type: 'RecordTally', resolutionId, tally, on: '2016-03-31', meeting, statutes };
const rule = { ...dissolution, kind: 'dissolution', statutesVersion: 2 } as const;
const decided: ResolutionDecided = {
  type: 'ResolutionDecided',
  resolutionId,
  ...place,
  tally,
  rule,
  outcome: 'adopted',
  on: '2016-03-31',
};
const { given } = specification(resolution);

describe('a resolution', () => {
  it('is tabled', () => {
    given().when(table).then(tabled);
  });
  it('tabled again with the same facts is already so', () => {
    given(tabled, decided).when(table).then();
  });
  it('is decided under its own clause, and the event carries the numbers that decided', () => {
    given(tabled).when(record).then(decided);
  });
  it('an inquorate assembly is an outcome, not an error', () => {
    const few = { ...tally, present: 40, represented: 0, for: 40, against: 0, abstentions: 0 };
    given(tabled)
      .when({ ...record, tally: few })
      .then({ ...decided, tally: few, outcome: 'inquorate' });
  });
  it('a rejection is an outcome too', () => {
    const against = { ...tally, for: 79, against: 41 };
    given(tabled)
      .when({ ...record, tally: against })
      .then({ ...decided, tally: against, outcome: 'rejected' });
  });
  it('the same numbers are judged otherwise under another clause', () => {
    const few = { ...tally, present: 60, represented: 0, for: 31, against: 29, abstentions: 0 };
    given({ ...tabled, clause: 'ordinary' })
      .when({ ...record, tally: few })
      .then({ ...decided, tally: few, rule: { ...ordinary, kind: 'ordinary', statutesVersion: 2 } });
  });
  it('the same tally again is already so, whatever the statutes say today', () => {
    given(tabled, decided).when(record).then();
    given(tabled, decided)
      .when({ ...record, statutes: statutesOf.initial })
      .then();
  });
});

describe('refusals of a resolution, in their precedence', () => {
  const crowded = { ...tally, present: 181 };
  it.each([
    ['GOV_RESOLUTION_EXISTS', [tabled], { ...table, clause: 'ordinary' }],
    ['GOV_RESOLUTION_NOT_FOUND', [], { ...record, tally: crowded }],
    ['GOV_RESOLUTION_DECIDED', [tabled, decided], { ...record, tally: crowded }],
    ['GOV_RESOLUTION_DECIDED', [tabled, decided], { ...record, on: '2016-04-01' }],
    ['GOV_ATTENDANCE_EXCEEDS_MEMBERS', [tabled], { ...record, tally: { ...crowded, for: 300 } }],
    [
      'GOV_VOTES_EXCEED_ATTENDANCE',
      [tabled],
      { ...record, tally: { ...tally, abstentions: 11 }, statutes: statutesOf.initial },
    ],
    ['GOV_STATUTES_NOT_IN_FORCE', [tabled], { ...record, statutes: statutesOf.initial, meeting: convenedMeeting }],
    ['GOV_MEETING_NOT_FOUND', [], { ...table, meeting: meetings.initial }],
    ['GOV_MEETING_NOT_HELD_THAT_DAY', [tabled], { ...record, meeting: convenedMeeting }],
    ['GOV_MEETING_NOT_HELD_THAT_DAY', [tabled], { ...record, meeting: heldOn('2016-04-01') }],
    ['GOV_REPRESENTED_BY_NOBODY', [tabled], { ...record, tally: { ...tally, present: 0, represented: 60 } }],
    ['GOV_TALLY_CONTRADICTS_SHEET', [tabled], { ...record, tally: { ...tally, members: 5_000 } }],
    ['GOV_TALLY_CONTRADICTS_SHEET', [tabled], { ...record, tally: { ...tally, present: tally.present + 1 } }],
    ['GOV_TALLY_CONTRADICTS_SHEET', [tabled], { ...record, tally: { ...tally, represented: tally.represented + 1 } }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });

  it('say what was found and what is required', () => {
    given(tabled)
      .when({ ...record, tally: crowded })
      .refused({ found: 221, required: 220 });
    given(tabled)
      .when({ ...record, tally: { ...tally, for: 101 } })
      .refused({ found: 131, required: 130 });
  });
});

describe('the history of a resolution', () => {
  it('that was decided before it was tabled is a bug, not a refusal', () => {
    expect(() => requireSettled(resolution.evolve(resolution.initial, decided))).toThrow(
      'the resolution was not tabled',
    );
  });
  const anyCommand: fc.Arbitrary<ResolutionCommand> = fc.oneof(
    fc.constantFrom<ResolutionCommand>(table, { ...table, clause: 'ordinary' }),
    fc
      .record({ for: fc.nat(130), against: fc.nat(130) })
      .map((votes) => ({ ...record, tally: { ...tally, ...votes } })),
  );
  deciderIsIdempotent('resolution', resolution, fc.array(anyCommand, { maxLength: 8 }));
});

factsInAnyOrder(resolution, {
  ResolutionTabled: {
    fact: { ...tabled, on: '2016-03-01' },
    after: [decided],
    carries: true,
    command: { ...table, on: '2016-03-01' },
    other: { subject: 'Dissolution', on: '2016-03-02' },
    overlap: 'a resolution is tabled once, under an id of its own',
  },
  ResolutionDecided: {
    before: [tabled],
    fact: decided,
    after: 'nothing counts after it',
    command: record,
    other: { tally: { ...tally, for: 79, against: 41 } },
    overlap: [{ command: { ...record, on: '2016-04-01' }, day: '2016-03-31' }],
  },
});
