import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { auvergneTic, numelink } from '../../../test/sample-operation.ts';
import { agreements } from './agreements.projection.ts';

const agreementId = countedUuid(1);
const drawnUp: Happened<GrappeEvents> = {
  type: 'membership.AgreementDrawnUp',
  data: { agreementId, kind: 'reciprocity', parties: [numelink, auvergneTic], services: [], since: '2012-01-01' },
};
const act = (type: 'membership.AgreementSigned' | 'membership.AgreementLeft', on: string): Happened<GrappeEvents> => ({
  type,
  data: { agreementId, clusterId: auvergneTic, on },
});

it.each<[string, readonly Happened<GrappeEvents>[], object]>([
  ['that has signed', [drawnUp, act('membership.AgreementSigned', '2012-02-01')], [{ since: '2012-02-01' }]],
  ['that has not', [drawnUp], []],
  [
    'that has left and signed again',
    [
      drawnUp,
      act('membership.AgreementSigned', '2012-02-01'),
      act('membership.AgreementLeft', '2014-01-01'),
      act('membership.AgreementSigned', '2015-01-01'),
    ],
    [{ since: '2012-02-01', until: '2014-01-01' }, { since: '2015-01-01' }],
  ],
])('a party %s', (_which, events, days) => {
  const documents = given(agreements, events).documents();
  expect(documents.get(`${agreementId}/${auvergneTic}`)).toMatchObject({ terms: { kind: 'reciprocity' }, days });
  expect(documents.get(`${agreementId}/${numelink}`)).toMatchObject({ clusterId: numelink, days: [] });
});
