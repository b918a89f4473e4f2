import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streamName, type JsonObject } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { publish, registeredCluster, registeredOrganisation } from '../../../tests/support/published.ts';
import { TestApplication } from '#libs/nest-kit/testing';
import { incubationContext } from '../src/incubation.context.ts';
import { tookEffect } from './succession.ts';

const incubatorId = countedUuid(1, 9);
const partnerId = countedUuid(2, 9);
const seatId = countedUuid(3, 9);
const otherPartnerId = countedUuid(4, 9);
const operationId = countedUuid(5, 9);
const auvergneTic = { kind: 'cluster', id: countedUuid(1, 1) };
const numelink = { kind: 'cluster', id: countedUuid(2, 1) };
const company = { kind: 'organisation', id: countedUuid(1, 2) };

let platform: TestApplication;
beforeAll(async () => {
  platform = await TestApplication.start([incubationContext]);
  const clusters = [auvergneTic, numelink].map(({ id }) => registeredCluster(id));
  await publish(platform.store, ...clusters, registeredOrganisation(company.id));
});
afterAll(() => platform.stop());

const post = (path: string, body: object, as: 'admin' | 'operator' = 'admin', clusters: readonly string[] = []) =>
  platform.post(`incubation/${path}`, body, { as, clusters });
const partner = (id: string, holder: object, effectiveAt = '2015-06-01') => ({
  ...{ id, incubatorId, class: 'sector-body', holder, founding: true, effectiveAt },
});

describe('an incubator and its partners', () => {
  it('is opened, renamed, joined, and its steering body gets a seat', async () => {
    const opened = { id: incubatorId, name: 'Quartier numérique', site: 'Clermont-Ferrand', effectiveAt: '2015-06-01' };
    expect((await post('incubators', opened)).status).toBe(201);
    expect(
      (await post(`incubators/${incubatorId}/rename`, { name: 'Le Bivouac', effectiveAt: '2016-04-01' })).status,
    ).toBe(200);
    expect((await post('partners', partner(partnerId, auvergneTic))).status).toBe(201);
    expect((await post('partners', partner(otherPartnerId, company))).status).toBe(201);
    expect((await post(`partners/${partnerId}/grant-seat`, { seatId, effectiveAt: '2015-09-01' })).status).toBe(200);
    expect((await platform.get(`incubation/incubators/${incubatorId}`)).body).toMatchObject({ name: 'Le Bivouac' });
    expect((await platform.get(`incubation/partners/${partnerId}`)).body).toMatchObject({
      ...{ holder: auvergneTic, seat: { seatId, since: '2015-09-01' }, founding: true },
    });
  });

  it('is answered with the id of a seat that got none, and with 200 where nothing was created', async () => {
    const granted = await post(`partners/${otherPartnerId}/grant-seat`, { effectiveAt: '2015-09-01' });
    const { body } = await platform.get(`incubation/partners/${otherPartnerId}`);
    expect(granted.body['recorded']).toEqual(body['seat']);
    const again = await post('partners', partner(partnerId, auvergneTic));
    expect(again).toMatchObject({ status: 200, body: { id: partnerId, events: [] } });
  });

  it('is listed by its members', async () => {
    const items = async (query: string) =>
      ((await platform.get(`incubation/partners?${query}`)).body['items'] as readonly { partnerId: string }[]).map(
        (each) => each.partnerId,
      );
    expect(await items(`incubatorId=${incubatorId}`)).toEqual([partnerId, otherPartnerId]);
    expect(await items(`holderId=${company.id}`)).toEqual([otherPartnerId]);
    expect(await items('status=left')).toEqual([]);
    expect((await platform.get('incubation/incubators?status=open')).body['items']).toHaveLength(1);
  });
});

describe('a succession', () => {
  const absorption = { operationId, absorbed: auvergneTic.id, absorbing: numelink.id, on: '2016-03-31' };

  const report = async () => {
    const events: JsonObject[] = [];
    for await (const { type, data } of platform.store.read(streamName('incubation', 'succession', operationId)))
      events.push({ type, ...data });
    return events;
  };

  const later = countedUuid(6, 9);

  it('passes what a predecessor holds, once, and reports back', async () => {
    expect((await post('partners', partner(later, auvergneTic, '2016-09-01'))).status).toBe(201);
    await platform.store.append(streamName('mergers', 'operation', operationId), 'no-stream', [tookEffect(absorption)]);
    await platform.react();
    const { body } = await platform.get(`incubation/partners/${partnerId}`);
    expect(body).toMatchObject({ holder: numelink, seat: { seatId } });
    expect(body['holders']).toMatchObject([
      { holder: auvergneTic, to: '2016-03-31' },
      { holder: numelink, from: '2016-03-31', to: null, operationId },
    ]);
    expect((await platform.get(`incubation/partners/${otherPartnerId}`)).body).toMatchObject({ holder: company });
    expect(await report()).toMatchObject([
      { type: 'incubation.SuccessionStarted', toMove: 2 },
      { type: 'incubation.SuccessionApplied', toMove: 2, moved: 2, merged: 0, needConsent: 0 },
    ]);
  });

  it('lists what moved as it was: a partnership that begins when its holder is gone', async () => {
    const holders = [{ holder: auvergneTic }, { holder: numelink, from: '2016-09-01', operationId }];
    expect((await platform.get(`incubation/partners/${later}`)).body).toMatchObject({ holder: numelink, holders });
    const [, applied] = await report();
    expect(applied?.['asItWas']).toEqual({
      count: 1,
      listed: [
        {
          ...{ reference: `partner:${later}`, code: 'INC_HOLDER_ABSENT', required: 'a first day before 2016-03-31' },
          found: 'begins on 2016-09-01; its holder ends on 2016-03-31',
        },
      ],
    });
  });

  it('handled again takes no second effect', async () => {
    const { head } = await platform.store.status();
    await platform.react();
    expect((await platform.store.status()).head).toBe(head);
  });
});

describe('refusals', () => {
  const unknown = countedUuid(99);
  it.each<[string, string, object, number, string]>([
    ['an incubator that is not there', `incubators/${unknown}/rename`, { name: 'X' }, 404, 'INC_INCUBATOR_NOT_FOUND'],
    [
      'another incubator under the same id',
      'incubators',
      { id: incubatorId, name: 'Autre', site: 'Lyon' },
      409,
      'INC_INCUBATOR_EXISTS',
    ],
    [
      'a day before the opening',
      `incubators/${incubatorId}/rename`,
      { name: 'X', effectiveAt: '2015-05-31' },
      409,
      'INC_BEFORE_OPENING',
    ],
    ['a partner that is not there', `partners/${unknown}/grant-seat`, {}, 404, 'INC_PARTNER_NOT_FOUND'],
    ['another holder under the same id', 'partners', partner(partnerId, company), 409, 'INC_PARTNER_EXISTS'],
    [
      'joining an incubator that is not there',
      'partners',
      { ...partner(unknown, company), incubatorId: unknown },
      404,
      'INC_INCUBATOR_NOT_FOUND',
    ],
    ['joining before the opening', 'partners', partner(unknown, company, '2015-05-31'), 409, 'INC_BEFORE_OPENING'],
    ['a second seat', `partners/${partnerId}/grant-seat`, { seatId: unknown }, 409, 'INC_PARTNER_HAS_SEAT'],
    [
      'leaving before the seat was granted',
      `partners/${partnerId}/leave`,
      { effectiveAt: '2015-08-30' },
      409,
      'INC_FACT_CONTRADICTED',
    ],
    [
      'leaving before the opening',
      `partners/${partnerId}/leave`,
      { effectiveAt: '2015-05-31' },
      409,
      'INC_BEFORE_OPENING',
    ],
    ['a class that there is not', 'partners', { ...partner(unknown, company), class: 'friend' }, 400, 'API_MALFORMED'],
  ])('%s', async (_name, path, body, status, code) => {
    const { head } = await platform.store.status();
    const answer = await post(path, body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect((await platform.store.status()).head).toBe(head);
  });

  it.each([countedUuid(99), 'nothing'])('GET of %s', async (id) => {
    const status = id === 'nothing' ? 400 : 404;
    expect((await platform.get(`incubation/partners/${id}`)).status).toBe(status);
    expect((await platform.get(`incubation/incubators/${id}`)).status).toBe(status);
  });
});

describe('an operator', () => {
  it('acts for the clusters of its token only', async () => {
    const own = partner(countedUuid(50, 9), numelink);
    expect((await post('partners', own, 'operator', [auvergneTic.id])).status).toBe(403);
    expect((await post('partners', own, 'operator', [numelink.id])).status).toBe(201);
    const path = `partners/${partnerId}/leave`;
    expect((await post(path, { effectiveAt: '2017-01-01' }, 'operator', [auvergneTic.id])).status).toBe(403);
    expect((await post(path, { effectiveAt: '2017-01-01' }, 'operator', [numelink.id])).status).toBe(200);
    expect((await platform.get(`incubation/partners/${partnerId}`)).body).toMatchObject({ status: 'left' });
  });

  it('neither opens nor dissolves incubators, nor grants seats', async () => {
    for (const path of ['incubators', `incubators/${incubatorId}/dissolve`, `partners/${partnerId}/grant-seat`]) {
      const body = path === 'incubators' ? { name: 'X', site: 'Y' } : {};
      expect((await post(path, body, 'operator', [numelink.id])).status).toBe(403);
    }
  });
});

it('an incubator is dissolved and keeps its partners in its history', async () => {
  expect((await post(`incubators/${incubatorId}/dissolve`, { effectiveAt: '2021-08-31' })).status).toBe(200);
  const { body } = await platform.get(`incubation/incubators/${incubatorId}`);
  expect(body).toMatchObject({ status: 'dissolved', dissolvedOn: '2021-08-31', name: 'Le Bivouac' });
  const late = await post('partners', partner(countedUuid(60, 9), company, '2021-09-01'));
  expect(late.body['code']).toBe('INC_INCUBATOR_DISSOLVED');
});
