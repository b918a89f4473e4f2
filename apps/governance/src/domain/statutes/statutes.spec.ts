import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import * as fc from 'fast-check';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { statutes, type AdoptStatutes, type Clause, type StatutesAdopted } from './statutes.ts';

const clusterId = countedUuid(1);
const ordinary: Clause = {
  quorum: { numerator: 1, denominator: 4 },
  majority: { numerator: 1, denominator: 2 },
  majorityOf: 'votes-cast',
  strict: true,
};
const dissolution: Clause = { ...ordinary, majority: { numerator: 2, denominator: 3 }, strict: false };
const clauses = { ordinary, amendment: dissolution, dissolution };
const adopt: AdoptStatutes = {
  type: 'AdoptStatutes',
  clusterId,
  statutesVersion: 1,
  inForceFrom: '2010-01-01',
  clauses,
};
const first: StatutesAdopted = {
  type: 'StatutesAdopted',
  clusterId,
  statutesVersion: 1,
  inForceFrom: '2010-01-01',
  clauses,
};
const second: StatutesAdopted = { ...first, statutesVersion: 2, inForceFrom: '2015-06-24' };
const { given } = specification(statutes);

describe('statutes', () => {
  it('begin with a version', () => {
    given().when(adopt).then(first);
  });
  it('get the next number where none is given', () => {
    given()
      .when({ ...adopt, statutesVersion: undefined })
      .then(first);
    given(first)
      .when({ ...adopt, statutesVersion: undefined, inForceFrom: '2015-06-24' })
      .then(second);
  });
  it('adopted again with the same facts are already so, with and without the number', () => {
    given(first).when(adopt).then();
    given(first)
      .when({ ...adopt, statutesVersion: undefined })
      .then();
    given(first, second).when(adopt).then();
  });
  it('may leave out numbers that nobody recorded', () => {
    given(first)
      .when({ ...adopt, statutesVersion: 4, inForceFrom: '2015-06-24' })
      .then({ ...second, statutesVersion: 4 });
  });
  it('may be corrected on the same day by a higher version', () => {
    given(first)
      .when({ ...adopt, statutesVersion: 2 })
      .then({ ...first, statutesVersion: 2 });
  });
  it('keep the hash of their document', () => {
    const documentSha256 = 'a'.repeat(64);
    given()
      .when({ ...adopt, documentSha256 })
      .then({ ...first, documentSha256 });
  });
});

describe('statutes that are recorded late', () => {
  it('stand at their day, with the next number', () => {
    const late = { ...adopt, statutesVersion: undefined, inForceFrom: '2008-01-01' };
    given(first, second)
      .when(late)
      .then({ ...first, statutesVersion: 3, inForceFrom: '2008-01-01' });
    const { versions } = fold(statutes, [first, second, { ...first, statutesVersion: 3, inForceFrom: '2008-01-01' }]);
    expect(versions.map(({ statutesVersion }) => statutesVersion)).toEqual([3, 1, 2]);
  });
  it('with a number that another version has are a bug, not a refusal', () => {
    expect(() => requireSettled(fold(statutes, [first, { ...second, statutesVersion: 1 }]))).toThrow(
      'version 1 is of 2010-01-01',
    );
  });
});

describe('refusals of statutes, in their precedence', () => {
  const locked = {
    ...clauses,
    amendment: { ...dissolution, majority: { numerator: 1, denominator: 1 }, strict: true },
  };
  it.each([
    ['GOV_STATUTES_VERSION_EXISTS', [first], { ...adopt, inForceFrom: '2011-01-01' }],
    ['GOV_STATUTES_VERSION_EXISTS', [first, second], { ...adopt, clauses: locked }],
    ['GOV_STATUTES_MAJORITY_UNATTAINABLE', [], { ...adopt, clauses: locked }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });

  it('an unattainable majority is named by its clause', () => {
    given()
      .when({ ...adopt, clauses: locked })
      .refused({ clause: 'amendment' });
  });
  it('unanimity is attainable', () => {
    const unanimous = { ...clauses, dissolution: { ...dissolution, majority: { numerator: 1, denominator: 1 } } };
    given()
      .when({ ...adopt, clauses: unanimous })
      .then({ ...first, clauses: unanimous });
  });
});

describe('any commands on statutes', () => {
  const anyCommand: fc.Arbitrary<AdoptStatutes> = fc
    .record({
      statutesVersion: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      inForceFrom: fc.constantFrom('2010-01-01', '2012-01-01', '2015-06-24'),
    })
    .map((facts) => ({ ...adopt, ...facts }));
  deciderIsIdempotent('statutes', statutes, fc.array(anyCommand, { maxLength: 10 }));
});

factsInAnyOrder(statutes, {
  StatutesAdopted: {
    fact: { ...first, documentSha256: 'a'.repeat(64) },
    after: [second],
    command: { ...adopt, documentSha256: 'a'.repeat(64) },
    other: {
      inForceFrom: '2009-01-01',
      clauses: { ...clauses, amendment: ordinary },
      documentSha256: 'b'.repeat(64),
    },
    overlap: 'each version holds until the next one',
  },
});
