import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { clause, numelink as clusterId } from '../../../test/sample-operation.ts';
import { dissolutionClauseOn, statutes } from './statutes.projection.ts';

const { kind: _kind, statutesVersion: _version, ...dissolution } = clause;
const other = { ...dissolution, majority: { numerator: 3, denominator: 4 } };
const adopted = (statutesVersion: number, inForceFrom: string, own = dissolution): Happened<GrappeEvents> => ({
  type: 'governance.StatutesAdopted',
  data: {
    clusterId,
    statutesVersion,
    inForceFrom,
    clauses: { ordinary: dissolution, amendment: dissolution, dissolution: own },
  },
});

describe('mergers.statutes', () => {
  const view = given(statutes, [adopted(1, '2010-01-01'), adopted(2, '2016-01-01', other)]).document(clusterId);

  it.each([
    ['2009-12-31', undefined],
    ['2010-01-01', 1],
    ['2015-12-31', 1],
    ['2016-01-01', 2],
    ['2026-01-01', 2],
  ])('on %s version %s is in force', (day, version) => {
    expect(dissolutionClauseOn(view, day)?.statutesVersion).toBe(version);
  });

  it('gives the one of its assembly where the statutes have one, and never one of mergers', () => {
    const special = { ...dissolution, majority: { numerator: 4, denominator: 5 } };
    const { type, data } = adopted(3, '2017-01-01');
    const specialClauses = [
      { kind: 'merger', clause: other },
      { kind: 'dissolution', bodyKind: 'assembly', clause: special },
    ];
    const own = given(statutes, [{ type, data: { ...data, specialClauses } } as Happened<GrappeEvents>]).document(
      clusterId,
    );
    expect(dissolutionClauseOn(own, '2017-01-01')).toMatchObject({
      ...special,
      kind: 'dissolution',
      bodyKind: 'assembly',
    });
  });

  it('gives the dissolution clause of that version', () => {
    expect(dissolutionClauseOn(view, '2016-03-31')).toEqual({ ...other, kind: 'dissolution', statutesVersion: 2 });
    expect(dissolutionClauseOn(undefined, '2016-03-31')).toBeUndefined();
  });
});
