import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import {
  clauseOf,
  convocationDaysOf,
  decidingBodies,
  statutesInForceOn,
  type Clause,
  type ClauseKind,
} from './index.ts';

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
    expect(clauseOf(adopted, 'dissolution')).toEqual({ ...dissolution, kind: 'dissolution', statutesVersion: 2 });
  });
});

const adopted = { statutesVersion: 2, clauses: { ordinary, amendment: dissolution, dissolution } };

describe('the clause of a decision', () => {
  const marked = (convocationDays: number): Clause => ({ ...ordinary, convocationDays });
  const specialClauses = [
    { kind: 'election', clause: marked(1) },
    { kind: 'election', bodyKind: 'board', clause: marked(2) },
    { kind: 'ordinary', bodyKind: 'board', clause: marked(3) },
    { kind: 'dissolution', bodyKind: 'assembly', clause: marked(4) },
    { kind: 'dissolution', clause: marked(5) },
  ] as const;
  const version = { ...adopted, specialClauses: [...specialClauses] };

  it.each<[string, ClauseKind, 'board' | 'assembly' | 'bureau' | undefined, Partial<ReturnType<typeof clauseOf>>]>([
    ['of its kind at its body', 'election', 'board', { convocationDays: 2, kind: 'election', bodyKind: 'board' }],
    ['of its kind', 'election', 'assembly', { convocationDays: 1, kind: 'election' }],
    ['of its kind where no body is known', 'election', undefined, { convocationDays: 1, kind: 'election' }],
    [
      'of an ordinary decision of its body',
      'budget',
      'board',
      { convocationDays: 3, kind: 'ordinary', bodyKind: 'board' },
    ],
    ['of an ordinary decision', 'budget', 'bureau', { kind: 'ordinary' }],
    ['of one of the three', 'amendment', 'board', { majority: dissolution.majority, kind: 'amendment' }],
    [
      'of a merger, as a dissolution',
      'merger',
      'assembly',
      { convocationDays: 4, kind: 'dissolution', bodyKind: 'assembly' },
    ],
    ['of a merger elsewhere', 'merger', 'board', { convocationDays: 5, kind: 'dissolution' }],
  ])('is that %s', (_which, kind, bodyKind, expected) => {
    const found = clauseOf(version, kind, bodyKind);
    expect(found).toMatchObject({ ...expected, statutesVersion: 2 });
    expect(found.convocationDays).toBe(expected.convocationDays);
    expect(found.bodyKind).toBe(expected.bodyKind);
  });

  it('of a merger is its own where the statutes have one', () => {
    const own = { ...adopted, specialClauses: [{ kind: 'merger' as const, clause: marked(9) }] };
    expect(clauseOf(own, 'merger', 'assembly')).toEqual({ ...marked(9), kind: 'merger', statutesVersion: 2 });
  });

  it('says itself how long before members are called, or the statutes do for all', () => {
    expect(convocationDaysOf({ convocationDays: 15 }, marked(8))).toBe(8);
    expect(convocationDaysOf({ convocationDays: 15 }, ordinary)).toBe(15);
    expect(convocationDaysOf({}, ordinary)).toBe(0);
  });

  it('is applied by the bodies that the statutes name, or by any', () => {
    const decidedBy = [{ kind: 'budget' as const, bodyKinds: ['assembly' as const] }];
    expect(decidingBodies({ decidedBy }, 'budget')).toEqual(['assembly']);
    expect(decidingBodies({ decidedBy }, 'election')).toBeUndefined();
    expect(decidingBodies({}, 'budget')).toBeUndefined();
  });
});
