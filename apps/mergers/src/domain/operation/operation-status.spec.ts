import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { operation } from './operation.decide.ts';
import type { OperationCommand } from './operation.commands.ts';
import {
  after,
  blocked,
  close,
  condition,
  declare,
  position,
  postpone,
  report,
  schedule,
  withdraw,
} from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  against,
  auvergneTic,
  documents,
  draft,
  effectiveAbsorption,
  history,
  inFavour,
  notice,
  numelink,
  publishedAbsorption,
  start,
  takeEffect,
  vote,
} from '../../../test/sample-operation.ts';

describe('what each status takes', () => {
  const stages: Readonly<Record<string, readonly OperationCommand[]>> = {
    exploring: [start()],
    drafted: [start(), draft(blocked)],
    adopted: adoptedAbsorption(blocked),
    published: publishedAbsorption(blocked),
    approved: [...publishedAbsorption(blocked), vote(numelink), vote(auvergneTic)],
    ready: [...publishedAbsorption(blocked), vote(numelink), vote(auvergneTic), condition()],
    effective: effectiveAbsorption,
    declared: [...effectiveAbsorption, declare],
    closed: [...effectiveAbsorption, declare, close],
    rejected: [...publishedAbsorption(blocked), vote(numelink, against)],
    withdrawn: [start(), withdraw],
  };
  const table: readonly (readonly [OperationCommand, readonly string[]])[] = [
    [position, Object.keys(stages)],
    [
      draft(absorptionPlan({ motives: 'revised' })),
      ['exploring', 'drafted', 'adopted', 'published', 'approved', 'ready'],
    ],
    [adopt(numelink, blocked, '2016-01-16'), ['drafted', 'adopted', 'published', 'approved', 'ready', 'rejected']],
    [schedule(numelink), ['adopted', 'published']],
    [notice(numelink, '2016-02-02'), ['adopted', 'published']],
    [documents(numelink, '2016-01-31'), ['adopted', 'published']],
    [vote(auvergneTic, inFavour, '2016-04-02'), ['adopted', 'published']],
    [condition('waived'), ['drafted', 'adopted', 'published', 'approved', 'ready']],
    [postpone, ['drafted', 'adopted', 'published', 'approved', 'ready']],
    [withdraw, ['exploring', 'drafted', 'adopted', 'published', 'approved', 'ready', 'withdrawn']],
    [takeEffect('2016-04-01'), ['approved', 'ready', 'effective', 'declared', 'closed']],
    [{ ...declare, receipt: 'second' }, ['effective', 'declared', 'closed']],
    [close, ['effective', 'declared', 'closed']],
    [report, ['effective', 'declared', 'closed']],
  ];
  const rows = table.flatMap(([command, takes]) =>
    Object.keys(stages).map((status) => [command.type, status, command, takes.includes(status)] as const),
  );

  it.each(rows)('%s when %s', (_type, status, command, taken) => {
    const { decision } = after(...(stages[status] ?? [])).when(command);
    expect(!decision.ok && decision.rejection.type === 'MRG_WRONG_STATUS').toBe(!taken);
    if (!decision.ok && decision.rejection.type === 'MRG_WRONG_STATUS') {
      expect(decision.rejection).toMatchObject({ status, found: `the operation is ${status}` });
    }
  });

  it.each(Object.keys(stages))('the way to %s ends there', (status) => {
    const state = specification(operation)
      .given(...history(...(stages[status] ?? [])))
      .when(position)
      .state();
    expect(state.status).toBe(status);
  });
});
