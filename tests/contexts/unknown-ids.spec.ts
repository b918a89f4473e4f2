import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { belongingsOf, callOf, establish, gatheringOf, linkOf, seriesBody } from './support/two-clusters.ts';
import { clauses } from './support/attempted-merger.ts';

const own = belongingsOf('unknown-ids');
const nobody = countedUuid(0xdead);
const person = { personId: countedUuid(1), name: 'Somebody' };
const mandate = { person, how: 'elected' };
const partner = { incubatorId: own.incubator, class: 'sector-body' };

describe('ids at the edges of contexts', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    await establish(app, own);
    const dissolved = { id: countedUuid(2), name: 'Dissolved', seat: 'Lyon', effectiveAt: '2006-01-01' };
    await app.post('membership/clusters', dissolved);
    await app.post(`membership/clusters/${dissolved.id}/dissolve`, { effectiveAt: '2012-01-01' });
  });
  afterAll(() => app.stop());

  const gone = countedUuid(2);
  const commands = (clusterId: string, organisationId: string): readonly [string, object, string][] => [
    ['governance/bodies', { clusterId, kind: 'board', name: 'Board' }, 'GOV_CLUSTER_ABSENT'],
    ['governance/roles', { clusterId, title: 'Director', person }, 'GOV_CLUSTER_ABSENT'],
    [`governance/statutes/${clusterId}/adopt`, { clauses }, 'GOV_CLUSTER_ABSENT'],
    ['events/programmes', { name: 'x', theme: 'x', leadId: clusterId }, 'EVT_CLUSTER_ABSENT'],
    [
      'events/introductions',
      { clusterId, organisationIds: [organisationId, own.newcomer], purpose: 'x' },
      'EVT_CLUSTER_ABSENT',
    ],
    ['events/communities', { kind: 'community', name: 'x', clusterId }, 'EVT_CLUSTER_ABSENT'],
    ['incubation/calls', callOf({ ...own, cluster: clusterId as typeof own.cluster }), 'INC_CLUSTER_ABSENT'],
    ['events/gatherings', gatheringOf(clusterId), 'EVT_CLUSTER_ABSENT'],
    ['events/series', seriesBody(clusterId), 'EVT_CLUSTER_ABSENT'],
    ['events/calendar-links', linkOf(clusterId, organisationId), 'EVT_CLUSTER_ABSENT'],
    ['incubation/partners', { ...partner, holder: { kind: 'cluster', id: clusterId } }, 'INC_HOLDER_ABSENT'],
    ['incubation/partners', { ...partner, holder: { kind: 'organisation', id: organisationId } }, 'INC_HOLDER_ABSENT'],
  ];
  const applying = { organisationId: own.organisation, title: 'x', contact: person };
  const reviewing = { applicationId: nobody, reviewer: person };
  const { incubator: incubatorId } = own;
  const session = { incubatorId, kind: 'expertise', minutes: 60, organisationIds: [nobody] };
  const introduction = { incubatorId, organisationId: own.organisation, funderId: nobody };
  const named: readonly [string, object, string][] = [
    ['incubation/sessions', session, 'INC_COMPANY_ABSENT'],
    ['incubation/introductions', introduction, 'INC_COMPANY_ABSENT'],
    [`incubation/selections/${own.call}/apply`, { ...applying, organisationId: nobody }, 'INC_COMPANY_ABSENT'],
    [
      `incubation/selections/${own.call}/apply`,
      { ...applying, partners: [{ kind: 'cluster', id: nobody }] },
      'INC_BODY_ABSENT',
    ],
    [
      `incubation/selections/${own.call}/assign-reviewer`,
      { ...reviewing, of: { kind: 'organisation', id: nobody } },
      'INC_BODY_ABSENT',
    ],
    [
      `governance/bodies/${own.body}/resize`,
      { size: 9, reserved: { seats: 1, forClusterId: nobody } },
      'GOV_CLUSTER_ABSENT',
    ],
    [`governance/offices/${own.office}/start-mandate`, { ...mandate, tiedToClusterId: nobody }, 'GOV_CLUSTER_ABSENT'],
    [
      `governance/offices/${own.office}/start-mandate`,
      { ...mandate, organisationId: nobody },
      'GOV_ORGANISATION_ABSENT',
    ],
  ];

  it.each([...commands(nobody, nobody), ...named])('%s %j that nobody registered: %s', async (path, body, code) => {
    const answer = await app.post(path, { ...body, effectiveAt: '2016-01-01' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code, found: expect.stringContaining('not in the register') },
    });
  });

  it.each(commands(gone, own.organisation).filter(([, body]) => !JSON.stringify(body).includes('"organisation"')))(
    '%s %j of a cluster that has ended: %s, and taken for the days before',
    async (path, body, code) => {
      const answer = await app.post(path, { ...body, effectiveAt: '2012-01-01' });
      expect(answer).toMatchObject({ status: 409, body: { code, found: `cluster ${gone}, dissolved on 2012-01-01` } });
      expect((await app.post(path, { ...body, effectiveAt: '2011-12-31' })).status).toBeLessThan(300);
    },
  );
});
