import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { publish, registeredCluster, registeredOrganisation } from '../../../tests/support/published.ts';
import { eventsContext } from '../src/events.context.ts';

type Answer = Readonly<Record<string, unknown>>;
const id = (number: number) => countedUuid(number, 0xe1);
const [telecomValley, otherCluster, antennaId] = [id(1), id(2), id(3)];
const [amadeus, eurecom, stranger] = [id(11), id(12), id(13)];
const [security, mTourism, micro] = [id(21), id(22), id(23)];
const claire = { personId: id(31), name: 'Claire Martin' };
const operator: TestRequest = { as: 'operator', clusters: [telecomValley] };
const stranded: TestRequest = { as: 'operator', clusters: [otherCluster] };

let app: TestApplication;
const does = async (path: string, body: object, as: TestRequest = operator): Promise<Answer> => {
  const { status, body: answer } = await app.post(`events/communities${path}`, body, as);
  expect([path, status < 300, answer]).toEqual([path, true, answer]);
  return answer;
};
const factOf = ({ events }: Answer): unknown => (events as readonly { readonly id: string }[])[0]?.id;
const names = async (query: string, as: TestRequest = {}): Promise<readonly unknown[]> => {
  const { body } = await app.get(`events/communities?${query}`, as);
  return (body['items'] as readonly Answer[]).map(({ name }) => name).toSorted();
};
const read = async (community: string, query = '', as: TestRequest = {}): Promise<Answer> =>
  (await app.get(`events/communities/${community}${query}`, as)).body;

beforeAll(async () => {
  app = await TestApplication.start([eventsContext]);
  app.clock.set('2016-03-10T10:00:00Z');
  await publish(
    app.store,
    ...[telecomValley, otherCluster].map((clusterId) => registeredCluster(clusterId)),
    ...[amadeus, eurecom].map(registeredOrganisation),
    {
      type: 'membership.AntennaOpened',
      data: { antennaId, clusterId: telecomValley, name: 'Var', departments: [], since: '2010-01-01' },
    },
  );
  const opening = (communityId: string, kind: string, name: string, effectiveAt: string) =>
    does('', { id: communityId, kind, name, clusterId: telecomValley, effectiveAt });
  await opening(mTourism, 'commission', 'm-tourisme', '2009-01-01');
  await opening(security, 'community', 'Sécurité et cloud', '2014-03-15');
  // Microelectronics comes back: what had been closed is opened again.
  await opening(micro, 'community', 'Microélectronique', '2005-01-01');
  await does(`/${micro}/close`, { effectiveAt: '2012-01-01' });
  await does(`/${micro}/reopen`, { effectiveAt: '2015-04-01' });
});
afterAll(() => app.stop());

describe('the communities of Telecom Valley', () => {
  it.each([
    ['2014-03-01', ['m-tourisme']],
    ['2016-03-01', ['Microélectronique', 'Sécurité et cloud', 'm-tourisme']],
    ['2011-12-31', ['Microélectronique', 'm-tourisme']],
  ])('on %s were %j', async (day, existed) => {
    expect(await names(`clusterId=${telecomValley}&state=open&validAt=${day}`)).toEqual(existed);
  });

  it('are found by kind, by cluster and by state', async () => {
    expect(await names('kind=commission&validAt=2016-03-01')).toEqual(['m-tourisme']);
    expect(await names(`clusterId=${otherCluster}`)).toEqual([]);
    expect(await names('state=closed&validAt=2014-03-01')).toEqual(['Microélectronique']);
    expect(await names('state=to-come&validAt=2014-03-01')).toEqual(['Sécurité et cloud']);
  });

  it('have members on the days of their participation', async () => {
    await does(`/${security}/join`, { organisationId: amadeus, contact: claire, effectiveAt: '2014-04-01' });
    await does(`/${security}/join`, { organisationId: eurecom, effectiveAt: '2014-06-01' });
    await does(`/${security}/leave`, { organisationId: eurecom, reason: 'No time', effectiveAt: '2015-01-01' });
    const membersOn = async (day: string) => (await read(security, `?validAt=${day}`))['memberIds'];
    expect(await Promise.all(['2014-03-31', '2014-04-01', '2014-12-31', '2015-01-01'].map(membersOn))).toEqual([
      [],
      [amadeus],
      [amadeus, eurecom],
      [amadeus],
    ]);
    expect(await names(`organisationId=${eurecom}&validAt=2014-12-31`)).toEqual(['Sécurité et cloud']);
    expect(await names(`organisationId=${eurecom}&validAt=2015-01-01`)).toEqual([]);
  });

  it('meet and publish; who came and whom to call is for those who read files', async () => {
    await does(`/${security}/record-meeting`, {
      ...{ subject: 'Chiffrement', organisationIds: [amadeus, eurecom], persons: 7, effectiveAt: '2014-09-01' },
    });
    await does(`/${security}/record-meeting`, { effectiveAt: '2015-02-01' });
    await does(`/${security}/record-output`, { title: 'Livre blanc', effectiveAt: '2015-03-01' });
    const whole = await read(security, '', operator);
    expect(whole).toMatchObject({
      met: 2,
      outputs: [{ title: 'Livre blanc', on: '2015-03-01' }],
      contacts: [{ organisationId: amadeus, contact: claire }],
      meetings: [
        { subject: 'Chiffrement', organisationIds: [amadeus, eurecom], persons: 7, on: '2014-09-01' },
        { organisationIds: null, persons: null, on: '2015-02-01' },
      ],
    });
    for (const as of [stranded, { as: 'subscriber' } satisfies TestRequest]) {
      const shown = await read(security, '', as);
      expect([shown['met'], shown['contacts'], shown['meetings']]).toEqual([2, undefined, undefined]);
    }
    expect(await read(security, '?validAt=2014-12-31', operator)).toMatchObject({ met: 1, outputs: [] });
  });

  it('follow what is recorded late, and what is corrected and taken back', async () => {
    const known = new Date(app.clock.now()).toISOString();
    app.clock.set('2016-03-11T10:00:00Z');
    const renamed = await does(`/${security}/rename`, { name: 'Cyber', effectiveAt: '2015-01-01' });
    expect(await names('kind=community&validAt=2016-03-01')).toEqual(['Cyber', 'Microélectronique']);
    const named = { fact: factOf(renamed), reason: 'Mal saisi' };
    await does(`/${security}/correct-name`, { ...named, changes: { name: 'Cybersécurité' } });
    expect(await read(security, '?validAt=2016-03-01')).toMatchObject({ name: 'Cybersécurité' });
    expect(await read(security, `?validAt=2016-03-01&knownAt=${known}`)).toMatchObject({ name: 'Sécurité et cloud' });
    await does(`/${security}/void-name`, named);
    expect(await read(security, '?validAt=2016-03-01')).toMatchObject({ name: 'Sécurité et cloud' });
  });

  it('turn out to have been closed for a time: members end then, and what came afterwards stands', async () => {
    const closing = await does(`/${mTourism}/close`, { effectiveAt: '2010-01-01', reopenedOn: '2011-01-01' });
    expect((closing['events'] as readonly Answer[]).map(({ type }) => type)).toEqual([
      'events.CommunityClosed',
      'events.CommunityReopened',
    ]);
    expect(await read(mTourism, '?validAt=2010-06-01')).toMatchObject({ state: 'closed' });
    expect(await read(mTourism, '?validAt=2011-01-01')).toMatchObject({ state: 'open' });
    await does(`/${mTourism}/void-closing`, { fact: factOf(closing), reason: 'Jamais fermée' });
    expect(await read(mTourism, '?validAt=2010-06-01')).toMatchObject({
      state: 'open',
      periods: [{ since: '2009-01-01' }],
    });
  });

  it('may be kept by an antenna', async () => {
    const kept = { kind: 'working-group', name: 'Var', clusterId: telecomValley, antennaId };
    await does('', { id: id(24), ...kept, effectiveAt: '2016-01-01' });
    expect(await read(id(24))).toMatchObject({ antennaId, state: 'open' });
  });
});

describe('a community is refused', () => {
  const body = { kind: 'community', name: 'X', clusterId: telecomValley, effectiveAt: '2016-01-01' };
  it.each<[string, string, object, number, string]>([
    ['of a cluster that nobody registered', '', { ...body, id: id(90), clusterId: id(91) }, 409, 'EVT_CLUSTER_ABSENT'],
    ['kept by no antenna', '', { ...body, id: id(90), antennaId: id(91) }, 409, 'EVT_ANTENNA_ABSENT'],
    [
      'kept by an antenna of another cluster',
      '',
      { ...body, id: id(90), clusterId: otherCluster, antennaId },
      409,
      'EVT_ANTENNA_ABSENT',
    ],
    ['of no kind', '', { ...body, id: id(90), kind: 'club' }, 400, 'API_MALFORMED'],
    ['under the id of another one', '', { ...body, id: security }, 409, 'EVT_COMMUNITY_EXISTS'],
    ['that nobody opened', `/${id(90)}/rename`, { name: 'X' }, 404, 'EVT_COMMUNITY_NOT_FOUND'],
    [
      'joined by nobody of the register',
      `/${security}/join`,
      { organisationId: stranger },
      409,
      'EVT_ORGANISATION_ABSENT',
    ],
    [
      'met with nobody of the register',
      `/${security}/record-meeting`,
      { organisationIds: [stranger] },
      409,
      'EVT_ORGANISATION_ABSENT',
    ],
    [
      'met with one organisation twice',
      `/${security}/record-meeting`,
      { organisationIds: [amadeus, amadeus] },
      400,
      'API_MALFORMED',
    ],
    ['met tomorrow', `/${security}/record-meeting`, { effectiveAt: '2016-03-12' }, 409, 'API_DAY_AHEAD'],
    ['joined by who takes part', `/${security}/join`, { organisationId: amadeus }, 409, 'EVT_FACT_CONTRADICTED'],
    [
      'with an output that leads nowhere',
      `/${security}/record-output`,
      { title: 'X', link: 'javascript:1' },
      400,
      'API_MALFORMED',
    ],
    [
      'corrected to a cluster that nobody registered',
      `/${security}/correct-opening`,
      { fact: id(90), reason: 'x', changes: { clusterId: id(91) } },
      409,
      'EVT_CLUSTER_ABSENT',
    ],
    ['corrected by no fact', `/${security}/void-meeting`, { fact: id(90), reason: 'x' }, 404, 'EVT_FACT_NOT_FOUND'],
  ])('%s', async (_what, path, sent, status, code) => {
    const { head } = await app.store.status();
    const answer = await app.post(`events/communities${path}`, sent);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect((await app.store.status()).head).toBe(head);
  });

  it('to operators of another cluster, and to its own where it would go to another one', async () => {
    expect((await app.post(`events/communities/${security}/close`, {}, stranded)).status).toBe(403);
    const away = { fact: id(90), reason: 'x', changes: { clusterId: otherCluster } };
    expect((await app.post(`events/communities/${security}/correct-opening`, away, operator)).status).toBe(403);
  });
});
