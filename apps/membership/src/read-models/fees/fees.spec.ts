import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { called, feeOf2016, feeOf2017, paid, policyOf2015, reminded } from '../../../test/fee-words.ts';
import { id, ids } from '../../../test/membership-words.ts';
import type { FeeFact } from '../../domain/fees/fee.ts';
import { fees, remindersOf, viewOfFees } from './fees.projection.ts';

const happened = ({ type, ...data }: FeeFact) => ({ type: `membership.${type}`, data }) as Happened<GrappeEvents>;
const after = (...facts: readonly FeeFact[]) => given(fees, facts.map(happened)).document(id)!;
const versions = [policyOf2015];

describe('the fees of members', () => {
  const inPart = paid('2016-01-20', 10_000, { reference: 'VIR 1' });

  it('are those of one membership, in the order of their periods', () => {
    const view = viewOfFees(after(called(2017), called(2016), inPart), versions, '2016-12-10');
    expect(view).toMatchObject({ ...ids, status: 'in-default', outstandingCents: 50_000 });
    expect(view.fees).toMatchObject([
      { feeId: feeOf2016, status: 'in-default', period: { since: '2016-01-01', lastDay: '2016-12-31' } },
      { feeId: feeOf2017, status: 'called' },
    ]);
  });

  it('say the same whatever was recorded first', () => {
    expect(after(called(2016), reminded('2016-03-01', 2), inPart)).toEqual(
      after(called(2016), inPart, reminded('2016-03-01', 2)),
    );
  });

  it('show nothing of what came after the day', () => {
    const document = after(called(2016), called(2017), inPart);
    expect(viewOfFees(document, versions, '2016-01-19').fees).toMatchObject([{ payments: [], paidCents: 0 }]);
    expect(viewOfFees(document, versions, '2015-12-09')).toMatchObject({
      status: 'none',
      outstandingCents: 0,
      fees: [],
    });
  });

  it('have the reminders of the policy, with what is left to pay', () => {
    expect(remindersOf(after(called(2016), inPart), versions, '2016-01-20')).toEqual([
      { feeId: feeOf2016, dueOn: '2016-01-31', nth: 1, on: '2016-01-16', outstandingCents: 20_000 },
    ]);
  });
});
