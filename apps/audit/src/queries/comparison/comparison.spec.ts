import { describe, expect, it } from '@jest/globals';
import {
  cluster,
  CREATION_RECORDED,
  mandate,
  membership,
  partnerId,
  smallHistory,
} from '../../../test/small-history.ts';
import type { Point } from '#libs/bitemporal';
import { factsAfter } from '../../../test/facts-after.ts';
import { changeOf, compare } from './comparison.ts';

const all = [...factsAfter(smallHistory).values()];
const at = (validAt: string, knownAt?: string): Point => ({ validAt, knownAt });
const between = (left: Point, right: Point, limit = 100) => compare(all, { left, right }, limit);

describe('comparing two points', () => {
  it('the same point twice differs in nothing', async () => {
    const { members, mandates, clusters, partnerSeats } = await between(at('2016-05-01'), at('2016-05-01'));
    for (const { counts, added, removed, changed } of [members, mandates, clusters, partnerSeats]) {
      expect([counts.left - counts.right, ...added, ...removed, ...changed]).toEqual([0]);
    }
  });

  it.each([
    [at('2013-12-31'), at('2014-01-01')],
    [at('2016-03-30'), at('2016-03-31')],
    [at('2017-03-27'), at('2017-03-28')],
    [at('2014-06-01'), at('2019-01-01')],
    [at('2019-01-01'), at('2014-06-01')],
    [at('2017-04-01', '2017-04-01T00:00:00.000Z'), at('2017-04-01', CREATION_RECORDED)],
  ])('the counts of %j and %j add up', async (left, right) => {
    const comparison = await between(left, right);
    const { counts } = comparison.members;
    expect(counts.right).toBe(counts.left + counts.added + counts.arrived - counts.removed - counts.moved);
    for (const section of [comparison.mandates, comparison.clusters, comparison.partnerSeats, comparison.offices]) {
      expect(section.counts.right).toBe(section.counts.left + section.counts.added - section.counts.removed);
    }
  });

  it('an effect moves members, ends mandates and replaces clusters', async () => {
    const comparison = await between(at('2017-03-27'), at('2017-03-28'));
    expect(comparison.members.counts).toMatchObject({ left: 5, right: 4, added: 0, removed: 0, moved: 5, arrived: 4 });
    expect(comparison.mandates.added.map(({ id }) => id)).toEqual([mandate('berard'), mandate('bocquet')]);
    expect(comparison.mandates.removed).toMatchObject([{ id: mandate('first'), ended: { cause: 'succession' } }]);
    expect(comparison.clusters.added.map(({ id }) => id)).toEqual([cluster('digitalLeague')]);
    expect(comparison.clusters.removed.map(({ id }) => id).sort()).toEqual(
      [cluster('numelink'), cluster('clustr')].sort(),
    );
  });

  it('lists are cut at the limit and counts are not', async () => {
    const { members, truncated } = await between(at('2017-03-27'), at('2017-03-28'), 2);
    expect([members.moved.length, members.counts.moved, truncated]).toEqual([2, 5, true]);
  });
});

describe('one fact', () => {
  const member = (key: string) => all.find(({ id }) => id === membership(key));
  const change = (key: string, left: Point, right: Point) => {
    const fact = member(key);
    return fact === undefined ? 'no fact' : changeOf(fact, { left, right });
  };

  it('that is the same on both sides is no change', () => {
    expect(change('alphaTic', at('2015-01-01'), at('2016-03-30'))).toBeUndefined();
    expect(change('alphaTic', at('2010-01-01'), at('2016-03-31'))).toBeUndefined();
  });

  it('that goes on elsewhere says where', () => {
    expect(change('alphaTic', at('2016-03-30'), at('2016-03-31'))).toMatchObject({
      ...{ left: { how: 'admission' }, ended: { into: { id: membership('alphaNum') } } },
    });
  });

  it('differs by what happened, by what was known, or by both', () => {
    const before = '2016-04-01T00:00:00.000Z';
    const what = (left: Point, right: Point) => (change('alphaTic', left, right) as { changed?: string }).changed;
    expect(what(at('2016-03-30'), at('2016-03-31'))).toBe('world');
    expect(what(at('2016-04-01', before), at('2016-04-01'))).toBe('knowledge');
    expect(what(at('2013-12-31', before), at('2014-01-01', before))).toBe('world');
    const seat = all.find(({ id }) => id === partnerId);
    const passed = seat && changeOf(seat, { left: at('2016-05-01', before), right: at('2017-06-01') });
    expect(passed).toMatchObject({ left: { holder: { id: cluster('auvergneTic') } }, changed: 'both' });
  });

  it('read backwards appears', () => {
    const found = change('alphaTic', at('2016-03-31'), at('2016-03-30'));
    expect(found).toMatchObject({ left: undefined, right: { how: 'admission' } });
  });
});
