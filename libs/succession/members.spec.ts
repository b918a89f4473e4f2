import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { goesOn, membersAfter, passages, type Held } from './members.ts';

const [stays, first, second] = [1, 2, 3].map((n) => countedUuid(n));
const antenna = (n: number) => countedUuid(n, 0xa0);
const organisationId = countedUuid(1, 0x50);
const effectiveOn = '2016-03-31';
const since = '2010-01-01';

function member(clusterId: string | undefined, more: Partial<Held> = {}): Held {
  return { clusterId: clusterId ?? '', organisationId, since, ...more };
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
      [member(stays, { antennaId: antenna(1) })],
      { merged: 1, antennaId: antenna(1) },
    ],
    [
      'a member of the successor who leaves it later',
      [],
      [member(stays, { until: '2017-06-01', antennaId: antenna(1) })],
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
      [member(stays, { since: undefined, antennaId: antenna(1) })],
      { merged: 0, antennaId: antenna(1) },
    ],
  ])('%s', (_who, leaving, existing, expected) => {
    expect(outcome(leaving, existing)).toMatchObject(expected);
  });

  it.each([
    [{ since }, true],
    [{ since, until: '2017-06-01' }, true],
    [{ since, until: effectiveOn }, false],
    [{ since: '2017-06-01', until: '2017-06-01' }, false],
    [{}, false],
  ])('the membership %j of the successor goes on: %s', (held, expected) => {
    expect(goesOn(held, effectiveOn)).toBe(expected);
  });
});
