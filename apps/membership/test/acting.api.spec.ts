import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { clustrNumerique, numelink } from './facts.ts';

const [member, entered, left, shared] = [1, 2, 3, 4].map((n) => countedUuid(n, 0x55));
const LONG_AGO = '2010-01-01';

describe('an operator and organisations', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([membershipContext]);
    for (const id of [numelink, clustrNumerique])
      await accepted('clusters', { id, name: id, seat: 'Lyon', effectiveAt: LONG_AGO });
    for (const id of [member, left])
      await accepted('organisations', { id, name: 'M', kind: 'company', effectiveAt: LONG_AGO });
    for (const organisationId of [member, left])
      await accepted('memberships', { clusterId: numelink, organisationId, effectiveAt: '2012-01-01' });
    await accepted(`memberships/${membershipId(numelink, String(left))}/end`, {
      ...{ clusterId: numelink, cause: 'resignation', effectiveAt: '2015-01-01' },
    });
    const own = { name: 'E', kind: 'company', clusterId: clustrNumerique, effectiveAt: LONG_AGO };
    for (const id of [entered, shared])
      expect((await asOperator(clustrNumerique, 'organisations', { ...own, id })).status).toBe(201);
    await accepted('memberships', { clusterId: numelink, organisationId: shared, effectiveAt: '2012-01-01' });
  });
  afterAll(() => app.stop());

  async function accepted(path: string, body: object): Promise<void> {
    const answer = await app.post(`membership/${path}`, body);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  }
  const asOperator = (clusterId: string, path: string, body: object) =>
    app.post(`membership/${path}`, { clusterId, ...body }, { as: 'operator', clusters: [clusterId] });
  const figure = { indicator: 'staff', value: 12, unit: 'persons', on: '2016-01-01', source: 'its own word' };

  it.each([
    ['a member', member, numelink, '2016-01-01', 200],
    ['a member of another cluster', member, clustrNumerique, '2016-01-01', 403],
    ['what its cluster entered', entered, clustrNumerique, '2016-01-01', 200],
    ['what another cluster entered', entered, numelink, '2016-01-01', 403],
    ['a member that has left, for its own days', left, numelink, '2014-06-01', 200],
    ['a member that has left, for the days after', left, numelink, '2015-01-01', 403],
    ['a member that has left, for the days before', left, numelink, '2011-12-31', 403],
    ['what it entered, while no other cluster has it', shared, clustrNumerique, '2011-12-31', 200],
    ['what it entered, once another cluster has it', shared, clustrNumerique, '2016-01-01', 403],
    ['a member that another cluster entered', shared, numelink, '2016-01-01', 200],
    ['what nobody knows', countedUuid(9, 0x55), numelink, '2016-01-01', 403],
  ])('acts for its cluster on %s', async (_what, id, clusterId, effectiveAt, status) => {
    const acts = [
      ['rename', { name: `${String(id)} ${effectiveAt}` }],
      ['declare-figure', { figure: { ...figure, source: clusterId, on: effectiveAt } }],
    ] as const;
    for (const [verb, body] of acts) {
      const answer = await asOperator(clusterId, `organisations/${String(id)}/${verb}`, { ...body, effectiveAt });
      expect([verb, answer.status]).toEqual([verb, status]);
      if (status === 403) expect(answer.body).toMatchObject({ code: 'API_FORBIDDEN', found: [clusterId] });
    }
  });

  it.each(['admin', 'operator'] as const)('enters nothing for a cluster that nobody registered, as %s', async (as) => {
    const clusterId = countedUuid(99, 0x55);
    const body = { clusterId, name: 'X', kind: 'company' };
    const answer = await app.post('membership/organisations', body, { as, clusters: [clusterId] });
    expect(answer).toMatchObject({ status: 404, body: { code: 'MBR_CLUSTER_NOT_FOUND', found: clusterId } });
  });

  it('says in the event for which cluster it acted, and for an administrator nothing', async () => {
    await asOperator(numelink, `organisations/${String(member)}/rename`, {
      name: 'By Numélink',
      effectiveAt: '2017-01-01',
    });
    await accepted(`organisations/${String(member)}/rename`, {
      name: 'By an administrator',
      effectiveAt: '2018-01-01',
    });
    const events: RecordedEvent[] = [];
    for await (const page of app.store.readAll(0n)) events.push(...page.events);
    const acted = (name: string) => events.find(({ data }) => data['name'] === name)?.metadata.actor;
    expect(acted('By Numélink')).toMatchObject({ clusterId: numelink });
    expect(acted('By an administrator')).not.toHaveProperty('clusterId');
    expect(events.find(({ data }) => data['organisationId'] === entered)?.data).toMatchObject({
      registeredFor: clustrNumerique,
    });
  });
});
