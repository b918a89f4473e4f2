import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { consents } from './consents.projection.ts';

const subsidy = { subsidyId: countedUuid(1), clusterId: countedUuid(2) };
const label = {
  ...{ labelId: countedUuid(3), schemeId: countedUuid(4) },
  holder: { kind: 'cluster' as const, id: countedUuid(2) },
};
const decided = (granted: boolean, on: string): Happened<GrappeEvents> => ({
  type: 'membership.LabelConsentDecided',
  data: { ...label, predecessorId: countedUuid(5), granted, on },
});

it.each<[string, readonly Happened<GrappeEvents>[], object]>([
  [
    `subsidy:${subsidy.subsidyId}`,
    [
      { type: 'membership.SubsidyLapsed', data: { ...subsidy, reason: 'x', on: '2018-01-01' } },
      { type: 'membership.SubsidyConsentGiven', data: { ...subsidy, on: '2017-05-01' } },
    ],
    [
      { answer: 'given', on: '2017-05-01' },
      { answer: 'lapsed', on: '2018-01-01' },
    ],
  ],
  [
    `label:${label.labelId}`,
    [
      decided(false, '2017-05-01'),
      decided(true, '2017-06-01'),
      { type: 'membership.LabelRenewed', data: { ...label, on: '2017-07-01' } },
    ],
    [{ answer: 'refused' }, { answer: 'given' }, { answer: 'renewed' }],
  ],
])('%s has its answers in the order of days', (reference, events, answers) => {
  expect(given(consents, events).document(reference)).toMatchObject({ answers });
});
