import { expect, it } from '@jest/globals';
import { digitalLeague, numelink } from '../../../test/facts.ts';
import { conditionAdded, granted, lapsed, requested, spent, succeeded } from '../../../test/subsidy-words.ts';
import { dedicatedFunds } from './dedicated-funds.ts';
import type { SubsidyFact } from './subsidy.ts';

const promised = [requested('2014-10-01'), granted('2015-02-01')];
const endOf2015 = { clusterId: numelink, year: 2015, day: '2015-12-31' };

it.each<[string, readonly SubsidyFact[], typeof endOf2015, readonly (number | null)[]]>([
  ['of which nothing is spent is whole', promised, endOf2015, [4_000_000]],
  ['of which a part is spent is the rest', [...promised, spent('2015-03-01', 1_500_000)], endOf2015, [2_500_000]],
  [
    'spent in the next year is whole at the end of this one',
    [...promised, spent('2016-01-01', 4_000_000)],
    endOf2015,
    [4_000_000],
  ],
  ['that is spent is none', [...promised, spent('2015-12-31', 4_000_000)], endOf2015, []],
  [
    'of an unknown amount is unknown, and not zero',
    [requested('2014-10-01'), granted('2015-02-01', null)],
    endOf2015,
    [null],
  ],
  ['that is frozen is no resource yet', [...promised, conditionAdded('2015-03-01')], endOf2015, []],
  ['that lapsed is none any more', [...promised, lapsed('2015-06-01')], endOf2015, []],
  ['that was not granted is none', [requested('2014-10-01')], endOf2015, []],
  [
    'for a later year is none of this one',
    [requested('2014-10-01', { year: 2016 }), granted('2015-02-01')],
    endOf2015,
    [],
  ],
  ['is one of the next year too', promised, { ...endOf2015, year: 2016, day: '2016-12-31' }, [4_000_000]],
  ['that passed is none of the predecessor', [...promised, succeeded('2015-06-01')], endOf2015, []],
  [
    'that passed is one of the successor',
    [...promised, succeeded('2015-06-01')],
    { ...endOf2015, clusterId: digitalLeague },
    [4_000_000],
  ],
])('a subsidy %s', (_what, facts, asked, left) => {
  expect(dedicatedFunds([facts], asked).map(({ unspentCents }) => unspentCents)).toEqual(left);
});
