import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import {
  absorptionPlan,
  adoptedAbsorption,
  against,
  approvedCreation,
  auvergneTic,
  blockingCondition,
  conditionId,
  creationPlan,
  day,
  draft,
  effectiveAbsorption,
  history,
  numelink,
  operationId,
  publishedAbsorption,
  start,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import type { OperationCommand } from '../../domain/operation/operation.commands.ts';
import { operation } from '../../domain/operation/operation.decide.ts';
import type { OperationRecord } from '../../domain/operation/operation.ts';
import { logOf, votesIn } from './operation-log.ts';
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

function seenAfter(...commands: readonly OperationCommand[]) {
  const document = documentAfter(...commands);
  return viewOf(document, votesIn(document.state), INSIDER);
}

/** The ids of events are drawn where they are recorded. */
function withoutIds({ facts, ...state }: OperationRecord) {
  return { ...state, facts: facts.map(({ id: _id, ...fact }) => fact) };
}

const position: OperationCommand = {
  type: 'LogPosition',
  by: 'Région',
  statement: 'One suffices',
  on: day('2014-05-01'),
};
const postpone: OperationCommand = { type: 'PostponeOperation', reason: 'later', on: day('2016-04-01') };
const aimed = creationPlan({ targetDate: '2016-05-31' });
const lapse: OperationCommand = { type: 'LapseOperation', on: day('2016-06-01') };
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
    ['approved', approvedCreation()],
    ['postponed', approvedCreation().concat(postpone)],
    ['lapsed', approvedCreation(aimed).concat(lapse)],
    ['effective', effectiveAbsorption],
    ['closed', [...effectiveAbsorption, report, declare, close]],
    ['rejected', [...publishedAbsorption(), vote(numelink, against)]],
    ['withdrawn', [start(), draft(), withdraw]],
  ])('holds the state that the decider folds: %s', (_name, commands) => {
    const document = documentAfter(...commands);
    expect(withoutIds(document.state)).toEqual(withoutIds(fold(operation, history(...commands))));
    expect(document.status).toBe(document.state.status);
  });

  it('keeps what a revision and a postponement set aside', () => {
    const revised = absorptionPlan({ motives: 'revised' });
    const { state } = documentAfter(...publishedAbsorption(), vote(numelink, tooFew), draft(revised), postpone);
    const log = logOf(state);
    const verdicts = ['G2.2015', 'G3.2015', 'G4.2015', 'G6.2015'].map((rule) => ({ rule }));
    expect(log.plans.map(({ planVersion }) => planVersion)).toEqual([1, 2]);
    expect(log.adoptions.map(({ clusterId }) => clusterId)).toEqual([numelink, auvergneTic]);
    expect(log.votes).toMatchObject([{ outcome: 'inquorate', verdicts }]);
    expect(log.postponements).toMatchObject([{ reason: 'later' }]);
    expect(state).toMatchObject({ status: 'drafted', adoptions: {} });
  });

  it('names each entry by the event it stands in', () => {
    const log = logOf(documentAfter(...effectiveAbsorption).state);
    const ids = [...log.plans, ...log.adoptions, ...log.votes].map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(5);
    expect(log.effect?.eventId).toBeDefined();
  });

  it('follows corrections in the order of recording, and what was public by a notice that was voided is not', () => {
    const noticed = [...adoptedAbsorption(), notice, { ...notice, clusterId: auvergneTic } as OperationCommand];
    const events = published(noticed);
    const fact = countedUuid(events.length, 0xe);
    const was = { operationId, clusterId: auvergneTic, where: 'Le Progrès', on: '2016-02-20' };
    const said = { fact, was, reason: 'typed wrong', on: '2016-02-20' };
    const now = { ...was, where: 'La Montagne' };
    const after = (...corrections: readonly Happened<GrappeEvents>[]) =>
      given(operations, [...events, ...corrections]).document(operationId);
    const corrected = { type: 'mergers.NoticePublishedCorrected', data: { ...said, now } } as const;
    expect(after(corrected)).toMatchObject({
      isPublished: true,
      state: { status: 'published', notices: { [auvergneTic]: { where: 'La Montagne' } } },
    });
    expect(after(corrected, { type: 'mergers.NoticePublishedVoided', data: { ...said, was: now } })).toMatchObject({
      isPublished: false,
      state: { status: 'adopted', voided: [fact] },
    });
  });

  it('keeps how it ended', () => {
    expect(logOf(documentAfter(...publishedAbsorption(), vote(numelink, against)).state).rejection).toMatchObject({
      clusterId: numelink,
    });
    expect(logOf(documentAfter(start(), withdraw).state).withdrawal).toMatchObject({ reason: 'never' });
    expect(logOf(documentAfter(...effectiveAbsorption, declare, close).state).closing).toMatchObject({
      on: '2017-03-31',
    });
  });

  it('an event before the start stops the projection', () => {
    const [first] = published([start(), draft()]).slice(1);
    if (first === undefined) throw new Error('no event');
    expect(() => given(operations, [first])).toThrow('and there is none');
  });
});

describe('the view of an operation', () => {
  it('of an exploration has no plan', () => {
    const view = seenAfter(start(), position);
    expect(view).toMatchObject({ status: 'exploring', positions: [{ by: 'Région' }] });
    expect(view).not.toHaveProperty('plan');
  });

  it('shows conditions with what became of them', () => {
    expect(seenAfter(...adoptedAbsorption(blocked))).toMatchObject({
      conditions: [{ conditionId, blocking: true, status: 'open' }],
    });
    expect(seenAfter(...adoptedAbsorption(blocked), fulfilled)).toMatchObject({
      conditions: [{ conditionId, status: 'fulfilled', granted: 'EUR 1', on: '2016-03-01' }],
    });
  });

  it('shows assemblies, notices, documents and votes by body', () => {
    expect(seenAfter(...publishedAbsorption(), schedule, vote(numelink))).toMatchObject({
      assemblies: [{ clusterId: numelink, scheduledFor: '2016-03-31' }],
      notices: [{ clusterId: numelink, where: 'Le Progrès', on: '2016-02-01' }, {}],
      documents: [{ clusterId: numelink, where: 'seat', on: '2016-02-01' }, {}],
      votes: [{ clusterId: numelink, outcome: 'adopted', on: '2016-03-31' }],
      openPoints: [],
    });
  });

  it('shows the effect, the references moved and the declarations', () => {
    expect(seenAfter(...effectiveAbsorption, report, declare)).toMatchObject({
      status: 'declared',
      approvedOn: '2016-03-31',
      effectiveOn: '2016-03-31',
      references: [{ context: 'membership', toMove: 8, moved: 8, merged: 1, needConsent: 0 }],
      declarations: [{ authority: 'sirene', on: '2016-05-01' }],
    });
  });
});
