import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import {
  absorptionPlan,
  adoptedAbsorption,
  auvergneTic,
  blockingCondition,
  clause,
  conditionId,
  day,
  effectiveAbsorption,
  history,
  numelink,
  operationId,
  otherOperationId,
} from '../../../test/sample-operation.ts';
import { fileOf } from '../operation/operation.ts';
import { operation } from '../operation/operation.decide.ts';
import type { OperationCommand } from '../operation/operation.commands.ts';
import type { OperationFile } from './act.ts';
import { guardStatuses } from './rule-book.ts';

function fileAfter(...commands: readonly OperationCommand[]): OperationFile {
  const state = fold(operation, history(...commands));
  if (state.status === 'absent') throw new Error('no operation');
  return fileOf(state);
}

const adoptedOn = (on: string): OperationFile => ({
  ...fileAfter(...adoptedAbsorption()),
  adoptions: { [numelink]: { planHash: 'h', on: day(on) }, [auvergneTic]: { planHash: 'h', on: day(on) } },
});

describe('guard statuses: what has passed, fails or is not yet due', () => {
  const on = day('2016-02-01');
  const clauseOn = () => clause;
  const of = (file: OperationFile, guard: string, engagements: Record<string, string> = {}) =>
    guardStatuses(file, { on, engagements, clauseOn })
      .filter((status) => status.guard === guard)
      .map(({ state, clusterId, earliestLawfulDate }) => ({ state, clusterId, earliestLawfulDate }));

  it('of an operation that every board has adopted', () => {
    const file = fileAfter(...adoptedAbsorption());
    expect(of(file, 'G1')).toEqual([{ state: 'passed' }]);
    expect(of(file, 'G2')).toEqual([
      { state: 'not-yet-due', clusterId: numelink, earliestLawfulDate: '2016-03-16' },
      { state: 'not-yet-due', clusterId: auvergneTic, earliestLawfulDate: '2016-03-16' },
    ]);
    expect(of(file, 'G6').map(({ state }) => state)).toEqual(['not-yet-due', 'not-yet-due']);
    expect(of(file, 'G7')).toEqual([{ state: 'passed' }]);
    expect(of(file, 'G8')).toEqual([{ state: 'not-yet-due' }]);
    expect(of(file, 'G12').map(({ state }) => state)).toEqual(['passed', 'passed']);
  });

  it('an act that was done keeps the version of its own day', () => {
    const file: OperationFile = {
      ...adoptedOn('2015-01-15'),
      votes: { [numelink]: { outcome: 'adopted', on: day('2015-06-01') } },
    };
    const g6 = guardStatuses(file, { on, engagements: {}, clauseOn }).filter(({ guard }) => guard === 'G6');
    expect(g6.map(({ rule: id, state }) => [id, state])).toEqual([
      ['G6.statutes', 'passed'],
      ['G6.2015', 'not-yet-due'],
    ]);
    const g2 = guardStatuses(file, { on, engagements: {}, clauseOn }).filter(({ guard }) => guard === 'G2');
    expect(g2.map(({ clusterId }) => clusterId)).toEqual([auvergneTic]);
  });

  it.each<[string, OperationFile, string, Record<string, string>, string[]]>([
    ['no plan', { ...adoptedOn('2016-01-15'), plan: undefined, adoptions: {} }, 'G1', {}, ['not-yet-due']],
    [
      'one board of two',
      { ...adoptedOn('2016-01-15'), adoptions: { [numelink]: { planHash: 'h', on } } },
      'G1',
      {},
      ['not-yet-due'],
    ],
    [
      'an assembly called too early',
      { ...adoptedOn('2016-01-15'), assemblies: { [numelink]: day('2016-03-01') } },
      'G2',
      {},
      ['failed', 'not-yet-due'],
    ],
    [
      'an assembly called in time',
      { ...adoptedOn('2016-01-15'), assemblies: { [numelink]: day('2016-03-16') } },
      'G2',
      {},
      ['passed', 'not-yet-due'],
    ],
    [
      'an inquorate vote',
      { ...adoptedOn('2016-01-15'), votes: { [numelink]: { outcome: 'inquorate', on } } },
      'G6',
      {},
      ['failed', 'not-yet-due'],
    ],
    ['no plan has no conditions', { ...adoptedOn('2016-01-15'), plan: undefined }, 'G7', {}, ['not-yet-due']],
    [
      'an open condition',
      fileAfter(...adoptedAbsorption(absorptionPlan({ conditions: [blockingCondition] }))),
      'G7',
      {},
      ['not-yet-due'],
    ],
    ['an effect', fileAfter(...effectiveAbsorption), 'G8', {}, ['passed']],
    [
      'a body that is bound elsewhere',
      adoptedOn('2016-01-15'),
      'G12',
      { [auvergneTic]: otherOperationId },
      ['passed', 'failed'],
    ],
    [
      'bodies that this operation binds',
      adoptedOn('2016-01-15'),
      'G12',
      { [auvergneTic]: operationId },
      ['passed', 'passed'],
    ],
    [
      'not every board has adopted',
      { ...adoptedOn('2016-01-15'), adoptions: {} },
      'G12',
      {},
      ['not-yet-due', 'not-yet-due'],
    ],
  ])('%s', (_name, file, guard, engagements, states) => {
    expect(of(file, guard, engagements).map(({ state }) => state)).toEqual(states);
  });

  it.each<[string, string, string | undefined]>([
    ['2016-02-01', 'not-yet-due', '2016-03-16'],
    ['2016-03-16', 'not-yet-due', '2016-03-16'],
    ['2016-05-02', 'not-yet-due', '2016-05-02'],
  ])('asked about %s, an assembly to come is %s and lawful from %s', (asked, state, earliestLawfulDate) => {
    const [g2] = guardStatuses(adoptedOn('2016-01-15'), { on: day(asked), engagements: {}, clauseOn }).filter(
      ({ guard }) => guard === 'G2',
    );
    expect(g2).toMatchObject({ rule: 'G2.2015', state, earliestLawfulDate, actOn: earliestLawfulDate });
  });

  it('a guard that asks for nothing on the day is not listed', () => {
    const question = { on: day('2015-09-01'), engagements: {}, clauseOn };
    expect(guardStatuses(adoptedOn('2015-08-20'), question).map(({ guard }) => guard)).not.toContain('G2');
  });

  it('a vote without statutes is refused by G6, and its status says so', () => {
    const file = fileAfter(...adoptedAbsorption());
    const [g6] = guardStatuses(file, { on, engagements: {}, clauseOn: () => undefined }).filter(
      ({ guard }) => guard === 'G6',
    );
    expect(g6).toMatchObject({ state: 'not-yet-due', found: 'no statutes in force that day' });
    expect(g6?.earliestLawfulDate).toBeUndefined();
  });

  it('a draft with open points fails G1 and says which', () => {
    const file = fileAfter(...adoptedAbsorption());
    const plan = file.plan && { ...file.plan, plan: absorptionPlan({ openPoints: ['the name'] }) };
    const [g1] = guardStatuses({ ...file, plan, adoptions: {} }, { on, engagements: {}, clauseOn });
    expect(g1).toMatchObject({ guard: 'G1', state: 'failed', found: 'open points: the name' });
  });

  it('a failed condition fails the guard until it is waived', () => {
    const plan = absorptionPlan({ conditions: [blockingCondition] });
    const commands = adoptedAbsorption(plan);
    const failed: OperationCommand = { type: 'RecordCondition', conditionId, status: 'failed', on };
    expect(of(fileAfter(...commands, failed), 'G7')[0]?.state).toBe('failed');
    expect(of(fileAfter(...commands, failed, { ...failed, status: 'waived' }), 'G7')[0]?.state).toBe('passed');
  });
});
