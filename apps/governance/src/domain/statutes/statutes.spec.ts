import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import * as fc from 'fast-check';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import type { Clause } from '#libs/ballot';
import { statutes, type AdoptStatutes, type StatutesAdopted } from './statutes.ts';

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
  const all = { numerator: 1, denominator: 1 };
  const companies = { group: 'companies', weight: all };
  const oneGroupTwice: Clause = { ...ordinary, counting: { by: 'weight', groups: [companies, companies] } };
  const moreThanAll: Clause = { ...ordinary, quorum: all, quorumStrict: true };
  const moreThanAllAgain: Clause = { ...ordinary, quorumStrict: true, second: { quorum: all } };
  const ofBoard = { kind: 'ordinary', bodyKind: 'board', clause: ordinary } as const;
  const twice = [ofBoard, { ...ofBoard, bodyKind: 'bureau' }, ofBoard] as const;
  const locked = {
    ...clauses,
    amendment: { ...dissolution, majority: { numerator: 1, denominator: 1 }, strict: true },
  };
  it.each([
    ['GOV_STATUTES_VERSION_EXISTS', [first], { ...adopt, inForceFrom: '2011-01-01' }],
    ['GOV_STATUTES_VERSION_EXISTS', [first, second], { ...adopt, clauses: locked }],
    ['GOV_STATUTES_CLAUSE_TWICE', [], { ...adopt, clauses: locked, specialClauses: [...twice] }],
    [
      'GOV_STATUTES_GROUP_TWICE',
      [],
      { ...adopt, clauses: locked, specialClauses: [{ kind: 'election', clause: oneGroupTwice }] },
    ],
    ['GOV_STATUTES_MAJORITY_UNATTAINABLE', [], { ...adopt, clauses: { ...locked, ordinary: moreThanAll } }],
    [
      'GOV_STATUTES_MAJORITY_UNATTAINABLE',
      [],
      { ...adopt, specialClauses: [{ kind: 'budget', clause: locked.amendment }] },
    ],
    ['GOV_STATUTES_QUORUM_UNATTAINABLE', [], { ...adopt, clauses: { ...clauses, ordinary: moreThanAll } }],
    ['GOV_STATUTES_QUORUM_UNATTAINABLE', [], { ...adopt, clauses: { ...clauses, ordinary: moreThanAllAgain } }],
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
  it('a clause that stands there twice is named by its kind and body', () => {
    given()
      .when({ ...adopt, specialClauses: [...twice] })
      .refused({ clause: 'ordinary of board' });
  });
  it('all members are an attainable quorum', () => {
    const whole = { ...clauses, dissolution: { ...moreThanAll, quorumStrict: false } };
    given()
      .when({ ...adopt, clauses: whole })
      .then({ ...first, clauses: whole });
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

const rules: Omit<AdoptStatutes, 'type' | 'clusterId' | 'statutesVersion' | 'inForceFrom' | 'clauses'> = {
  specialClauses: [{ kind: 'election', clause: dissolution }],
  decidedBy: [{ kind: 'budget', bodyKinds: ['assembly'] }],
  proxiesPerHolder: 2,
  convocationDays: 15,
  membersInDefaultVote: false,
  untilReplaced: true,
  documentSha256: 'a'.repeat(64),
};

describe('statutes in full', () => {
  it('are adopted with all that they say', () => {
    given()
      .when({ ...adopt, ...rules })
      .then({ ...first, ...rules });
  });
});

factsInAnyOrder(statutes, {
  StatutesAdopted: {
    fact: { ...first, ...rules },
    after: [second],
    command: { ...adopt, ...rules },
    other: {
      inForceFrom: '2009-01-01',
      clauses: { ...clauses, amendment: ordinary },
      specialClauses: [{ kind: 'election', bodyKind: 'board', clause: ordinary }],
      decidedBy: [{ kind: 'budget', bodyKinds: ['board'] }],
      proxiesPerHolder: 0,
      convocationDays: 8,
      membersInDefaultVote: true,
      untilReplaced: false,
      documentSha256: 'b'.repeat(64),
    },
    overlap: 'each version holds until the next one',
  },
});
