import { describe, expect, it } from '@jest/globals';
import { countedUuid, specification } from '#libs/kernel/testing';
import { evolveOffice, type OfficeState } from '../office/office.ts';
import { mandateReminder, type RemindMandate } from './mandate-reminder.ts';

const [officeId, mandateId, clusterId] = [countedUuid(1), countedUuid(2), countedUuid(3)];
const LIMIT = '2018-03-27';
const place = { officeId, clusterId, bodyId: countedUuid(4) };
const person = { personId: countedUuid(5), name: 'Catherine Bocquet' };

const office = [
  { type: 'OfficeCreated', ...place, kind: 'president', title: 'Présidence', maxHolders: 1, since: '2017-03-28' },
  { type: 'MandateStarted', ...place, mandateId, person, how: 'transitional', since: '2017-03-28', limit: LIMIT },
] as const;
const holding = office.reduce<OfficeState>(evolveOffice, { status: 'absent' });
const ended = (on: string): OfficeState =>
  evolveOffice(holding, { type: 'MandateEnded', ...place, mandateId, cause: 'resignation', on });

const remind = (on: string, changes: Partial<RemindMandate> = {}): RemindMandate => ({
  ...{ type: 'RemindMandate', mandateId, officeId, limit: LIMIT, stage: 'near', on, office: holding },
  ...changes,
});
const reminded = (stage: 'near' | 'reached', on: string) => {
  return { type: 'MandateReminded', mandateId, officeId, clusterId, limit: LIMIT, stage, on } as const;
};
const after = (...events: readonly ReturnType<typeof reminded>[]) => specification(mandateReminder).given(...events);

describe('the limit of a mandate', () => {
  it('is called to mind when it is near, and once it is reached, each once', () => {
    after().when(remind('2018-01-26')).then(reminded('near', '2018-01-26'));
    const near = reminded('near', '2018-01-26');
    after(near).when(remind('2018-01-27')).then();
    after(near)
      .when(remind('2018-03-28', { stage: 'reached' }))
      .then(reminded('reached', '2018-03-28'));
  });

  it('that a system which was down has missed is called to mind as reached, not as near', () => {
    after().when(remind('2018-03-28')).then();
    after()
      .when(remind('2019-01-01', { stage: 'reached' }))
      .then(reminded('reached', '2019-01-01'));
  });

  it.each<[string, OfficeState]>([
    ['has ended by then', ended('2018-02-01')],
    ['was never held', { status: 'absent' }],
    [
      'has another limit by now',
      evolveOffice(holding, {
        type: 'MandateExtended',
        ...place,
        mandateId,
        decision: 'Assemblée',
        limit: '2018-06-30',
        on: '2018-01-10',
      }),
    ],
  ])('of a mandate that %s is not', (_what, state) => {
    for (const stage of ['near', 'reached'] as const)
      expect(mandateReminder.decide(remind('2018-02-02', { office: state, stage }), [])).toEqual({
        ok: true,
        events: [],
      });
  });

  it('of a mandate whose end lies behind it is', () => {
    after()
      .when(remind('2018-02-02', { office: ended('2018-09-01') }))
      .then(reminded('near', '2018-02-02'));
  });
});
