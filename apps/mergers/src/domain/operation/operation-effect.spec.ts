import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import type { OperationCommand } from './operation.commands.ts';
import { operation } from './operation.decide.ts';
import {
  after,
  aside,
  blocked,
  close,
  condition,
  declare,
  passOver,
  position,
  postpone,
  recovery,
  report,
  retry,
  someone,
  typesOf,
  version,
  withdraw,
} from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  approvedCreation,
  auvergneTic,
  blockingCondition,
  clustR,
  conditionId,
  creationPlan,
  day,
  digitalLeague,
  draft,
  effectiveAbsorption,
  history,
  inFavour,
  numelink,
  operationId,
  publishedAbsorption,
  start,
  takeEffect,
  vote,
} from '../../../test/sample-operation.ts';

describe('the effect', () => {
  it('of an absorption without date or condition is the last favourable vote', () => {
    const { decision } = after(...publishedAbsorption(), vote(numelink)).when(
      vote(auvergneTic, inFavour, '2016-04-01'),
    );
    expect(typesOf(decision)).toEqual(['AssemblyVoted', 'OperationApproved', 'SuccessionTookEffect']);
    expect(decision).toMatchObject({
      events: [
        {},
        {},
        {
          kind: 'fusion-absorption',
          ...version(absorptionPlan()),
          predecessors: [{ clusterId: auvergneTic }],
          successor: { clusterId: numelink, name: 'Numélink', created: false },
          decidedOn: '2016-04-01',
          effectiveOn: '2016-04-01',
          verdicts: [
            { guard: 'G7', rule: 'G7.contract' },
            { guard: 'G8', rule: 'G8.2015' },
          ],
        },
      ],
    });
  });

  it.each([
    ['a date in the treaty', absorptionPlan({ effectDate: '2016-06-30' }), 'ready'],
    ['a blocking condition', blocked, 'approved'],
  ])('waits for %s', (_name, plan, status) => {
    const state = after(...publishedAbsorption(plan), vote(numelink))
      .when(vote(auvergneTic))
      .state();
    expect(state.status).toBe(status);
  });

  it('does not wait for a condition that blocks nothing', () => {
    const plan = absorptionPlan({ conditions: [{ ...blockingCondition, blocking: false }] });
    expect(
      after(...publishedAbsorption(plan), vote(numelink))
        .when(vote(auvergneTic))
        .state().status,
    ).toBe('effective');
  });

  it('is refused while a condition is open, and lawful on the day it was lifted', () => {
    const commands = [...publishedAbsorption(blocked), vote(numelink), vote(auvergneTic)];
    after(...commands)
      .when(takeEffect('2016-06-01'))
      .refused({ type: 'MRG_CONDITION_OPEN', guard: 'G7' });
    const { decision } = after(...commands, condition('fulfilled', '2016-05-10')).when(takeEffect('2016-06-01'));
    expect(decision).toMatchObject({ ok: true, events: [{ decidedOn: '2016-03-31', effectiveOn: '2016-05-10' }] });
  });

  it('entered late bears its own day', () => {
    const plan = absorptionPlan({ effectDate: '2016-06-30', accountingDate: '2016-01-01' });
    const commands = [...publishedAbsorption(plan), vote(numelink), vote(auvergneTic)];
    after(...commands)
      .when(takeEffect('2016-06-29'))
      .refused({ type: 'MRG_EFFECT_TOO_EARLY', guard: 'G8', earliestLawfulDate: day('2016-06-30') });
    const { decision } = after(...commands).when(takeEffect('2016-09-01'));
    expect(decision).toMatchObject({ ok: true, events: [{ effectiveOn: '2016-06-30', accountingOn: '2016-01-01' }] });
  });

  it('of a creation is its publication in the Journal officiel', () => {
    after(...approvedCreation())
      .when(takeEffect('2016-04-16'))
      .refused({ type: 'MRG_JOURNAL_OFFICIEL_MISSING', guard: 'G8' });
    after(...approvedCreation())
      .when(takeEffect('2016-04-10', '2016-04-16'))
      .refused({ type: 'MRG_EFFECT_TOO_EARLY' });
    const { decision } = after(...approvedCreation()).when(takeEffect('2016-04-16', '2016-04-16'));
    expect(decision).toMatchObject({
      ok: true,
      events: [
        {
          predecessors: [{ clusterId: numelink }, { clusterId: clustR }],
          successor: { clusterId: digitalLeague, created: true },
          effectiveOn: '2016-04-16',
        },
      ],
    });
  });

  it('again is already so', () =>
    after(...effectiveAbsorption)
      .when(takeEffect('2016-04-01'))
      .then());
});

describe('conditions', () => {
  const commands = publishedAbsorption(blocked);

  it('what was granted is a fact of its own', () =>
    after(...commands)
      .when(condition())
      .then({
        type: 'ConditionRecorded',
        operationId,
        conditionId,
        status: 'fulfilled',
        granted: 'EUR 150,000',
        on: '2016-03-25',
      }));

  it('the same again is already so; a change of mind is another fact', () => {
    after(...commands, condition())
      .when(condition())
      .then();
    expect(typesOf(after(...commands, condition()).when(condition('failed')).decision)).toEqual(['ConditionRecorded']);
  });

  it('one that the plan does not have is refused', () =>
    after(...commands)
      .when({ ...condition(), conditionId: someone } as OperationCommand)
      .refused({ type: 'MRG_CONDITION_UNKNOWN', found: someone }));

  it('make an approved operation ready, and a failed one approved again', () => {
    const approved = [...commands, vote(numelink), vote(auvergneTic)];
    expect(
      after(...approved)
        .when(condition())
        .state().status,
    ).toBe('ready');
    expect(
      after(...approved, condition())
        .when(condition('failed'))
        .state().status,
    ).toBe('approved');
  });

  it('lifted before the last vote make it ready with that vote', () =>
    expect(
      after(...commands, condition(), vote(numelink))
        .when(vote(auvergneTic))
        .state().status,
    ).toBe('ready'));
});

describe('postponing and withdrawing', () => {
  it.each([
    ['ready', approvedCreation()],
    ['published', publishedAbsorption(blocked)],
    ['drafted', [start(), draft()]],
  ])(
    'a postponed operation stays %s: its adoptions, notices and votes stand, and its target is another one',
    (status, way) => {
      const before = fold(operation, history(...way));
      const postponed = after(...way).when(postpone);
      const { reason, newTarget, on } = postpone;
      postponed.then({ type: 'OperationPostponed', operationId, reason, newTarget, on });
      const { facts: _before, ...was } = before;
      const { facts: _after, ...is } = postponed.state();
      expect(is).toEqual({ ...was, postponement: { reason, newTarget, on } });
      expect(is.status).toBe(status);
    },
  );

  it('again is already so; for another reason it is another postponement', () => {
    after(...approvedCreation(), postpone)
      .when(postpone)
      .then();
    const { decision } = after(...approvedCreation(), postpone).when({ ...postpone, reason: 'and again' });
    expect(typesOf(decision)).toEqual(['OperationPostponed']);
  });

  it('the same operation takes effect a year later, under the same plan and votes', () => {
    const { decision } = after(...approvedCreation(), postpone).when(takeEffect('2019-02-05', '2019-02-05'));
    expect(decision).toMatchObject({ ok: true, events: [{ operationId, effectiveOn: '2019-02-05', planVersion: 1 }] });
  });

  it('where the treaty sets the day, another one is another version of the plan, also once it is approved', () => {
    const dated = creationPlan({ effectDate: '2018-01-17' });
    after(...approvedCreation(dated))
      .when(postpone)
      .refused({ type: 'MRG_TREATY_SETS_THE_DAY', found: 'a treaty that sets the effect for 2018-01-17' });
    const revised = after(...approvedCreation(dated)).when(
      draft(creationPlan({ effectDate: '2019-02-05' }), '2018-01-16'),
    );
    expect(revised.state()).toMatchObject({ status: 'drafted', adoptions: {}, plan: { version: 2 } });
  });

  it('lapses once its target has passed, and not on that day; a postponement gives it another one', () => {
    const plan = creationPlan({ targetDate: '2018-01-17' });
    const on = (date: string): OperationCommand => ({ type: 'LapseOperation', on: day(date) });
    const approved = approvedCreation(plan);
    after(...approved)
      .when(on('2018-01-17'))
      .refused({
        type: 'MRG_TARGET_NOT_PASSED',
        found: 'the target of 2018-01-17',
        earliestLawfulDate: day('2018-01-18'),
      });
    const lapsed = after(...approved).when(on('2018-01-18'));
    lapsed.then({ type: 'OperationLapsed', operationId, target: '2018-01-17', on: '2018-01-18' });
    expect(lapsed.state().status).toBe('lapsed');
    after(...approved, postpone)
      .when(on('2018-01-18'))
      .refused({ found: 'the target of 2019-01-31' });
    const { newTarget: _none, ...sineDie } = postpone;
    after(...approved, sineDie)
      .when(on('2030-01-18'))
      .refused({ found: 'no target' });
  });

  it('a withdrawn operation keeps its positions and takes no more steps', () => {
    const state = after(start(), position, draft()).when(withdraw).state();
    expect(state).toMatchObject({ status: 'withdrawn', positions: [{ by: 'Région Auvergne' }] });
    after(start(), withdraw).when(withdraw).then();
  });
});

describe('after the effect', () => {
  it('declarations are recorded with their receipts', () => {
    after(...effectiveAbsorption)
      .when(declare)
      .then({
        type: 'OperationDeclared',
        operationId,
        authority: 'prefecture',
        receipt: 'W423000001',
        on: '2016-04-20',
      });
    after(...effectiveAbsorption, declare)
      .when(declare)
      .then();
    expect(
      after(...effectiveAbsorption)
        .when(declare)
        .state().status,
    ).toBe('declared');
  });

  it.each<[string, OperationCommand]>([
    ['a declaration', { ...declare, on: day('2016-03-30') }],
    ['the end of the transition', { ...close, on: day('2016-03-30') }],
  ])('%s before the effect is refused', (found, command) =>
    after(...effectiveAbsorption)
      .when(command)
      .refused({ type: 'MRG_OUT_OF_ORDER', found: `${found} on 2016-03-30`, earliestLawfulDate: day('2016-03-31') }),
  );

  it('each context reports once', () => {
    after(...effectiveAbsorption)
      .when(report)
      .then({
        type: 'ReferencesMoved',
        operationId,
        context: 'membership',
        toMove: 80,
        moved: 80,
        merged: 3,
        needConsent: 0,
      });
    after(...effectiveAbsorption, report)
      .when({ ...report, moved: 79 })
      .then();
    expect(typesOf(after(...effectiveAbsorption, report).when({ ...report, context: 'governance' }).decision)).toEqual([
      'ReferencesMoved',
    ]);
  });

  it('it is not closed before it was declared; a receipt may come after', () => {
    after(...effectiveAbsorption)
      .when(close)
      .refused({ type: 'MRG_DECLARATION_MISSING', found: 'no declaration' });
    const late = { ...declare, receipt: 'W423000002', on: day('2017-06-01') };
    const { type: _type, ...facts } = late;
    after(...effectiveAbsorption, declare, close)
      .when(late)
      .then({ type: 'OperationDeclared', operationId, ...facts });
    expect(fold(operation, history(...effectiveAbsorption, declare, close, late)).status).toBe('closed');
  });

  describe('what a context could not move', () => {
    const { type: _type, ...facts } = aside;
    const { type: _recovery, ...about } = recovery;
    const { type: _passed, ...passed } = passOver;
    const set = [...effectiveAbsorption, declare, aside] as const;

    it('is put on record once for each reason', () => {
      after(...effectiveAbsorption)
        .when(aside)
        .then({ type: 'ReferenceSetAside', operationId, ...facts });
      after(...set)
        .when(aside)
        .then();
      const other = { ...aside, code: 'MBR_MEMBERSHIP_SUCCEEDED' };
      expect(typesOf(after(...set).when(other).decision)).toEqual(['ReferenceSetAside']);
    });

    it('is tried again as long as it is there', () => {
      after(...set)
        .when(retry)
        .then({ type: 'ReferencesRetried', operationId, on: retry.on });
      after(...set)
        .when(recovery)
        .then({ type: 'ReferenceRecovered', operationId, ...about });
      after(...set, recovery)
        .when(retry)
        .refused({ type: 'MRG_NOT_SET_ASIDE' });
      after(...set, recovery)
        .when(recovery)
        .then();
    });

    it('is passed over with a reason, and by its own name only', () => {
      after(...set)
        .when(passOver)
        .then({ type: 'ReferencePassedOver', operationId, ...passed });
      after(...set)
        .when({ ...passOver, context: 'governance' })
        .refused({ found: `governance ${passOver.reference}`, required: `one of membership ${passOver.reference}` });
    });

    it('holds the end of the transition up until then', () => {
      after(...set, report)
        .when(close)
        .refused({ type: 'MRG_REFERENCES_SET_ASIDE', found: `membership ${passOver.reference}` });
      expect(typesOf(after(...set, passOver).when(close).decision)).toEqual(['OperationClosed']);
    });
  });

  it('it is closed once', () => {
    after(...effectiveAbsorption, declare)
      .when(close)
      .then({ type: 'OperationClosed', operationId, on: '2017-03-31' });
    after(...effectiveAbsorption, declare, close)
      .when({ ...close, on: day('2018-01-01') })
      .then();
  });
});
