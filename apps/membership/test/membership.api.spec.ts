import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import {
  axess,
  digitalLeague,
  esker,
  inovaction,
  numelink,
  rhoneAlley,
  SIREN_OF_ESKER,
  antennaOfDrome,
} from './facts.ts';

let app: TestApplication;
const path = (rest: string) => `membership/${rest}`;
const cluster = { name: 'Numélink', seat: 'Saint-Étienne', departments: ['42'], effectiveAt: '2006-01-01' };
const company = { name: 'Esker', kind: 'company', siren: SIREN_OF_ESKER, effectiveAt: '1985-01-01' };

beforeAll(async () => {
  app = await TestApplication.start([membershipContext]);
  await app.post(path('clusters'), { id: numelink, ...cluster });
  await app.post(path('clusters'), { id: rhoneAlley, ...cluster, name: 'RhôneAlley', effectiveAt: '2008-01-01' });
  await app.post(path('organisations'), { id: esker, ...company });
  await app.post(path('organisations'), { id: axess, name: 'Axess', kind: 'company' });
  await app.post(path('antennas'), {
    id: antennaOfDrome,
    clusterId: numelink,
    name: 'Drôme',
    effectiveAt: '2015-06-30',
  });
});
afterAll(() => app.stop());

/** How many events there are: a refusal leaves the log as it was. */
const head = async () => (await app.store.status()).head;

describe('commands', () => {
  it.each<[string, string, object, number, string]>([
    ['a wrong SIREN', 'organisations', { ...company, siren: '331518499' }, 400, 'MBR_SIREN_INVALID'],
    ['an id that is taken', 'organisations', { ...company, id: axess }, 409, 'MBR_ORGANISATION_EXISTS'],
    ['a SIREN that is taken', 'organisations', { ...company, id: inovaction }, 409, 'MBR_IDENTIFIER_TAKEN'],
    ['an unknown organisation', `organisations/${inovaction}/rename`, { name: 'X' }, 404, 'MBR_ORGANISATION_NOT_FOUND'],
    ['a cluster twice', 'clusters', { ...cluster, id: numelink, name: 'X' }, 409, 'MBR_CLUSTER_EXISTS'],
    ['an unknown cluster', `clusters/${digitalLeague}/name`, { name: 'X' }, 404, 'MBR_CLUSTER_NOT_FOUND'],
    ['waking who is awake', `clusters/${numelink}/revive`, {}, 409, 'MBR_CLUSTER_NOT_DORMANT'],
    [
      'a name before the foundation',
      `clusters/${numelink}/name`,
      { name: 'X', effectiveAt: '2005-01-01' },
      409,
      'MBR_DATE_BEFORE_START',
    ],
    ['an antenna of no cluster', 'antennas', { clusterId: digitalLeague, name: 'X' }, 404, 'MBR_CLUSTER_NOT_FOUND'],
    [
      'closing for another cluster',
      `antennas/${antennaOfDrome}/close`,
      { clusterId: rhoneAlley },
      409,
      'MBR_ANTENNA_ELSEWHERE',
    ],
    [
      'a member of no cluster',
      'memberships',
      { clusterId: digitalLeague, organisationId: esker },
      404,
      'MBR_CLUSTER_NOT_FOUND',
    ],
    [
      'a member nobody knows',
      'memberships',
      { clusterId: numelink, organisationId: inovaction },
      404,
      'MBR_ORGANISATION_NOT_FOUND',
    ],
    [
      'a member in an antenna elsewhere',
      'memberships',
      { clusterId: rhoneAlley, organisationId: esker, antennaId: antennaOfDrome },
      409,
      'MBR_ANTENNA_ELSEWHERE',
    ],
    [
      'ending what never was',
      `memberships/${inovaction}/end`,
      { clusterId: numelink, cause: 'exclusion' },
      404,
      'MBR_MEMBERSHIP_NOT_FOUND',
    ],
    [
      'refusing who never applied',
      `applications/${inovaction}/refuse`,
      { clusterId: numelink, reason: 'x' },
      404,
      'MBR_MEMBERSHIP_NOT_FOUND',
    ],
    ['a body with a member too many', 'clusters', { ...cluster, president: 'x' }, 400, 'API_MALFORMED'],
    ['a department that is none', 'clusters', { ...cluster, departments: ['99'] }, 400, 'API_MALFORMED'],
  ])('refuse %s, and the log is as it was', async (_what, resource, body, status, code) => {
    const before = await head();
    const answer = await app.post(path(resource), body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await head()).toBe(before);
  });

  it('name the wrong member of a body by its path', async () => {
    const { body } = await app.post(path('organisations'), { ...company, siren: '331518499' });
    expect(body).toMatchObject({ found: '331518499', errors: [{ path: '/siren' }] });
  });

  it('let an operator act for its own cluster only', async () => {
    const member = { clusterId: rhoneAlley, organisationId: axess, effectiveAt: '2012-01-01' };
    const strange = await app.post(path('memberships'), member, { as: 'operator', clusters: [numelink] });
    expect(strange.status).toBe(403);
    const own = await app.post(path('memberships'), member, { as: 'operator', clusters: [rhoneAlley] });
    expect(own.status).toBe(201);
    expect(own.body['id']).toBe(membershipId(rhoneAlley, axess));
  });

  it('let a company be a member once, and say so again without a new event', async () => {
    const member = { clusterId: numelink, organisationId: esker, effectiveAt: '2010-05-01', college: 'companies' };
    expect(await app.post(path('memberships'), member)).toMatchObject({ status: 201, body: { revision: 0 } });
    expect(await app.post(path('memberships'), member)).toMatchObject({ status: 200, body: { events: [] } });
    const again = await app.post(path('memberships'), { ...member, effectiveAt: '2011-01-01' });
    expect(again).toMatchObject({ status: 409, body: { code: 'MBR_ALREADY_MEMBER', found: '2010-05-01' } });
  });

  it('take an application to its admission under one id', async () => {
    const id = membershipId(numelink, axess);
    const asked = { clusterId: numelink, organisationId: axess, college: 'start-ups', effectiveAt: '2013-01-01' };
    expect((await app.post(path('applications'), asked)).body['id']).toBe(id);
    const decision = { clusterId: numelink, effectiveAt: '2013-02-01' };
    expect((await app.post(path(`applications/${id}/admit`), decision)).status).toBe(200);
    const end = { clusterId: numelink, cause: 'resignation', effectiveAt: '2014-01-01' };
    expect((await app.post(path(`memberships/${id}/end`), end)).status).toBe(200);
    expect((await app.get(path(`memberships/${id}`))).body).toMatchObject({ status: 'ended', college: 'start-ups' });
  });
});

describe('queries', () => {
  it.each([
    ['2010-04-30', []],
    ['2013-06-01', ['Axess', 'Esker']],
    ['2014-01-01', ['Esker']],
  ])('tell the members of a cluster on %s by name', async (validAt, names) => {
    const { body } = await app.get(path(`clusters/${numelink}/members?validAt=${validAt}`));
    const items = body['items'] as readonly { readonly name: string }[];
    expect(items.map(({ name }) => name).sort()).toEqual(names);
  });

  it('page through members without losing one', async () => {
    const seen: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { body } = await app.get(path(`clusters/${numelink}/members?validAt=2013-06-01&limit=1${after}`));
      seen.push(...(body['items'] as readonly { readonly name: string }[]).map(({ name }) => name));
      next = body['next'] as string | undefined;
    }
    expect(seen.sort()).toEqual(['Axess', 'Esker']);
  });

  it('reconcile the counts of two days', async () => {
    const { body } = await app.get(path(`clusters/${numelink}/counts?validAt=2014-06-01&since=2010-12-31`));
    expect(body).toMatchObject({ members: 1, before: 1, joins: 1, leaves: 1 });
  });

  it('find an organisation by its SIREN', async () => {
    const { body } = await app.get(path(`organisations?siren=${SIREN_OF_ESKER}`));
    expect(body).toMatchObject({ items: [{ organisationId: esker, name: 'Esker' }] });
  });

  it('hide a name under embargo from who has no right, and keep it', async () => {
    app.clock.set('2016-03-31T10:00:00Z');
    await app.post(path(`clusters/${rhoneAlley}/name`), {
      name: 'Projet N2',
      nameKind: 'code',
      embargoUntil: '2016-06-01',
      effectiveAt: '2016-03-01',
    });
    const seenBy = async (as: 'auditor' | 'subscriber') =>
      (await app.get(path(`clusters/${rhoneAlley}`), { as })).body['name'];
    expect([await seenBy('subscriber'), await seenBy('auditor')]).toEqual(['RhôneAlley', 'Projet N2']);
    app.clock.set('2016-06-01T06:00:00Z');
    expect(await seenBy('subscriber')).toBe('Projet N2');
  });

  it('change nothing of their answer when that embargo is recorded as lifted', async () => {
    const lifted = async () => {
      const found: unknown[] = [];
      const filter = { types: ['membership.EmbargoLifted'] };
      for await (const { events } of app.store.readAll(0n, { filter })) found.push(...events.map(({ data }) => data));
      return found;
    };
    const before = (await app.get(path(`clusters/${rhoneAlley}`))).body;
    app.clock.set('2016-05-31T21:59:59.999Z');
    await app.react();
    expect(await lifted()).toEqual([]);
    app.clock.set('2016-05-31T22:00:00.000Z');
    await app.react();
    await app.react();
    expect(await lifted()).toMatchObject([{ on: '2016-06-01', event: { data: { name: 'Projet N2' } } }]);
    expect((await app.get(path(`clusters/${rhoneAlley}`))).body).toEqual(before);
  });

  it.each(['clusters', 'organisations', 'memberships', 'antennas'])(
    'answer 404 for an unknown one of %s',
    async (kind) => {
      expect((await app.get(path(`${kind}/${inovaction}`))).status).toBe(404);
    },
  );

  it.each([`antennas?clusterId=${numelink}`, `memberships?clusterId=${rhoneAlley}`, 'clusters?state=active'])(
    'list %s',
    async (query) => {
      const { status, body } = await app.get(path(query));
      expect([status, (body['items'] as readonly unknown[]).length > 0]).toEqual([200, true]);
    },
  );
});
