import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { streamName } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { numelink as clusterId } from '../../../test/sample-operation.ts';
import { seats } from './seats.projection.ts';

const bodyId = countedUuid(1);
const since = '2010-01-01';
const created: Happened<GrappeEvents> = {
  type: 'governance.BodyCreated',
  data: { bodyId, clusterId, kind: 'board', name: 'Board', since },
};
/** Ids are unique among offices and among bodies, not among both. */
const office: Happened<GrappeEvents> = {
  type: 'governance.OfficeCreated',
  data: { officeId: bodyId, bodyId, clusterId, kind: 'president', title: 'President', maxHolders: 1, since },
};
const abolished: Happened<GrappeEvents> = {
  type: 'governance.BodyAbolished',
  data: { bodyId, clusterId, cause: 'decision', on: '2020-01-01' },
};

describe('mergers.seats', () => {
  it('knows whose a body and an office are, also where both bear one id', () => {
    const read = given(seats, [created, office, abolished]);
    expect(read.document(`body/${bodyId}`)).toEqual({
      kind: 'body',
      seatId: bodyId,
      bodyId,
      clusterId,
      abolishedOn: '2020-01-01',
    });
    expect(read.document(`office/${bodyId}`)).toEqual({ kind: 'office', seatId: bodyId, bodyId, clusterId });
  });

  it('is abolished on the earlier day of two, and not at all where that is taken back', () => {
    const before = { type: abolished.type, data: { bodyId, clusterId, cause: 'succession', on: '2016-03-31' } };
    const stated = { ...before, stream: streamName('governance', 'body', bodyId) } as Happened<GrappeEvents>;
    const read = given(seats, [created, abolished, stated]).document(`body/${bodyId}`);
    expect(read).toMatchObject({ abolishedOn: '2016-03-31' });
    const voided = {
      type: 'governance.BodyAbolishedVoided',
      data: { fact: countedUuid(2, 0xe), was: abolished.data, reason: 'x', on: '2020-01-01' },
    } as Happened<GrappeEvents>;
    expect(given(seats, [created, abolished, voided]).document(`body/${bodyId}`)).not.toHaveProperty('abolishedOn');
  });

  it('stops at the end of what never began', () => {
    expect(() => given(seats, [abolished])).toThrow('and there is none');
  });
});
