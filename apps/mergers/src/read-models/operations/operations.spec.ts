import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { fold } from '#libs/kernel';
import { given, type Happened } from '#libs/projections/testing';
import {
  absorptionPlan,
  adoptedAbsorption,
  against,
  approvedCreation,
  auvergneTic,
  blockingCondition,
  conditionId,
  day,
  draft,
  effectiveAbsorption,
  history,
  numelink,
  operationId,
  start,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import type { OperationCommand } from '../../domain/operation/operation.commands.ts';
import { operation } from '../../domain/operation/operation.decide.ts';
import { viewOf } from './operation-view.ts';

const INSIDER = { seesDrafts: true, mayReadEmbargoed: false, today: '2016-01-01' };
import { operations } from './operations.projection.ts';

const published = (commands: readonly OperationCommand[]) =>
  history(...commands).map(({ type, ...data }) => ({ type: `mergers.${type}`, data }) as Happened<GrappeEvents>);

function documentAfter(...commands: readonly OperationCommand[]) {
  const document = given(operations, published(commands)).document(operationId);
  if (document === undefined) throw new Error('no document');
  return document;
}

const position: OperationCommand = {
  type: 'LogPosition',
  by: 'Région',
  statement: 'One suffices',
  on: day('2014-05-01'),
};
const postpone: OperationCommand = { type: 'PostponeOperation', reason: 'later', on: day('2016-04-01') };
const withdraw: OperationCommand = { type: 'WithdrawOperation', reason: 'never', on: day('2016-04-02') };
const close: OperationCommand = { type: 'CloseOperation', reporting: [], on: day('2017-03-31') };
const report: OperationCommand = {
  type: 'RecordReferences',
  context: 'membership',
  toMove: 8,
  moved: 8,
  merged: 1,
  needConsent: 0,
};
const declare: OperationCommand = { type: 'DeclareOperation', authority: 'sirene', on: day('2016-05-01') };
const notice: OperationCommand = {
  type: 'PublishNotice',
  clusterId: numelink,
  where: 'Le Progrès',
  on: day('2016-02-20'),
};
const documents: OperationCommand = {
  type: 'OpenDocuments',
  clusterId: numelink,
  where: 'seat',
  on: day('2016-02-20'),
};
const schedule: OperationCommand = { type: 'ScheduleAssembly', clusterId: numelink, scheduledFor: day('2016-03-31') };
const blocked = absorptionPlan({ conditions: [blockingCondition] });
const fulfilled: OperationCommand = {
  type: 'RecordCondition',
  conditionId,
  status: 'fulfilled',
  granted: 'EUR 1',
  on: day('2016-03-01'),
};

describe('mergers.operations', () => {
  it.each<[string, readonly OperationCommand[]]>([
    ['exploring', [start(), position]],
    ['drafted', [start(), draft()]],
    ['adopted', [...adoptedAbsorption(), schedule, notice, documents]],
    ['approved', approvedCreation().concat(postpone)],
    ['effective', effectiveAbsorption],
    ['closed', [...effectiveAbsorption, report, declare, close]],
    ['rejected', [...adoptedAbsorption(), vote(numelink, against)]],
    ['withdrawn', [start(), draft(), withdraw]],
  ])('holds the state that the decider folds: %s', (_name, commands) => {
    const document = documentAfter(...commands);
    expect(document.state).toEqual(fold(operation, history(...commands)));
    expect(document.status).toBe(document.state.status);
  });

  it('keeps what a revision and a postponement set aside', () => {
    const revised = absorptionPlan({ motives: 'revised' });
    const { log, state } = documentAfter(...adoptedAbsorption(), vote(numelink, tooFew), draft(revised), postpone);
    expect(log.plans.map(({ planVersion }) => planVersion)).toEqual([1, 2]);
    expect(log.adoptions.map(({ clusterId }) => clusterId)).toEqual([numelink, auvergneTic]);
    expect(log.votes).toMatchObject([{ outcome: 'inquorate', verdicts: [{ rule: 'G2.2015' }, { rule: 'G6.2015' }] }]);
    expect(log.postponements).toMatchObject([{ reason: 'later' }]);
    expect(state).toMatchObject({ status: 'drafted', adoptions: {} });
  });

  it('names each entry by the event it stands in', () => {
    const { log } = documentAfter(...effectiveAbsorption);
    const ids = [...log.plans, ...log.adoptions, ...log.votes].map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(5);
    expect(log.effect?.eventId).toBeDefined();
  });

  it('keeps how it ended', () => {
    expect(documentAfter(...adoptedAbsorption(), vote(numelink, against)).log.rejection).toMatchObject({
      clusterId: numelink,
    });
    expect(documentAfter(start(), withdraw).log.withdrawal).toMatchObject({ reason: 'never' });
    expect(documentAfter(...effectiveAbsorption, declare, close).log.closing).toMatchObject({ on: '2017-03-31' });
  });

  it('an event before the start stops the projection', () => {
    const [first] = published([start(), draft()]).slice(1);
    if (first === undefined) throw new Error('no event');
    expect(() => given(operations, [first])).toThrow('and there is none');
  });
});

describe('the view of an operation', () => {
  it('of an exploration has no plan', () => {
    const view = viewOf(documentAfter(start(), position), INSIDER);
    expect(view).toMatchObject({ status: 'exploring', positions: [{ by: 'Région' }] });
    expect(view).not.toHaveProperty('plan');
  });

  it('shows conditions with what became of them', () => {
    expect(viewOf(documentAfter(...adoptedAbsorption(blocked)), INSIDER)).toMatchObject({
      conditions: [{ conditionId, blocking: true, status: 'open' }],
    });
    expect(viewOf(documentAfter(...adoptedAbsorption(blocked), fulfilled), INSIDER)).toMatchObject({
      conditions: [{ conditionId, status: 'fulfilled', granted: 'EUR 1', on: '2016-03-01' }],
    });
  });

  it('shows assemblies, notices, documents and votes by body', () => {
    expect(
      viewOf(documentAfter(...adoptedAbsorption(), schedule, notice, documents, vote(numelink)), INSIDER),
    ).toMatchObject({
      assemblies: [{ clusterId: numelink, scheduledFor: '2016-03-31' }],
      notices: [{ clusterId: numelink, where: 'Le Progrès', on: '2016-02-20' }],
      documents: [{ clusterId: numelink, where: 'seat', on: '2016-02-20' }],
      votes: [{ clusterId: numelink, outcome: 'adopted', on: '2016-03-31' }],
      openPoints: [],
    });
  });

  it('shows the effect, the references moved and the declarations', () => {
    expect(viewOf(documentAfter(...effectiveAbsorption, report, declare), INSIDER)).toMatchObject({
      status: 'declared',
      approvedOn: '2016-03-31',
      effectiveOn: '2016-03-31',
      references: [{ context: 'membership', toMove: 8, moved: 8, merged: 1, needConsent: 0 }],
      declarations: [{ authority: 'sirene', on: '2016-05-01' }],
    });
  });
});
