import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import type { MembershipPeriod } from '#libs/contracts/facts';
import { goesOn, joined, membersAfter, passages, periodsBefore, type Held } from './members.ts';

type Period = Partial<Pick<MembershipPeriod, 'since' | 'until'>>;

const [stays, first, second] = [1, 2, 3].map((n) => countedUuid(n));
const antenna = (n: number) => countedUuid(n, 0xa0);
const organisationId = countedUuid(1, 0x50);
const effectiveOn = '2016-03-31';
const since = '2010-01-01';

function member(clusterId: string | undefined, { place, ...more }: Period & { readonly place?: string } = {}): Held {
  const period = { since, ...(more.until === undefined ? {} : { cause: 'resignation' as const }), ...more };
  return { clusterId: clusterId ?? '', organisationId, antennaId: place, periods: [period] };
}
const effect = {
  predecessors: [first, second].map((clusterId) => ({ clusterId: clusterId ?? '' })),
  antennaMapping: [{ fromClusterId: first ?? '', toAntennaId: antenna(9) }],
  effectiveOn,
};

/** How many merge, since when the organisation is a member, and where it stands afterwards; undefined where it is none. */
function outcome(leaving: readonly Held[], existing: readonly Held[]) {
  const passed = passages(effect, leaving, existing);
  const after = membersAfter(passed, existing, effectiveOn);
  expect(after.size).toBeLessThanOrEqual(1);
  return {
    merged: passed.filter(({ merges }) => merges).length,
    since: passed[0]?.since,
    antennaId: after.get(organisationId)?.antennaId,
    isMember: after.has(organisationId),
  };
}

describe('who becomes a member of the successor', () => {
  it.each<[string, readonly Held[], readonly Held[], object]>([
    ['a member of one', [member(first)], [], { merged: 0, since: effectiveOn, antennaId: antenna(9) }],
    ['a member of two, once', [member(second), member(first)], [], { merged: 1, antennaId: antenna(9) }],
    ['whose admission lies ahead, on its day', [member(first, { since: '2017-06-01' })], [], { since: '2017-06-01' }],
    [
      'whose one admission lies ahead, on the day of the other',
      [member(first, { since: '2017-06-01' }), member(second)],
      [],
      { since: effectiveOn, merged: 1 },
    ],
    [
      'a member of the successor, who stays where it stands',
      [member(first)],
      [member(stays, { place: antenna(1) })],
      { merged: 1, antennaId: antenna(1) },
    ],
    [
      'a member of the successor who leaves it later',
      [],
      [member(stays, { until: '2017-06-01', place: antenna(1) })],
      { isMember: true, antennaId: antenna(1) },
    ],
    ['nobody who left it before', [], [member(stays, { until: '2014-06-01' })], { isMember: false }],
    [
      'a member of a predecessor who left the successor on the day of the effect',
      [member(first)],
      [member(stays, { until: effectiveOn })],
      { merged: 0, isMember: true, antennaId: antenna(9) },
    ],
    [
      'a member whom the plan maps nowhere, where its application says',
      [member(second)],
      [{ ...member(stays, { place: antenna(1) }), periods: [] }],
      { merged: 0, antennaId: antenna(1) },
    ],
  ])('%s', (_who, leaving, existing, expected) => {
    expect(outcome(leaving, existing)).toMatchObject(expected);
  });

  it('stands in the college to which the plan maps that of the first predecessor in its order', () => {
    const collegeMapping = [
      { fromClusterId: first ?? '', toCollege: 'Digital economy' },
      { fromClusterId: second ?? '', fromCollege: 'studios', toCollege: 'Digital creation' },
    ];
    const [inFirst, inSecond] = [member(first), { ...member(second), college: 'studios' }];
    const collegeOf = (...leaving: readonly Held[]) =>
      passages({ ...effect, collegeMapping }, leaving, []).map(({ place }) => place.college);
    expect(collegeOf(inSecond, inFirst)).toEqual(['Digital economy', 'Digital economy']);
    expect(collegeOf(inSecond)).toEqual(['Digital creation']);
    expect(collegeOf({ ...inSecond, college: 'schools' })).toEqual(['schools']);
  });

  it.each([
    [{ since }, true],
    [{ since, until: '2017-06-01' }, true],
    [{ since, until: effectiveOn }, false],
    [{ since: '2017-06-01', until: '2017-06-01' }, false],
    [{}, false],
  ])('the membership %j of the successor goes on: %s', (held, expected) => {
    expect(goesOn({ periods: 'since' in held ? [held] : [] }, effectiveOn)).toBe(expected);
  });
});

describe('what comes over of a member of a predecessor', () => {
  const leaving = (on: string) => ({ on, cause: 'resignation' as const });
  const of = (...periods: readonly MembershipPeriod[]) =>
    passages(effect, [{ clusterId: first ?? '', organisationId, periods }], []).map(({ on, memberSince, spans }) => ({
      on,
      memberSince,
      spans,
    }));

  it.each<[string, readonly MembershipPeriod[], ReturnType<typeof of>]>([
    ['nobody has ended it', [{ since }], [{ on: effectiveOn, memberSince: since, spans: [{ since: effectiveOn }] }]],
    ['it had ended before', [{ since, until: '2016-03-30', cause: 'resignation' }], []],
    ['it ended on that day, by a decision', [{ since, until: effectiveOn, cause: 'resignation' }], []],
    [
      'it is to end later: with its end',
      [{ since, until: '2016-12-31', cause: 'resignation' }],
      [
        {
          on: effectiveOn,
          memberSince: since,
          spans: [{ since: effectiveOn, ending: leaving('2016-12-31') }],
        },
      ],
    ],
    [
      'it leaves and comes back: both',
      [{ since, until: '2016-12-31', cause: 'resignation' }, { since: '2018-01-01' }],
      [
        {
          on: effectiveOn,
          memberSince: since,
          spans: [{ since: effectiveOn, ending: leaving('2016-12-31') }, { since: '2018-01-01' }],
        },
      ],
    ],
    ['another operation has moved it', [{ since, until: '2014-01-01', cause: 'succession', endedBy: 'other' }], []],
  ])('where %s', (_what, periods, expected) => {
    expect(of(...periods)).toEqual(expected);
  });

  it.each<[string, Parameters<typeof joined>[0], ReturnType<typeof joined>]>([
    ['nobody', [], []],
    [
      'of two, one of whom leaves, stays',
      [{ spans: [{ since, ending: leaving('2017-01-01') }] }, { spans: [{ since }] }],
      [{ since }],
    ],
    [
      'of two who leave, leaves with the later',
      [{ spans: [{ since, ending: leaving('2017-01-01') }] }, { spans: [{ since, ending: leaving('2016-06-01') }] }],
      [{ since, ending: leaving('2017-01-01') }],
    ],
    [
      'that leaves on the day on which the other comes, stays',
      [{ spans: [{ since, ending: leaving('2017-01-01') }] }, { spans: [{ since: '2017-01-01' }] }],
      [{ since }],
    ],
  ])('a company %s', (_what, passed, spans) => {
    expect(joined(passed)).toEqual(spans);
  });

  it('is what it was before the operation, whatever the operation has made of it', () => {
    const periods = [
      { since, until: '2012-01-01' },
      { since: effectiveOn, operationId: 'merger' },
    ];
    expect(periodsBefore(periods, 'merger')).toEqual(periods.slice(0, 1));
    const admitted = { since: effectiveOn, operationId: 'merger', admittedOn: '2018-01-01' };
    expect(periodsBefore([admitted], 'merger')).toEqual([{ ...admitted, since: '2018-01-01' }]);
  });
});
