import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { membershipContext } from '../../../apps/membership/src/membership.context.ts';
import { TestApplication, type TestAnswer } from '../testing/test-application.ts';

const DAY_MS = 24 * 3_600_000;

describe('an idempotency key of a command that recorded nothing', () => {
  let app: TestApplication;
  let count = 0;
  let cluster = '';
  beforeAll(async () => {
    app = await TestApplication.start([membershipContext]);
  });
  afterAll(async () => {
    await app.stop();
  });
  beforeEach(async () => {
    cluster = await newCluster('Alpha');
  });

  async function newCluster(name: string): Promise<string> {
    const id = countedUuid((count += 1), 12);
    await app.post('membership/clusters', { id, name, seat: 'Lyon', effectiveAt: '2016-01-01' });
    return id;
  }

  const send = async (verb: string, body: object, key?: string, id = cluster): Promise<TestAnswer> =>
    await app.post(`membership/clusters/${id}/${verb}`, body, {
      headers: key === undefined ? {} : { 'idempotency-key': `${key}-${cluster}` },
    });
  const name = (to: string, key?: string, id?: string) => send('name', { name: to }, key, id);
  const nameNow = async (id = cluster) => (await app.get(`membership/clusters/${id}`)).body['name'];
  const REUSED = { status: 422, body: { code: 'API_IDEMPOTENCY_KEY_REUSED' } };
  const typesOf = ({ body }: TestAnswer) => (body['events'] as { type: string }[]).map(({ type }) => type);

  /** The same answer: status, body and ETag. */
  function expectSame(again: TestAnswer, first: TestAnswer): void {
    const { status, body, headers } = again;
    expect({ status, body, etag: headers['etag'] }).toEqual({
      status: first.status,
      body: first.body,
      etag: first.headers['etag'],
    });
  }

  it('k1, k2: already so stays already so, although another command changed it since', async () => {
    const k1 = await name('Alpha', 'k1');
    expect(k1).toMatchObject({ status: 200, body: { events: [], revision: 0 }, headers: { etag: '"0"' } });
    expect(typesOf(await name('Beta', 'k2'))).toEqual(['membership.ClusterNamed']);
    expectSame(await name('Alpha', 'k1'), k1);
    expect(await nameNow()).toBe('Beta');
  });

  it('k3, k4: another body under the key is refused', async () => {
    for (const key of ['k3', 'k4']) expect(typesOf(await name('Alpha', key))).toEqual([]);
    expect(await name('Gamma', 'k4')).toMatchObject(REUSED);
    expect(await nameNow()).toBe('Alpha');
  });

  it('k5: another cluster under the key is refused', async () => {
    await name('Alpha', 'k5');
    const other = await newCluster('Beta');
    expect(await name('Gamma', 'k5', other)).toMatchObject(REUSED);
    expect(await nameNow(other)).toBe('Beta');
  });

  it('d1, d2, d3: a cluster that was revived does not fall dormant again', async () => {
    await send('fall-dormant', {}, 'd1');
    const d2 = await send('fall-dormant', {}, 'd2');
    expect(typesOf(d2)).toEqual([]);
    await send('revive', {}, 'd3');
    expectSame(await send('fall-dormant', {}, 'd2'), d2);
    expect((await app.get(`membership/clusters/${cluster}`)).body['state']).toBe('revived');
  });

  it('a refusal is the same refusal after its cause is gone, and another body under its key is refused', async () => {
    const refused = await send('revive', {}, 'r1');
    expect(refused).toMatchObject({ status: 409, body: { code: 'MBR_CLUSTER_NOT_DORMANT' } });
    await send('fall-dormant', {});
    expectSame(await send('revive', {}, 'r1'), refused);
    expect(await send('revive', { effectiveAt: '2017-01-01' }, 'r1')).toMatchObject(REUSED);
    expect((await app.get(`membership/clusters/${cluster}`)).body['state']).toBe('dormant');
  });

  it('what says that something is wrong with the request is decided anew: 400, 403, 412', async () => {
    const malformed = await app.post('membership/clusters', { name: 'A', seat: 'B', siren: '123456789' }, key('w1'));
    expect(malformed).toMatchObject({ status: 400, body: { code: 'MBR_SIREN_INVALID' } });
    expect(await app.post('membership/clusters', { name: 'A', seat: 'B' }, key('w1'))).toMatchObject({ status: 201 });

    const path = `membership/clusters/${cluster}/name`;
    const operator = { ...key('w2'), as: 'operator' } as const;
    expect(await app.post(path, { name: 'Beta' }, { ...operator, clusters: [] })).toMatchObject({ status: 403 });
    expect(await app.post(path, { name: 'Gamma' }, { ...operator, clusters: [cluster] })).toMatchObject({
      status: 200,
    });

    const stale = { headers: { ...key('w3').headers, 'if-match': '"9"' } };
    expect(await app.post(path, { name: 'Delta' }, stale)).toMatchObject({ status: 412 });
    expect(await app.post(path, { name: 'Delta' }, key('w3'))).toMatchObject({ status: 200 });
  });

  const key = (value: string) => ({ headers: { 'idempotency-key': `${value}-${cluster}` } });

  it('is remembered for 24 hours', async () => {
    await name('Alpha', 'old');
    await name('Beta');
    app.clock.advanceMs(DAY_MS - 1);
    expect(typesOf(await name('Alpha', 'old'))).toEqual([]);
    app.clock.advanceMs(1);
    expect(typesOf(await name('Alpha', 'old'))).toEqual(['membership.ClusterNamed']);
  });

  it('50 at once: one answer for all, 422 for those with another body', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => name(index % 2 === 0 ? 'Alpha' : 'Beta', 'many')),
    );
    const accepted = answers.filter(({ status }) => status === 200);
    expect(accepted).toHaveLength(25);
    for (const answer of accepted) expectSame(answer, accepted[0]!);
    for (const answer of answers.filter(({ status }) => status !== 200)) expect(answer).toMatchObject(REUSED);
  });
});
