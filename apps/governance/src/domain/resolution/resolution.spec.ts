import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { requireSettled } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { judge, type Clause } from '#libs/ballot';
import { body as bodies } from '../body/body.ts';
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
const heldOn = (on: string) => {
  const state = meetings.evolve(convenedMeeting, {
    type: 'MeetingHeld',
    ...place,
    members: 220,
    present: 90,
    represented: 40,
    on,
  });
  if (state.status !== 'held') throw new Error(`the meeting is ${state.status}`);
  return state;
};
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
const assembly = bodies.evolve(bodies.initial, {
  ...{ type: 'BodyCreated', bodyId: place.bodyId, clusterId: place.clusterId },
  ...{ kind: 'assembly', name: 'Assemblée générale', since: '2006-06-29' },
});
const record: RecordTally = {
  ...{ type: 'RecordTally', resolutionId, tally, on: '2016-03-31' },
  ...{ meeting, firstMeeting: meetings.initial, body: assembly, statutes },
};
const rule = { ...dissolution, kind: 'dissolution', statutesVersion: 2 } as const;
const decided: ResolutionDecided = {
  type: 'ResolutionDecided',
  resolutionId,
  ...place,
  tally,
  rule,
  ...judge(tally, rule),
  on: '2016-03-31',
};
const asOrdinary = { ...ordinary, kind: 'ordinary', statutesVersion: 2 } as const;
/** Convened again because the first meeting found no quorum. */
const secondMeeting = { ...meeting, convened: { ...meeting.convened, secondOf: countedUuid(9) } };
function dataOf({ type: _type, ...data }: ResolutionDecided) {
  return data;
}
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
      .then({ ...decided, tally: few, ...judge(few, rule), outcome: 'inquorate' });
  });
  it('a rejection is an outcome too', () => {
    const against = { ...tally, for: 79, against: 41 };
    given(tabled)
      .when({ ...record, tally: against })
      .then({ ...decided, tally: against, ...judge(against, rule), outcome: 'rejected' });
  });
  it('the same numbers are judged otherwise under another clause', () => {
    const few = { ...tally, present: 60, represented: 0, for: 31, against: 29, abstentions: 0 };
    given({ ...tabled, clause: 'ordinary' })
      .when({ ...record, tally: few })
      .then({ ...decided, tally: few, rule: asOrdinary, ...judge(few, asOrdinary) });
  });
  it('of a kind without a clause of its own is judged under that of an ordinary one', () => {
    given({ ...tabled, clause: 'budget' })
      .when(record)
      .then({ ...decided, rule: asOrdinary, ...judge(tally, asOrdinary) });
  });
  it('is judged under the clause that the statutes have for its body', () => {
    const special = { kind: 'budget', bodyKind: 'assembly', clause: dissolution } as const;
    const own = { ...dissolution, kind: 'budget', statutesVersion: 2, bodyKind: 'assembly' } as const;
    const [version] = statutes.versions;
    given({ ...tabled, clause: 'budget' })
      .when({ ...record, statutes: { versions: [{ ...version!, specialClauses: [special] }] } })
      .then({ ...decided, rule: own, ...judge(tally, own) });
  });
  it('of a second convocation needs what the clause asks for then', () => {
    const few = { ...tally, present: 40, represented: 0, for: 40, against: 0, abstentions: 0 };
    const again = { ...dissolution, second: { daysAfter: 15 } };
    const [version] = statutes.versions;
    const second = { ...rule, second: again.second };
    given(tabled)
      .when({
        ...{ ...record, tally: few, meeting: secondMeeting, firstMeeting: heldOn('2016-03-10') },
        statutes: { versions: [{ ...version!, clauses: { ordinary, amendment: again, dissolution: again } }] },
      })
      .then({ ...decided, tally: few, rule: second, ...judge(few, second, 'second'), outcome: 'adopted' });
  });
  it('that is not as it has to be is decided, with what was irregular', () => {
    const [version] = statutes.versions;
    const byBoard = { kind: 'dissolution' as const, bodyKinds: ['board' as const] };
    given({ ...tabled, subject: 'Dissolution' })
      .when({ ...record, statutes: { versions: [{ ...version!, decidedBy: [byBoard] }] } })
      .then({
        ...decided,
        irregularities: [
          { kind: 'decided-by-other-body', found: 'assembly', required: 'board' },
          { kind: 'not-on-agenda' },
        ],
      });
  });
  it('is judged anew when its tally is corrected, under the same clause and convocation', () => {
    const few = { ...tally, present: 40, represented: 0, for: 40, against: 0, abstentions: 0 };
    const second = { ...rule, second: {} };
    const inquorate = { ...decided, tally, rule: second, ...judge(tally, second, 'second') };
    const corrects = { type: 'CorrectFact', of: 'ResolutionDecided', fact: '1', reason: 'misread' } as const;
    const { decision } = given(tabled, inquorate).when({ ...corrects, changes: { tally: few } });
    expect(decision).toMatchObject({
      events: [
        {
          type: 'ResolutionDecidedCorrected',
          was: dataOf(inquorate),
          now: dataOf({ ...inquorate, tally: few, ...judge(few, second, 'second') }),
        },
      ],
    });
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
  const oneGroup = { ...tally, group: 'all', for: 99 };
  const secret = { ...tally, ballot: 'secret', castingVote: 'for' } as const;
  const open = { ...tally, ballot: 'open', castingVote: 'for' } as const;
  const under = (clause: typeof dissolution & Pick<Clause, 'counting' | 'castingVote'>) => {
    const [version] = statutes.versions;
    return { statutes: { versions: [{ ...version!, clauses: { ordinary, amendment: clause, dissolution: clause } }] } };
  };
  const companies = { group: 'companies', weight: half };
  const byGroups = under({ ...dissolution, counting: { by: 'college', groups: [companies] } });
  const chaired = under({ ...dissolution, castingVote: true });
  const abolished = bodies.evolve(assembly, {
    ...{ type: 'BodyAbolished', bodyId: place.bodyId, clusterId: place.clusterId },
    ...{ cause: 'decision', on: '2016-03-31' },
  });
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
    ['GOV_TALLY_GROUPS_DIFFER', [tabled], { ...record, tally: { ...tally, groups: [oneGroup], castingVote: 'for' } }],
    ['GOV_CASTING_VOTE_NOT_OPEN', [tabled], { ...record, tally: secret, statutes: statutesOf.initial }],
    ['GOV_STATUTES_NOT_IN_FORCE', [tabled], { ...record, statutes: statutesOf.initial, body: bodies.initial }],
    ['GOV_BODY_NOT_FOUND', [tabled], { ...record, body: bodies.initial, meeting: convenedMeeting }],
    ['GOV_BODY_ABOLISHED', [tabled], { ...record, body: abolished, meeting: convenedMeeting }],
    ['GOV_MEETING_NOT_FOUND', [], { ...table, meeting: meetings.initial }],
    ['GOV_MEETING_NOT_HELD_THAT_DAY', [tabled], { ...record, meeting: convenedMeeting }],
    ['GOV_MEETING_NOT_HELD_THAT_DAY', [tabled], { ...record, meeting: heldOn('2016-04-01') }],
    ['GOV_REPRESENTED_BY_NOBODY', [tabled], { ...record, tally: { ...tally, present: 0, represented: 60 } }],
    ['GOV_TALLY_CONTRADICTS_SHEET', [tabled], { ...record, tally: { ...tally, members: 5_000 } }],
    ['GOV_TALLY_CONTRADICTS_SHEET', [tabled], { ...record, tally: { ...tally, present: tally.present + 1 } }],
    ['GOV_TALLY_CONTRADICTS_SHEET', [tabled], { ...record, tally: { ...tally, represented: tally.represented + 1 } }],
    ['GOV_TALLY_CONTRADICTS_SHEET', [tabled], { ...record, ...byGroups, tally: { ...open, members: 5_000 } }],
    ['GOV_TALLY_GROUPS_REQUIRED', [tabled], { ...record, ...byGroups, tally: open }],
    ['GOV_CASTING_VOTE_NOT_GIVEN', [tabled], { ...record, tally: open }],
    ['GOV_CASTING_VOTE_WITHOUT_TIE', [tabled], { ...record, ...chaired, tally: open }],
    ['GOV_FACT_CONTRADICTED', [{ ...tabled, on: '2016-04-15' }], record],
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
    fact: { ...tabled, agendaItem: 1, on: '2016-03-01' },
    after: [decided],
    carries: true,
    command: { ...table, agendaItem: 1, on: '2016-03-01' },
    other: { subject: 'Dissolution', agendaItem: 2, on: '2016-03-02' },
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
