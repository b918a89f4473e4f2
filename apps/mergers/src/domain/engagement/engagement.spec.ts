import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { deciderIsIdempotent, specification } from '#libs/kernel/testing';
import { day, numelink as clusterId, operationId, otherOperationId } from '../../../test/sample-operation.ts';
import { engagement, type EngagementCommand } from './engagement.ts';

const on = day('2016-01-15');
const engage: EngagementCommand = { type: 'Engage', clusterId, operationId, on };
const release: EngagementCommand = { ...engage, type: 'Release' };
const engaged = { type: 'BodyEngaged', operationId, clusterId } as const;
const released = { type: 'BodyReleased', operationId, clusterId } as const;
const byOther = { ...engaged, operationId: otherOperationId };

describe('the engagement of a body', () => {
  const given = specification(engagement).given;

  it('binds a free body once', () => {
    given().when(engage).then(engaged);
    given(engaged).when(engage).then();
  });

  it('that another operation holds is refused by G12, with what was found', () =>
    given(byOther)
      .when(engage)
      .refused({
        type: 'MRG_BODY_ENGAGED',
        guard: 'G12',
        rule: 'G12.2015',
        citation: 'Loi du 1er juillet 1901, art. 9 bis, III',
        found: `body ${clusterId} is bound by operation ${otherOperationId}, which every board has adopted`,
      }));

  it('before the decree it stands on the law of contracts', () =>
    given(byOther)
      .when({ ...engage, on: day('2015-09-30') })
      .refused({ rule: 'G12.contract' }));

  it.each([
    ['bound twice', [engaged, byOther]],
    ['freed before it is bound', [released]],
    ['freed by an operation that does not bind it', [byOther, released]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => history.reduce((state, event) => engagement.evolve(state, event), engagement.initial)).toThrow(
      'cannot follow',
    );
  });

  it('is released by its own operation and by no other', () => {
    given(engaged).when(release).then(released);
    given(byOther).when(release).then();
    given().when(release).then();
  });

  it('a released body is free for another operation', () => {
    given(byOther, { ...released, operationId: otherOperationId })
      .when(engage)
      .then(engaged);
    expect(given(engaged).when(release).state()).toEqual({});
  });
});

const anyCommand = fc.record<EngagementCommand>({
  type: fc.constantFrom('Engage', 'Release'),
  clusterId: fc.constant(clusterId),
  operationId: fc.constantFrom(operationId, otherOperationId),
  on: fc.constantFrom(day('2015-01-01'), on),
});
deciderIsIdempotent('engagement', engagement, fc.array(anyCommand, { maxLength: 8 }));
