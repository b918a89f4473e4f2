import { describe, expect, it } from '@jest/globals';
import { idSince, type Passing } from './passing.ts';

const NEVER = '9999-12-31';
const absorbed: Passing = { predecessorId: 'a', successorId: 'b', on: '2017-03-28', restoredOn: '2019-03-15' };
const again: Passing = { predecessorId: 'a', successorId: 'c', on: '2021-03-28' };
const never = () => NEVER;

describe('who goes on with what a cluster began on a day, that was absorbed, restored and absorbed again', () => {
  it.each([
    ['2010-01-01', '2016-01-01', 'a'],
    ['2010-01-01', '2018-01-01', 'b'],
    ['2010-01-01', '2022-01-01', 'b'],
    ['2020-01-01', '2020-06-01', 'a'],
    ['2020-01-01', '2022-01-01', 'c'],
  ])('what began on %s is on %s that of %s', (since, day, now) =>
    expect(idSince({ id: 'a', since }, [absorbed, again], { day, dissolvedOn: never })).toBe(now),
  );

  it('what ended with a dissolution passes no more, although the cluster came back', () => {
    const dissolvedOn = (id: string, since: string) => (id === 'a' && since < '2019-03-15' ? '2012-06-30' : NEVER);
    const at = { day: '2022-01-01', dissolvedOn };
    expect(idSince({ id: 'a', since: '2010-01-01' }, [again], at)).toBe('a');
    expect(idSince({ id: 'a', since: '2020-01-01' }, [again], at)).toBe('c');
  });
});
