import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countedUuid, deciderIsIdempotent, specification } from '#libs/kernel/testing';
import { reckonedEffect } from './reckoned.ts';

const reckoned = {
  ...{ operationId: countedUuid(2), planVersion: 1, planHash: 'a'.repeat(64), effectiveOn: '2016-03-31', position: 60 },
  ...{ hash: 'b'.repeat(64), totals: { members: 4, memberships: 5, merged: 1, lines: [] } },
};
const reckon = { type: 'ReckonEffect', ...reckoned } as const;
const event = { type: 'EffectReckoned', ...reckoned } as const;

describe('what an effect has changed', () => {
  it('is put on record once', () => {
    specification(reckonedEffect).given().when(reckon).then(event);
    specification(reckonedEffect)
      .given(event)
      .when({ ...reckon, position: 70 })
      .then();
  });

  deciderIsIdempotent('reckoned effect', reckonedEffect, fc.constant([reckon, { ...reckon, position: 70 }]));
});
