import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { numelink as clusterId } from '../../../test/sample-operation.ts';
import { governanceOfClusters } from './governance.projection.ts';

const [bodyId, officeId, mandateId] = [countedUuid(60), countedUuid(61), countedUuid(62)];
const person = { personId: countedUuid(63), name: 'Jean-Michel Bérard' };
const body: Happened<GrappeEvents> = {
  type: 'governance.BodyCreated',
  data: { bodyId, clusterId, kind: 'board', name: 'Board', size: 24, since: '2010-01-01' },
};
const office: Happened<GrappeEvents> = {
  type: 'governance.OfficeCreated',
  data: { officeId, bodyId, clusterId, kind: 'president', title: 'President', maxHolders: 2, since: '2010-01-01' },
};
const mandate: Happened<GrappeEvents> = {
  type: 'governance.MandateStarted',
  data: { mandateId, officeId, bodyId, clusterId, person, how: 'elected', since: '2014-01-01' },
};
const ended: Happened<GrappeEvents> = {
  type: 'governance.MandateEnded',
  data: { mandateId, officeId, bodyId, clusterId, cause: 'term', on: '2016-01-01' },
};
const abolished = {
  type: 'governance.BodyAbolished',
  data: { bodyId, clusterId, cause: 'decision', on: '2016-01-01' },
} as const;

describe('mergers.governance', () => {
  it('holds bodies, offices and mandates of a cluster', () => {
    expect(given(governanceOfClusters, [body, office, mandate]).document(clusterId)).toEqual({
      clusterId,
      bodies: [{ bodyId, names: [{ name: 'Board', since: '2010-01-01' }], kind: 'board', since: '2010-01-01' }],
      offices: [{ officeId, title: 'President', since: '2010-01-01' }],
      mandates: [{ mandateId, officeId, bodyId, person, since: '2014-01-01' }],
    });
  });

  it('a body bears its names by days', () => {
    const renamed: Happened<GrappeEvents> = {
      type: 'governance.BodyRenamed',
      data: { bodyId, clusterId, name: 'Conseil', since: '2012-01-01' },
    };
    expect(given(governanceOfClusters, [body, renamed]).document(clusterId)?.bodies[0]?.names).toEqual([
      { name: 'Board', since: '2010-01-01' },
      { name: 'Conseil', since: '2012-01-01' },
    ]);
  });

  it('a mandate that ended and a body that was abolished hold up to that day', () => {
    expect(given(governanceOfClusters, [body, office, mandate, ended, abolished]).document(clusterId)).toMatchObject({
      bodies: [{ bodyId, until: '2016-01-01' }],
      mandates: [{ mandateId, until: '2016-01-01', cause: 'term' }],
    });
  });

  it('a body that a succession abolishes before a day that was decided holds up to the succession', () => {
    const before = { ...abolished.data, cause: 'succession', operationId: countedUuid(64), on: '2015-06-24' } as const;
    const events = [body, abolished, { type: abolished.type, data: before }];
    expect(given(governanceOfClusters, events).document(clusterId)?.bodies[0]?.until).toBe('2015-06-24');
  });

  it.each([
    [[office], 'and there is none'],
    [[mandate], 'and there is none'],
    [[body, { ...abolished, data: { ...abolished.data, bodyId: officeId } }], 'not in the document'],
    [[body, office, ended], 'never started'],
  ] as [Happened<GrappeEvents>[], string][])('stops at what nothing led to: %j', (events, message) => {
    expect(() => given(governanceOfClusters, events)).toThrow(message);
  });
});
