import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { heirOf, passagesTo, strandsOf, type Allotment, type Holding, type Passing } from './heirs.ts';
import type { Held } from './members.ts';

const [body, one, two, stranger] = [countedUuid(1), countedUuid(2), countedUuid(3), countedUuid(4)];
const named = (n: number) => countedUuid(n, 0x50);
const antenna = (n: number) => countedUuid(n, 0xa0);
const effectiveOn = '2017-03-28';

const split: Allotment = {
  predecessors: [{ clusterId: body }],
  successor: { clusterId: one },
  heirs: [{ clusterId: two }],
  allocation: {
    otherwise: two,
    shares: [
      { toClusterId: one, organisationIds: [named(1)], antennaIds: [antenna(1)], colleges: ['makers'] },
      { toClusterId: two, organisationIds: [named(2)], subsidyIds: [named(9)] },
    ],
  },
};
const member = (organisationId: string, more: Partial<Held> = {}): Held => ({
  ...{ clusterId: body, organisationId, periods: [{ since: '2010-01-01' }] },
  ...more,
});
const holding = (held: Held): Holding => ({ kind: 'member', ...held });

describe('the heir of a holding', () => {
  it.each<[string, Held, string]>([
    ['by the name of the member, whatever its antenna', member(named(2), { antennaId: antenna(1) }), two],
    ['by its antenna, whatever its college', member(named(3), { antennaId: antenna(1), college: 'others' }), one],
    ['by its college', member(named(3), { antennaId: antenna(2), college: 'makers' }), one],
    ['else the one for everybody', member(named(3)), two],
  ])('%s', (_name, held, heir) => {
    expect(heirOf(split, body, holding(held))).toBe(heir);
  });

  it('of something else is that of its share, else the one for everything', () => {
    expect(heirOf(split, body, { kind: 'antenna', id: antenna(1) })).toBe(one);
    expect(heirOf(split, body, { kind: 'subsidy', id: named(9) })).toBe(two);
    expect(heirOf(split, body, { kind: 'partner', id: named(8) })).toBe(two);
  });

  it('of a body that has no part in it there is none', () => {
    expect(heirOf(split, stranger, { kind: 'antenna', id: antenna(1) })).toBeUndefined();
  });

  it('without an allocation it is the successor of a body that disappears', () => {
    const merger = { predecessors: [{ clusterId: body }], successor: { clusterId: one } };
    expect(heirOf(merger, body, { kind: 'partner', id: named(8) })).toBe(one);
    expect(heirOf(merger, one, { kind: 'partner', id: named(8) })).toBeUndefined();
  });

  it('of a branch it is the receiving body, and of everything else nobody', () => {
    const shares = [{ toClusterId: one, colleges: ['makers'] }];
    const branch = {
      predecessors: [],
      giver: { clusterId: body },
      successor: { clusterId: one },
      allocation: { shares },
    };
    expect(heirOf(branch, body, holding(member(named(3), { college: 'makers' })))).toBe(one);
    expect(heirOf(branch, body, holding(member(named(3))))).toBeUndefined();
    expect(heirOf({ ...branch, allocation: undefined }, body, holding(member(named(3))))).toBeUndefined();
  });
});

describe('the passages to one heir', () => {
  const effect: Passing = { ...split, antennaMapping: [], effectiveOn };
  const placeIn = (heirId: string, held: Held, more: Partial<Passing> = {}) =>
    passagesTo({ ...effect, ...more }, heirId, 'member', { leaving: [held], existing: [] })[0]?.place;

  it('whoever goes to another heir than its antenna has none there', () => {
    expect(placeIn(one, member(named(3), { antennaId: antenna(1) }))).toMatchObject({ antennaId: antenna(1) });
    expect(placeIn(two, member(named(2), { antennaId: antenna(1) }))?.antennaId).toBeUndefined();
  });

  it('unless the plan maps it, each heir by its own mapping', () => {
    const antennaMapping = [
      { fromClusterId: body, toAntennaId: antenna(8) },
      { fromClusterId: body, fromAntennaId: antenna(1), toAntennaId: antenna(9), toClusterId: two },
    ];
    expect(placeIn(two, member(named(2), { antennaId: antenna(1) }), { antennaMapping })?.antennaId).toBe(antenna(9));
    expect(placeIn(one, member(named(1)), { antennaMapping })?.antennaId).toBe(antenna(8));
  });

  it('colleges are mapped for every heir, and not in networks', () => {
    const collegeMapping = [{ fromClusterId: body, fromCollege: 'makers', toCollege: 'Workshops' }];
    const maker = { college: 'makers' };
    expect(placeIn(one, member(named(3), maker), { collegeMapping })?.college).toBe('Workshops');
    expect(placeIn(two, member(named(2), maker), { collegeMapping })?.college).toBe('Workshops');
    const leaving = [member(named(3), maker)];
    const whole = { ...effect, allocation: undefined, collegeMapping };
    const [passage] = passagesTo(whole, one, 'network', { leaving, existing: [] });
    expect(passage?.place.college).toBe('makers');
  });

  it('an origin is added where the company is a member of that heir, and not of another one', () => {
    const existing = [member(named(1), { clusterId: two })];
    const merges = (heirId: string, held: Held) =>
      passagesTo(effect, heirId, 'member', { leaving: [held], existing }).map((each) => each.merges);
    expect(merges(one, member(named(1)))).toEqual([false]);
    expect(merges(two, member(named(1), { organisationId: named(1) }))).toEqual([]);
    expect(
      passagesTo(effect, two, 'member', {
        leaving: [member(named(5))],
        existing: [member(named(5), { clusterId: two })],
      })[0]?.merges,
    ).toBe(true);
  });

  it('whoever becomes a member of a giving body on the day or later is not of its branch', () => {
    const branch: Passing = {
      ...{
        predecessors: [],
        giver: { clusterId: body },
        successor: { clusterId: one },
        antennaMapping: [],
        effectiveOn,
      },
      allocation: { shares: [{ toClusterId: one, colleges: ['makers'] }] },
    };
    const since = (day: string) => member(named(3), { college: 'makers', periods: [{ since: day }] });
    const passes = (day: string) => passagesTo(branch, one, 'member', { leaving: [since(day)], existing: [] }).length;
    expect(['2017-03-27', effectiveOn, '2017-03-29'].map(passes)).toEqual([1, 0, 0]);
  });

  it('property: every member of a body that splits passes to exactly one heir', () => {
    const anyMember = fc.record({
      organisation: fc.integer({ min: 1, max: 6 }),
      antenna: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      college: fc.option(fc.constantFrom('makers', 'others'), { nil: undefined }),
    });
    const anyShare = fc.record({
      organisations: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
      antennas: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1 }),
      college: fc.constantFrom('makers', 'others'),
    });
    fc.assert(
      fc.property(
        fc.array(anyMember, { maxLength: 8 }),
        anyShare,
        fc.constantFrom(one, two),
        (members, share, other) => {
          const shares = [
            {
              toClusterId: one,
              organisationIds: share.organisations.map(named),
              antennaIds: share.antennas.map(antenna),
              colleges: [share.college],
            },
          ];
          const allocated = { ...effect, allocation: { otherwise: other, shares } };
          const leaving = members.map(({ organisation, antenna: at, college }, index) => ({
            ...member(named(organisation + 10 * index), { college }),
            ...(at === undefined ? {} : { antennaId: antenna(at) }),
          }));
          const passed = [one, two].map((heir) => passagesTo(allocated, heir, 'member', { leaving, existing: [] }));
          expect(passed.flat()).toHaveLength(leaving.length);
        },
      ),
      { numRuns: 200, seed: propertySeed() },
    );
  });
});

it('an effect of several heirs is one for each, with what begins there', () => {
  const successor = {
    ...({ clusterId: one, name: 'One', nameKind: 'final', seat: 'Nîmes', departments: [], created: true } as const),
  };
  const opened = (n: number, clusterId?: string) => ({
    ...{ antennaId: antenna(n), name: 'Nîmes', departments: [] },
    ...(clusterId === undefined ? {} : { clusterId }),
  });
  const whole = {
    ...({ operationId: named(1), kind: 'scission', planVersion: 1, planHash: 'a'.repeat(64), verdicts: [] } as const),
    ...{ predecessors: [{ clusterId: body }], successor, heirs: [{ ...successor, clusterId: two }] },
    ...{ newAntennas: [opened(1), opened(2, two)], antennaMapping: [], decidedOn: effectiveOn, effectiveOn },
    transitionalGovernance: { bodies: [] },
  };
  expect(strandsOf(whole).map((strand) => [strand.successor.clusterId, strand.newAntennas])).toEqual([
    [one, [opened(1)]],
    [two, [opened(2, two)]],
  ]);
  expect(strandsOf({ ...whole, heirs: undefined })).toHaveLength(1);
});
