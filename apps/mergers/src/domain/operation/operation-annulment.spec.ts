import { describe, expect, it } from '@jest/globals';
import { after, annul, close, declare, report } from '../../../test/sample-commands.ts';
import {
  adoptedAbsorption,
  auvergneTic,
  day,
  effectiveAbsorption,
  numelink,
  operationId,
} from '../../../test/sample-operation.ts';

const { judgement } = annul;
const of = (more: Partial<typeof judgement>) => ({ ...annul, judgement: { ...judgement, ...more } });
const annulled = {
  type: 'SuccessionAnnulled',
  operationId,
  judgement,
  predecessors: [{ clusterId: auvergneTic }],
  successor: { clusterId: numelink, created: false },
  on: judgement.finalOn,
} as const;

describe('the annulment of a merger', () => {
  it.each([
    ['in effect', effectiveAbsorption],
    ['declared', [...effectiveAbsorption, declare]],
    ['closed for years', [...effectiveAbsorption, declare, close]],
  ])('that is %s counts from the day on which the judgement is final', (_what, commands) => {
    const decided = after(...commands).when(annul);
    expect(decided.state()).toMatchObject({ status: 'annulled', annulment: { judgement, on: judgement.finalOn } });
    decided.then(annulled);
  });

  it('again is nothing new, and another judgement finds it annulled', () => {
    after(...effectiveAbsorption, annul)
      .when(annul)
      .then();
    after(...effectiveAbsorption, annul)
      .when(of({ number: '20/00001' }))
      .refused({ type: 'MRG_WRONG_STATUS', status: 'annulled' });
  });

  it('before the effect is refused: until then an operation is withdrawn', () =>
    after(...adoptedAbsorption())
      .when(annul)
      .refused({ type: 'MRG_WRONG_STATUS', status: 'adopted' }));

  it.each([
    ['final before it was given', { finalOn: '2019-05-13' }, '2019-05-14'],
    ['final on the day of the effect', { judgedOn: '2016-03-31', finalOn: '2016-03-31' }, '2016-04-01'],
  ])('%s is refused with the first lawful day', (_what, days, lawfulOn) => {
    const earliestLawfulDate = day(lawfulOn);
    after(...effectiveAbsorption)
      .when(of(days))
      .refused({ type: 'MRG_OUT_OF_ORDER', earliestLawfulDate });
    const lawful = after(...effectiveAbsorption).when(of({ ...days, finalOn: earliestLawfulDate }));
    expect(lawful.state()).toMatchObject({ status: 'annulled', annulment: { on: earliestLawfulDate } });
  });

  it('of a merger whose successor is gone is refused with what stands against it', () => {
    const obstacle = {
      found: `cluster ${numelink}, succeeded on 2017-03-28`,
      required: 'the later one annulled first',
    };
    after(...effectiveAbsorption)
      .when({ ...annul, obstacle })
      .refused({ type: 'MRG_ANNULMENT_NOT_FEASIBLE', ...obstacle });
  });

  it('is reported by each context beside what it had moved', () => {
    const back = { ...report, annulment: true } as const;
    const state = after(...effectiveAbsorption, report, annul)
      .when(back)
      .state();
    expect(state).toMatchObject({ references: { [report.context]: {} }, returned: { [report.context]: {} } });
    after(...effectiveAbsorption, report, annul, back)
      .when(back)
      .then();
  });

  it('leaves what is recorded late: a declaration of before', () =>
    expect(
      after(...effectiveAbsorption, annul)
        .when(declare)
        .state(),
    ).toMatchObject({
      status: 'annulled',
      declarations: [{ authority: 'prefecture' }],
    }));
});
