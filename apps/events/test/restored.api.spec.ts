import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { publish, registeredCluster, registeredOrganisation } from '../../../tests/support/published.ts';
import { eventsContext } from '../src/events.context.ts';

const [cluster, other] = [countedUuid(1, 0xc1), countedUuid(2, 0xc1)];
const [company, operationId] = [countedUuid(1, 0xc2), countedUuid(1, 0xc3)];
const idOf = (number: number) => countedUuid(number, 0xc4);
const [GONE, BACK] = ['2014-06-01', '2016-03-01'];

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start([eventsContext], { RATE_LIMIT_PER_SECOND: '10000' });
  app.clock.set('2016-12-01T10:00:00Z');
  await publish(app.store, registeredCluster(cluster), registeredCluster(other), registeredOrganisation(company));
});
afterEach(() => app.stop());

const dissolved = () =>
  publish(app.store, { type: 'membership.ClusterDissolved', data: { clusterId: cluster, on: GONE } });
const restored = async (): Promise<void> => {
  const data = { clusterId: cluster, operationId, restoration: true, on: BACK } as const;
  await publish(app.store, { type: 'membership.ClusterRestored', data });
  await app.react();
};
const sends = async (path: string, body: object): Promise<readonly { readonly id: string }[]> => {
  const { status, body: answer } = await app.post(`events/${path}`, { effectiveAt: '2013-01-01', ...body });
  expect([path, status < 300, answer]).toEqual([path, true, answer]);
  await app.react();
  return answer['events'] as readonly { readonly id: string }[];
};
const sees = async (path: string) => (await app.get(`events/${path}`)).body;

const plans = async (number: number, day: string, clusterId = cluster) =>
  await sends('gatherings', {
    ...{ id: idOf(number), clusterId, organiser: { kind: 'cluster', id: clusterId }, title: 'x', format: 'seminar' },
    ...{ place: { name: 'Lyon', zone: 'Europe/Paris' }, schedule: { from: day, to: day }, audience: ['public'] },
  });
const leads = (number: number, leadId = cluster) =>
  sends('programmes', { id: idOf(number), name: `Parcours ${String(number)}`, theme: 'Formation', leadId });
const relay = { role: 'relay', party: { kind: 'cluster', id: cluster } };
const opens = (number: number, more: object = {}) =>
  sends('communities', { id: idOf(number), kind: 'community', name: 'Cloud', clusterId: cluster, ...more });

/** One gathering that is ahead when it is dissolved, and whatever else it may have. */
const begins: readonly (readonly [string, () => Promise<unknown>, () => Promise<unknown>, unknown])[] = [
  [
    'a gathering that was to come is cancelled',
    () => plans(1, '2017-05-01'),
    async () => {
      const { state, since } = await sees(`gatherings/${idOf(1)}?validAt=2020-01-01`);
      return [state, since, (await sees(`gatherings/${idOf(1)}?validAt=2016-02-29`))['state']];
    },
    ['cancelled', BACK, 'draft'],
  ],
  [
    'one that was to take place while it was gone is cancelled',
    () => plans(1, '2015-05-01'),
    async () => (await sees(`gatherings/${idOf(1)}?validAt=2020-01-01`))['state'],
    'cancelled',
  ],
  [
    'one of before stays as it was left',
    () => plans(1, '2014-05-31'),
    async () => (await sees(`gatherings/${idOf(1)}?validAt=2020-01-01`))['state'],
    'draft',
  ],
  [
    'one of another cluster is none of it',
    () => plans(1, '2017-05-01', other),
    async () => (await sees(`gatherings/${idOf(1)}?validAt=2020-01-01`))['state'],
    'draft',
  ],
  [
    'a community is closed',
    () => opens(1),
    async () =>
      await Promise.all(
        ['2016-02-29', BACK].map(async (day) => (await sees(`communities/${idOf(1)}?validAt=${day}`))['state']),
      ),
    ['open', 'closed'],
  ],
  [
    'a programme that it leads ends',
    () => leads(1),
    async () => (await sees(`programmes/${idOf(1)}?validAt=2020-01-01`))['endedOn'],
    BACK,
  ],
  [
    'its part in that of another ends',
    async () => {
      await leads(1, other);
      await sends(`programmes/${idOf(1)}/take-part`, relay);
    },
    async () => {
      const { endedOn, relayIds, parts } = await sees(`programmes/${idOf(1)}?validAt=2020-01-01`);
      return [endedOn, relayIds, (parts as readonly { readonly until?: string }[])[0]?.until];
    },
    [undefined, [], BACK],
  ],
  [
    'a private link to its calendar is revoked',
    () =>
      sends('calendar-links', {
        ...{ id: idOf(1), clusterId: cluster, organisationId: company, secretHash: 'a'.repeat(64) },
      }),
    async () => (await sees(`calendar-links/${idOf(1)}`))['revokedOn'],
    BACK,
  ],
];

describe('a cluster that was dissolved and is restored comes back without what it had', () => {
  it.each(begins)('%s', async (_what, begin, seen, expected) => {
    await begin();
    await dissolved();
    await restored();
    expect(await seen()).toEqual(expected);
  });

  it.each(begins)('%s, recorded late', async (_what, begin, seen, expected) => {
    await dissolved();
    await restored();
    await begin();
    expect(await seen()).toEqual(expected);
  });

  it('and with what it begins anew', async () => {
    await dissolved();
    await restored();
    await plans(2, '2017-06-01');
    // Of before its return, recorded late, beside one of after.
    await sends('gatherings', {
      ...{
        id: idOf(3),
        clusterId: cluster,
        organiser: { kind: 'cluster', id: cluster },
        title: 'x',
        format: 'seminar',
      },
      ...{ place: { name: 'Lyon', zone: 'Europe/Paris' }, schedule: { from: '2017-06-01', to: '2017-06-01' } },
      ...{ audience: ['public'], effectiveAt: '2016-04-01' },
    });
    await opens(4, { effectiveAt: '2016-04-01' });
    const states = [2, 3].map(async (number) => (await sees(`gatherings/${idOf(number)}?validAt=2020-01-01`))['state']);
    expect(await Promise.all(states)).toEqual(['cancelled', 'draft']);
    expect((await sees(`communities/${idOf(4)}?validAt=2020-01-01`))['state']).toBe('open');
  });

  it('seats and places on the list end with the gathering, and its series stays', async () => {
    await plans(1, '2017-05-01');
    await sends(`gatherings/${idOf(1)}/announce`, {});
    await sends(`registrations/${idOf(1)}/decide-seats`, { seats: 1 });
    for (const number of [1, 2])
      await sends(`registrations/${idOf(1)}/register`, { person: { personId: idOf(90 + number), name: 'P' } });
    const organiser = { kind: 'cluster', id: cluster };
    await sends('series', { id: idOf(5), clusterId: cluster, name: 'Apéros', format: 'seminar', organiser });
    await dissolved();
    await restored();
    expect(await sees(`registrations/${idOf(1)}?validAt=2016-12-01`)).toMatchObject({ seated: 0, waiting: 0 });
    expect(await sees(`series/${idOf(5)}?validAt=2020-01-01`)).toMatchObject({ clusterId: cluster });
    const before = (await app.store.status()).head;
    await restored();
    // The same again says nothing more of it: only that it was said.
    expect((await app.store.status()).head - before).toBe(1n);
  });
});
