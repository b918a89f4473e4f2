import { describe, expect, it } from '@jest/globals';
import { bocquet, mandate, montier } from '../../policies/testing/succession.fixtures.ts';
import type { MandateView } from '../offices/offices.projection.ts';
import { changesOf, spellsOf } from './spells.ts';

const idOf = (count: number): string => mandate(count).mandateId;
const changesIn = (...mandates: readonly MandateView[]) =>
  spellsOf(mandates)
    .flatMap(changesOf)
    .map(({ reference: { kind, mandateId, byMandateId }, day }) => [kind, byMandateId ?? mandateId, day]);

describe('the changes of who holds an office', () => {
  it('are a beginning, and an end where there is one', () => {
    expect(changesIn(mandate(1), mandate(2, { person: montier, until: '2016-06-20' }))).toEqual([
      ['mandate', idOf(1), '2014-06-20'],
      ['mandate', idOf(2), '2014-06-20'],
      ['mandate-end', idOf(2), '2016-06-20'],
    ]);
  });

  it('are none between two mandates of one person without a day in between, by an end or by a limit', () => {
    const first = mandate(1, { limit: '2016-06-19' });
    const again = mandate(2, { since: '2016-06-20', until: '2018-06-20' });
    const expected = [
      ['mandate', idOf(1), '2014-06-20'],
      ['mandate-end', idOf(2), '2018-06-20'],
    ];
    expect(changesIn(first, again)).toEqual(expected);
    expect(changesIn(again, mandate(1, { until: '2016-06-20' }))).toEqual(expected);
  });

  it('are two where there is a day in between, or somebody else comes', () => {
    const first = mandate(1, { until: '2016-06-19' });
    expect(changesIn(first, mandate(2, { since: '2016-06-20' }))).toHaveLength(3);
    expect(changesIn(first, mandate(2, { since: '2016-06-19', person: montier }))).toHaveLength(3);
    expect(changesIn(first, mandate(2, { since: '2016-06-19', person: bocquet }))).toHaveLength(1);
  });

  it('are none of a mandate that never held', () => {
    expect(changesIn(mandate(1, { until: '2014-06-20' }))).toEqual([]);
  });

  it('of a seat ex officio name the mandate in the other office, too', () => {
    const [one, two] = [idOf(11), idOf(12)];
    const seat = (byMandateId: string, more: Partial<MandateView>) => mandate(1, { byMandateId, ...more });
    const chairs = [seat(one, { until: '2016-06-20' }), seat(two, { since: '2016-06-20', person: montier })];
    expect(changesIn(...chairs)).toEqual([
      ['mandate', one, '2014-06-20'],
      ['mandate-end', one, '2016-06-20'],
      ['mandate', two, '2016-06-20'],
    ]);
  });
});
