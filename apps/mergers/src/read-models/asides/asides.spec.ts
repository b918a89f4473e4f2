import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { operationId } from '../../../test/sample-operation.ts';
import { asides } from './asides.projection.ts';

const about = { operationId, context: 'membership', reference: 'clusters' };
const key = `${operationId} membership clusters`;
const setAside = (code: string): Happened<GrappeEvents> => ({
  type: 'mergers.ReferenceSetAside',
  data: { ...about, code },
});
const recovered: Happened<GrappeEvents> = { type: 'mergers.ReferenceRecovered', data: about };
const passedOver: Happened<GrappeEvents> = {
  type: 'mergers.ReferencePassedOver',
  data: { ...about, reason: 'x', on: '2016-05-01' },
};

it.each<[string, Happened<GrappeEvents>[], object | undefined]>([
  ['is open', [setAside('MBR_NO')], { ...about, code: 'MBR_NO' }],
  ['has its last reason', [setAside('MBR_NO'), setAside('MBR_NEVER')], { ...about, code: 'MBR_NEVER' }],
  ['was moved after all', [setAside('MBR_NO'), recovered], undefined],
  ['was passed over', [setAside('MBR_NO'), passedOver], undefined],
])('a reference that is set aside %s', (_what, events, expected) => {
  expect(given(asides, events).document(key)).toEqual(expected);
});
