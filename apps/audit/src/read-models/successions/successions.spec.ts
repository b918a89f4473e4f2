import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { cluster, CREATION_RECORDED, operation, smallHistory } from '../../../test/small-history.ts';
import { trailOf } from '../../queries/provenance/provenance.ts';
import { successions } from './successions.projection.ts';

type Event = Happened<GrappeEvents>;
const operationId = operation('creation');
const started: readonly Event[] = smallHistory.filter(
  ({ type, data }) => type === 'mergers.OperationStarted' && JSON.stringify(data).includes(operationId),
);
const after = (...events: readonly Event[]) => given(successions, [...started, ...events]).document(operationId);
const on = '2017-01-15';
const clusterId = cluster('numelink');
const plan = { planVersion: 1, planHash: 'b'.repeat(64) };

describe('audit.successions', () => {
  it('keeps what decided an operation', () => {
    expect(given(successions, smallHistory).document(operationId)).toMatchObject({
      ...{ status: 'effective', kind: 'fusion-creation' },
      adoptions: [{ clusterId }, { clusterId: cluster('clustr') }],
      votes: [
        { clusterId, outcome: 'adopted' },
        { clusterId: cluster('clustr'), outcome: 'adopted' },
      ],
      effect: {
        predecessors: [{ clusterId }, { clusterId: cluster('clustr') }],
        times: { decidedOn: '2017-03-28', effectiveOn: '2017-03-28', recordedAt: CREATION_RECORDED },
      },
      references: [{ context: 'incubation', moved: 1 }],
    });
  });

  it.each<[string, Event, object]>([
    [
      'exploring',
      {
        type: 'mergers.ReferencesMoved',
        data: { operationId, context: 'governance', toMove: 0, moved: 0, merged: 0, needConsent: 0 },
      },
      {},
    ],
    ['adopted', { type: 'mergers.OperationAdopted', data: { operationId, ...plan, on } }, {}],
    ['approved', { type: 'mergers.OperationApproved', data: { operationId, ...plan, on } }, {}],
    ['rejected', { type: 'mergers.OperationRejected', data: { operationId, clusterId, on } }, {}],
    [
      'exploring',
      {
        type: 'mergers.OperationPostponed',
        data: { operationId, reason: 'name open', newTarget: '2019-02-05', on },
      },
      { setbacks: [{ what: 'postponed', reason: 'name open', target: '2019-02-05', on }] },
    ],
    [
      'lapsed',
      { type: 'mergers.OperationLapsed', data: { operationId, target: '2014-01-31', on } },
      { setbacks: [{ what: 'lapsed', target: '2014-01-31', on }] },
    ],
    [
      'withdrawn',
      { type: 'mergers.OperationWithdrawn', data: { operationId, reason: 'given up', on } },
      { setbacks: [{ what: 'withdrawn', reason: 'given up', on }] },
    ],
    ['closed', { type: 'mergers.OperationClosed', data: { operationId, on } }, { closedOn: on }],
  ])('%s', (status, event, more) => {
    expect(after(event)).toMatchObject({ status, ...more });
  });

  it('a context that reports twice is counted once, with its last numbers', () => {
    const moved = (count: number): Event => ({
      type: 'mergers.ReferencesMoved',
      data: { operationId, context: 'membership', toMove: 9, moved: count, merged: 0, needConsent: 0 },
    });
    expect(after(moved(3), moved(9))?.references).toMatchObject([{ context: 'membership', moved: 9 }]);
  });

  it('keeps declarations with their receipts', () => {
    const data = { operationId, authority: 'prefecture' as const, receipt: 'W691', on };
    expect(after({ type: 'mergers.OperationDeclared', data })?.declarations).toMatchObject([{ receipt: 'W691' }]);
  });

  describe('of a vote that was recorded wrong', () => {
    const history = smallHistory.filter(({ data }) => JSON.stringify(data).includes(operationId));
    const index = history.findIndex(({ type }) => type === 'mergers.AssemblyVoted');
    const fact = countedUuid(index + 1, 0xe);
    const was = history[index]?.data as GrappeEvents['mergers.AssemblyVoted'];
    const now = { ...was, tally: { ...was.tally, for: 28, abstentions: 2 } };
    const [before, later] = ['2017-04-03T09:00:00.000Z', '2018-01-01T09:00:00.000Z'];
    const corrected = (recordedAt: string): Event => ({
      type: 'mergers.AssemblyVotedCorrected',
      ...{ data: { fact, was, now, reason: 'typed wrong', on: was.on }, recordedAt },
    });
    const votesAfter = (...events: readonly Event[]) => {
      const record = given(successions, events).document(operationId);
      return (knownAt?: string) => record && trailOf(record, knownAt).votes.filter(({ eventId }) => eventId === fact);
    };

    it('reads as it was corrected, and until then as it was', () => {
      const open = history.filter(
        ({ type }) => type !== 'mergers.SuccessionTookEffect' && type !== 'mergers.ReferencesMoved',
      );
      const votes = votesAfter(...open, corrected(later));
      expect(votes()).toMatchObject([{ tally: now.tally, correctedBy: { reason: 'typed wrong' } }]);
      expect(votes(before)).toMatchObject([{ tally: was.tally }]);
      expect(votes(before)?.[0]).not.toHaveProperty('correctedBy');
      expect(votes(before)?.[0]).not.toHaveProperty('knownTo');
    });

    it('is not there any more where it was voided', () => {
      const open = history.slice(0, index + 1);
      const voided: Event = {
        type: 'mergers.AssemblyVotedVoided',
        ...{ data: { fact, was, reason: 'never was', on: was.on }, recordedAt: later },
      };
      const votes = votesAfter(...open, voided);
      expect([votes(), votes(before)?.length]).toEqual([[], 1]);
    });

    it('stays as it decided after the effect, with the correction beside it', () => {
      const votes = votesAfter(...history, corrected(later));
      expect(votes()).toMatchObject([
        { tally: was.tally, corrections: [{ reason: 'typed wrong', now: { tally: now.tally } }] },
      ]);
      expect(votes(before)?.[0]).not.toHaveProperty('corrections');
    });
  });

  it('keeps a declaration as it was corrected, twice, also after the effect', () => {
    const effective = smallHistory.filter(({ data }) => JSON.stringify(data).includes(operationId));
    const [fact, reason] = [countedUuid(effective.length + 1, 0xe), 'typed wrong'];
    const receipts = ['W691', 'W692', 'W693'].map((receipt) => ({
      operationId,
      authority: 'prefecture' as const,
      receipt,
      on,
    }));
    const [first, second, third] = receipts as [(typeof receipts)[0], (typeof receipts)[0], (typeof receipts)[0]];
    const corrected = (was: typeof first, now: typeof first, recordedAt: string): Event => ({
      type: 'mergers.OperationDeclaredCorrected',
      ...{ data: { fact, was, now, reason, on }, recordedAt },
    });
    const record = given(successions, [
      ...effective,
      { type: 'mergers.OperationDeclared', data: first, recordedAt: '2017-05-01T09:00:00.000Z' },
      corrected(first, second, '2017-06-01T09:00:00.000Z'),
      corrected(second, third, '2017-07-01T09:00:00.000Z'),
    ]).document(operationId);
    expect(record?.declarations).toMatchObject([
      { receipt: 'W691', recordedAt: '2017-05-01T09:00:00.000Z', knownTo: '2017-06-01T09:00:00.000Z' },
      { receipt: 'W692', recordedAt: '2017-06-01T09:00:00.000Z', knownTo: '2017-07-01T09:00:00.000Z' },
      { receipt: 'W693', recordedAt: '2017-07-01T09:00:00.000Z', correctedBy: { reason } },
    ]);
  });

  it('an imported succession has an effect and no operation before it', () => {
    const effect = smallHistory.filter(({ type }) => type === 'mergers.SuccessionTookEffect');
    expect(given(successions, effect).document(operationId)).toMatchObject({ status: 'effective', votes: [] });
  });

  it('stops at an event of an operation that never started', () => {
    const event: Event = { type: 'mergers.OperationClosed', data: { operationId, on } };
    expect(() => given(successions, [event])).toThrow('and there is none');
  });
});

describe('the trail of a decision', () => {
  const record = given(successions, smallHistory).document(operationId);
  if (record === undefined) throw new Error('the history has this operation');

  it('names the rules that were applied, once each', () => {
    expect(trailOf(record, undefined)).toMatchObject({ rules: ['G6-2015'], planHash: 'a'.repeat(64) });
  });

  it('as known before the recording is empty', () => {
    const trail = trailOf(record, '2016-12-31T22:59:59.999Z');
    expect(trail).toMatchObject({ adoptions: [], votes: [], references: [], predecessors: [] });
    expect(trail.planHash).toBeUndefined();
  });

  it('leaves out votes on plans that did not take effect', () => {
    const other = { ...record.votes[0], planHash: 'c'.repeat(64) } as (typeof record.votes)[number];
    expect(trailOf({ ...record, votes: [other, ...record.votes] }, undefined).votes).toHaveLength(2);
  });
});
