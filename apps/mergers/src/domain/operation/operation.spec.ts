import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import type { Participant } from '../rules/act.ts';
import { operation } from './operation.decide.ts';
import type { OperationCommand } from './operation.commands.ts';
import {
  after,
  close,
  condition,
  declare,
  position,
  lapse,
  postpone,
  report,
  schedule,
  someone,
  withdraw,
} from '../../../test/sample-commands.ts';
import {
  absorption,
  adopt,
  adoptedAbsorption,
  approvedCreation,
  auvergneTic,
  clustR,
  creation,
  documents,
  draft,
  history,
  notice,
  numelink,
  operationId,
  start,
  takeEffect,
  vote,
} from '../../../test/sample-operation.ts';

describe('starting', () => {
  it('records kind, title and roles', () =>
    specification(operation)
      .given()
      .when(start())
      .then({
        type: 'OperationStarted',
        operationId,
        kind: 'fusion-absorption',
        title: 'A merger',
        participants: [...absorption],
        on: '2015-11-02',
      }));

  it('takes three founding bodies', () => {
    const three = [...creation, { clusterId: auvergneTic, role: 'founding' as const }];
    const state = specification(operation).given().when(start('fusion-creation', three)).state();
    expect(state).toMatchObject({ status: 'exploring', participants: three });
  });

  it.each<[string, 'fusion-absorption' | 'fusion-creation', Participant[], string]>([
    ['one body', 'fusion-creation', [{ clusterId: numelink, role: 'founding' }], '1 bodies in 1 roles'],
    [
      'the same body twice',
      'fusion-absorption',
      [
        { clusterId: numelink, role: 'absorbing' },
        { clusterId: numelink, role: 'absorbed' },
      ],
      '1 bodies in 2 roles',
    ],
    [
      'nobody absorbs',
      'fusion-absorption',
      absorption.map((each) => ({ ...each, role: 'absorbed' as const })),
      'absorbed, absorbed',
    ],
    [
      'two absorb',
      'fusion-absorption',
      [...absorption, { clusterId: clustR, role: 'absorbing' }],
      'absorbing, absorbed, absorbing',
    ],
    [
      'a founding body in an absorption',
      'fusion-absorption',
      [...absorption, { clusterId: clustR, role: 'founding' }],
      'absorbing, absorbed, founding',
    ],
    ['an absorbing body in a creation', 'fusion-creation', [...absorption], 'absorbing, absorbed'],
  ])('refuses %s', (_name, kind, participants, found) =>
    specification(operation)
      .given()
      .when(start(kind, participants))
      .refused({ type: 'MRG_PARTICIPANTS_DO_NOT_FIT', found }),
  );

  it('again is already so; another operation under the same id is refused', () => {
    after(start()).when(start()).then();
    after(start()).when(start('fusion-creation')).refused({ type: 'MRG_OPERATION_EXISTS' });
  });
});

describe('every other command on an operation that nobody started', () => {
  it.each<OperationCommand>([
    position,
    draft(),
    adopt(numelink),
    schedule(numelink),
    notice(numelink),
    documents(numelink),
    vote(numelink),
    condition(),
    postpone,
    lapse,
    withdraw,
    takeEffect('2016-04-01'),
    declare,
    close,
    report,
  ])('$type is refused', (command) =>
    specification(operation).given().when(command).refused({ type: 'MRG_OPERATION_NOT_FOUND' }),
  );
});

describe('who is no participant', () => {
  it.each<OperationCommand>([adopt(someone), schedule(someone), notice(someone), documents(someone), vote(someone)])(
    '$type is refused',
    (command) =>
      after(...adoptedAbsorption())
        .when(command)
        .refused({ type: 'MRG_NOT_A_PARTICIPANT', found: someone }),
  );
});

describe('positions', () => {
  it('are on record before any legal step, each once', () => {
    after(start()).when(position).then({
      type: 'PositionLogged',
      operationId,
      by: 'Région Auvergne',
      statement: 'One cluster is enough',
      on: '2014-05-01',
    });
    after(start(), position).when(position).then();
  });
});

describe('an altered history', () => {
  it('stops the processor instead of being folded', () => {
    const [, drafted] = history(start(), draft());
    if (drafted === undefined) throw new Error('no draft');
    expect(() => operation.evolve(operation.initial, drafted)).toThrow('PlanDrafted cannot follow here');
    const closed = { type: 'OperationClosed', operationId, on: '2016-03-31' } as const;
    const exploring = specification(operation).given().when(start()).state();
    expect(() => operation.evolve(exploring, closed)).toThrow('OperationClosed cannot follow here');
  });

  it('a board does not adopt again what the assemblies have approved', () => {
    const approved = history(...approvedCreation());
    const adoption = approved.find(({ type }) => type === 'PlanAdopted');
    if (adoption === undefined) throw new Error('no adoption');
    expect(() => operation.evolve(fold(operation, approved), adoption)).toThrow('the operation is ready');
  });
});
