import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import type { Clause } from './ballot.ts';
import { clauseOf, statutesInForceOn } from './statutes.ts';

const half = { numerator: 1, denominator: 2 };
const ordinary: Clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
const dissolution: Clause = { ...ordinary, majority: { numerator: 2, denominator: 3 }, strict: false };
const version = (statutesVersion: number, inForceFrom: string) => ({ statutesVersion, inForceFrom });

describe('the statutes in force on a day', () => {
  const versions = [version(1, '2010-01-01'), version(2, '2016-01-01'), version(3, '2016-01-01')];
  it.each([
    ['2009-12-31', undefined],
    ['2010-01-01', 1],
    ['2015-12-31', 1],
    ['2016-01-01', 3],
    ['2026-01-01', 3],
  ])('on %s: version %s', (day, expected) => {
    expect(statutesInForceOn(versions, day)?.statutesVersion).toBe(expected);
  });

  it('do not depend on the order in which they are recorded', () => {
    const day = fc.integer({ min: 1, max: 9 }).map((number) => `2016-01-0${String(number)}`);
    const histories = fc
      .array(day, { maxLength: 8 })
      .map((days) => days.map((from, index) => version(index + 1, from)));
    fc.assert(
      fc.property(histories, day, fc.nat(), (all, on, turn) => {
        const turned = [...all.slice(turn % 8), ...all.slice(0, turn % 8)].toReversed();
        expect(statutesInForceOn(turned, on)).toEqual(statutesInForceOn(all, on));
      }),
      { seed: propertySeed() },
    );
  });

  it('name the clause with its kind and their version', () => {
    const adopted = { statutesVersion: 2, clauses: { ordinary, dissolution } };
    expect(clauseOf(adopted, 'dissolution')).toEqual({ ...dissolution, kind: 'dissolution', statutesVersion: 2 });
  });
});
