import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { companiesAmong } from '#libs/succession';
import { absorptionPlan, clause, day, draft, history, numelink, start } from '../../../test/sample-operation.ts';
import { operation } from '../operation/operation.decide.ts';
import { fileOf } from '../operation/operation.ts';
import { diff, type Governance } from './diff.ts';

const [bodyId, officeId] = [countedUuid(1, 0xb0), countedUuid(1, 0xf0)];
const company = (n: number) => countedUuid(n, 0x50);
const person = (n: number) => ({ personId: countedUuid(n, 0xe0), name: `Person ${String(n)}` });
const companies = companiesAmong(
  new Map([1, 2, 3, 4].map((n) => [company(n), { kind: n < 3 ? 'company' : 'public-authority' }])),
);
type Rule = NonNullable<Governance['bodies'][number]['constraints']>[number]['rule'];

/** A board of the absorbing body with as many holders, each for a company, and a plan that adds others. */
function broken(rule: Rule, held: readonly number[], added: readonly number[]) {
  const since = '2014-01-01';
  const governance: Governance = {
    bodies: [
      {
        ...{ bodyId, kind: 'board', since, names: [{ name: 'Conseil', since }] },
        constraints: [{ constraintId: countedUuid(9), rule, remedyDays: 90, since }],
      },
    ],
    offices: [{ officeId, title: 'Siège', since }],
    mandates: held.map((n, index) => ({
      ...{ mandateId: countedUuid(index, 0xd0), officeId, bodyId, person: person(index), since },
      organisations: [{ since, organisationId: company(n) }],
    })),
  };
  const holders = added.map((n, index) => ({
    ...{ mandateId: countedUuid(index, 0xd1), person: person(100 + index), organisationId: company(n) },
  }));
  const office = { officeId, kind: 'seat' as const, title: 'Siège', maxHolders: 20, holders };
  const plan = absorptionPlan({
    transitionalGovernance: { bodies: [{ bodyId, kind: 'board', name: 'Conseil', offices: [office] }] },
  });
  const state = fold(operation, history(start(), draft(plan)));
  if (state.status === 'absent') throw new Error('no operation');
  const { constraints, lines } = diff({
    ...{ file: fileOf(state), status: state.status, on: day('2016-03-31'), members: [], engagements: {}, companies },
    ...{ governance: { [numelink]: governance }, clauseOn: () => clause, clusterNames: {}, antennaNames: {} },
  });
  expect(lines.filter(({ part }) => part === 'constraints')).toHaveLength(constraints.length);
  return constraints.map(({ found, required, isNew }) => ({ found, required, isNew }));
}

describe('a rule on the composition of a body that goes on', () => {
  it.each<[string, Rule, readonly number[], readonly number[], object[]]>([
    ['is kept', { kind: 'private-majority' }, [1, 2], [3], []],
    [
      'is broken by the effect',
      { kind: 'private-majority' },
      [1, 2],
      [3, 4, 3],
      [{ found: 2, required: 3, isNew: true }],
    ],
    ['was broken before', { kind: 'private-majority' }, [3, 4], [3], [{ found: 0, required: 2, isNew: false }]],
    ['is mended by it', { kind: 'private-majority' }, [3], [1, 2], []],
    ['caps the seats of a company', { kind: 'cap', most: 1 }, [1], [1], [{ found: 2, required: 1, isNew: true }]],
    [
      'wants members of an antenna, whom the plan does not name',
      { kind: 'antenna-minimum', antennaId: countedUuid(3), least: 1 },
      [1],
      [],
      [{ found: 0, required: 1, isNew: false }],
    ],
  ])('%s', (_what, rule, held, added, expected) => {
    expect(broken(rule, held, added)).toEqual(expected);
  });
});
