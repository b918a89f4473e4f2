import { describe, expect, it } from '@jest/globals';
import { gatheringAfter } from '../registrations/testing/registrations.fixtures.ts';
import {
  attended,
  cancelled,
  held,
  incubatorId,
  PLANNED,
  planned,
  postponed,
  rhoneAlpes,
  sophiaConf,
} from '../gathering/testing/gathering.fixtures.ts';
import { evolveGathering, noGathering, type GatheringFact } from '../gathering/gathering.facts.ts';
import { differenceOfGathering, missingOf, type GatheringLine } from './gathering-line.ts';

const line = (more: Partial<GatheringLine> = {}): GatheringLine => ({ plan: sophiaConf, state: 'announced', ...more });
const planning = (more: object) => line({ plan: { ...sophiaConf, ...more } });
const seats: NonNullable<GatheringLine['seats']> = {
  ...{ seats: 40, audiences: [], clusters: [], waiting: 'strict', counted: ['participant'], party: 1 },
};
const { gatheringId, clusterId } = sophiaConf;
const decided = { ...seats, gatheringId, clusterId, since: PLANNED };
const cancellation = { reason: 'Grève', on: '2016-06-01' };

/** A gathering as it was planned in the fixtures, with what became of it. */
function known(...facts: readonly GatheringFact[]) {
  const after = [planned(), ...facts].reduce(evolveGathering, noGathering);
  return after.known ?? gatheringAfter();
}
const later = { schedule: { from: '2016-09-05T18:00', to: '2016-09-08T21:30' } };

describe('a line that says of a gathering', () => {
  it.each<[string, GatheringLine, readonly GatheringFact[], object]>([
    ['what is recorded', line(), [], {}],
    ['its name in capitals', planning({ title: 'SOPHIACONF  2016' }), [], {}],
    ['the time to which it was put off', planning(later), [postponed('2016-06-01', later)], {}],
    ['the time from which it was put off', line(), [postponed('2016-06-01', later)], {}],
    [
      'how many came, once that was counted',
      line({ participants: 120 }),
      [held('2016-07-07'), attended('2016-07-07')],
      {},
    ],
    ['its seats, as they were decided', line({ seats }), [], { decided }],
    [
      'seats of before another decision',
      line({ seats }),
      [],
      { decided: { ...decided, seats: 60, since: '2016-04-01' } },
    ],
    ['seats where nothing was decided', line({ seats }), [], {}],
    ['nothing of its seats', line(), [], { decided }],
  ])('%s differs in nothing', (_what, asked, facts, state) => {
    expect(differenceOfGathering(asked, known(...facts), state)).toBeUndefined();
  });

  it.each<[GatheringLine, readonly GatheringFact[], object, string, string]>([
    [planning({ title: 'Autre' }), [], {}, 'the title Autre', 'the title SophiaConf 2016'],
    [planning({ format: 'seminar' }), [], {}, 'the format seminar', 'the format conference'],
    [
      planning({ organiser: { kind: 'antenna', id: rhoneAlpes } }),
      [],
      {},
      `the organiser antenna ${rhoneAlpes}`,
      `the organiser cluster ${clusterId}`,
    ],
    [planning({ coHosts: [] }), [], {}, 'the hosts none', `the hosts incubator ${incubatorId}`],
    [
      planning({ place: { name: 'SKEMA', zone: 'Indian/Reunion' } }),
      [],
      {},
      'the place SKEMA in Indian/Reunion',
      'the place SKEMA in Europe/Paris',
    ],
    [planning(later), [], {}, 'the time 2016-09-05T18:00 to 2016-09-08T21:30', 'the time 2016-07-04T18:00'],
    [planning({ parts: [] }), [], {}, 'the parts none', 'the parts Big data'],
    [planning({ audience: ['public'] }), [], {}, 'the audience public', 'the audience member, public'],
    [planning({ on: '2016-03-02' }), [], {}, 'planned on 2016-03-02', `planned on ${PLANNED}`],
    [line({ participants: 1 }), [held('2016-07-07'), attended('2016-07-07')], {}, '1 participants', '120: correct'],
    [
      line({ participants: 1 }),

      [held('2016-07-07'), attended('2016-07-07', { participants: null })],
      {},
      '1 participants',
      'unknown: correct',
    ],
    [
      line({ seats: { ...seats, seats: null } }),
      [],
      { decided },
      'seats without a limit, 1 for one registration, strict',
      '40 seats, 1 for one',
    ],
    [
      line({ seats: { ...seats, waiting: 'fill' } }),
      [],
      { decided },
      '40 seats, 1 for one registration, fill',
      '40 seats',
    ],
  ])('something else than is recorded: %#', (asked, facts, state, found, required) => {
    expect(differenceOfGathering(asked, known(...facts), state)).toEqual({
      ...{ type: 'EVT_LINE_DIFFERS', found, required: expect.stringContaining(required) as unknown },
    });
  });
});

describe('what is missing of a line', () => {
  const types = (asked: GatheringLine, facts: readonly GatheringFact[] | undefined) =>
    missingOf(asked, facts && known(...facts)).map((command) => [command.type, 'on' in command ? command.on : '']);

  it.each<[string, GatheringLine, readonly GatheringFact[] | undefined, readonly (readonly [string, string])[]]>([
    ['a draft that nobody planned', line({ state: 'draft' }), undefined, [['PlanGathering', PLANNED]]],
    [
      'one that was announced',

      line(),
      undefined,
      [
        ['PlanGathering', PLANNED],
        ['AnnounceGathering', PLANNED],
      ],
    ],
    [
      'one that was held, which has its last day',

      line({ state: 'held', participants: 12 }),
      [],
      [
        ['AnnounceGathering', PLANNED],
        ['HoldGathering', '2016-07-07'],
        ['CountAttendance', '2016-07-07'],
      ],
    ],
    [
      'one that was put off and held',

      line({ state: 'held' }),
      [postponed('2016-06-01', later)],
      [
        ['AnnounceGathering', PLANNED],
        ['HoldGathering', '2016-09-08'],
      ],
    ],
    [
      'one that was held on another day',
      line({ state: 'held' }),
      [held('2016-07-05')],
      [['AnnounceGathering', PLANNED]],
    ],
    [
      'one that was cancelled',

      line({ state: 'cancelled', cancellation }),
      [],
      [
        ['AnnounceGathering', PLANNED],
        ['CancelGathering', '2016-06-01'],
      ],
    ],
    [
      'one that was cancelled already',
      line({ state: 'cancelled', cancellation }),
      [cancelled('2016-05-01')],
      [['AnnounceGathering', PLANNED]],
    ],
  ])('%s', (_what, asked, facts, expected) => {
    expect(types(asked, facts)).toEqual(expected);
  });
});
