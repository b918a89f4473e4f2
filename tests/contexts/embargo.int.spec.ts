import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/commands';
import { ManualClock } from '#libs/kernel/testing';
import { id, MergerDesk } from './support/merger-desk.ts';
import { TestPlatform } from './support/test-platform.ts';

const secretive = id('cluster', 'embargo', 'secretive');
const plain = id('cluster', 'embargo', 'plain');
const unborn = id('cluster', 'embargo', 'unborn');

/** The code name is borne since March, public from 1 June 2016; the final name is decided while the code name is secret. */
const CODE_SINCE = '2016-03-01';
const PUBLIC_FROM = '2016-06-01';
/** The last moment in France before the day on which the name is public, and the first one of that day. */
const LAST_SECRET_MOMENT = '2016-05-31T21:59:59.999Z';
const FIRST_PUBLIC_MOMENT = '2016-05-31T22:00:00.000Z';

const READERS: readonly Role[] = ['subscriber', 'operator'];
const INSIDERS: readonly Role[] = ['auditor', 'admin'];

describe('a name under embargo, on PostgreSQL', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start(undefined, new ManualClock('2016-03-10T10:00:00.000Z'));
    const desk = new MergerDesk(platform);
    await desk.cluster(secretive, 'RhôneAlley');
    await desk.cluster(plain, 'Numélink');
    const name = (clusterId: string, body: object) =>
      platform.sendAccepted(`membership/clusters/${clusterId}/name`, body);
    await name(secretive, {
      name: 'Projet N2',
      nameKind: 'code',
      embargoUntil: PUBLIC_FROM,
      effectiveAt: CODE_SINCE,
    });
    await name(plain, { name: 'Numélink Loire', effectiveAt: '2016-03-05' });
    await platform.untilSettled();
  });
  beforeEach(() => {
    platform.clock.set('2016-03-10T10:00:00.000Z');
  });
  afterAll(() => platform.stop());

  interface Seen {
    readonly name: unknown;
    readonly names: readonly string[];
  }

  async function seen(as: Role, clusterId = secretive, day = ''): Promise<Seen> {
    const query = day === '' ? '' : `?validAt=${day}`;
    const { body } = await platform.get(`membership/clusters/${clusterId}${query}`, { as });
    const names = body['names'] as readonly { readonly name: string }[];
    return { name: body['name'], names: names.map(({ name }) => name) };
  }

  const hidden = { name: 'RhôneAlley', names: ['RhôneAlley'] };
  const shown = { name: 'Projet N2', names: ['RhôneAlley', 'Projet N2'] };

  it.each(READERS)('%s: hidden to the last moment before its day, seen from the first one on', async (as) => {
    expect(await seen(as)).toEqual(hidden);
    platform.clock.set(LAST_SECRET_MOMENT);
    expect(await seen(as)).toEqual(hidden);
    platform.clock.set(FIRST_PUBLIC_MOMENT);
    expect(await seen(as)).toEqual(shown);
  });

  it.each(INSIDERS)('%s: seen all along', async (as) => {
    expect(await seen(as)).toEqual(shown);
    platform.clock.set(FIRST_PUBLIC_MOMENT);
    expect(await seen(as)).toEqual(shown);
  });

  it('a question about a day after the embargo, asked before its end, gives nothing away', async () => {
    expect(await seen('subscriber', secretive, '2016-07-01')).toEqual(hidden);
    expect(await seen('auditor', secretive, '2016-07-01')).toEqual(shown);
  });

  it('a question about a day before the name, asked after the embargo, gives the old name', async () => {
    platform.clock.set(FIRST_PUBLIC_MOMENT);
    expect(await seen('subscriber', secretive, '2016-02-29')).toMatchObject({ name: 'RhôneAlley' });
    expect(await seen('subscriber', secretive, CODE_SINCE)).toMatchObject({ name: 'Projet N2' });
  });

  it('an operator of the cluster itself has no more right to it', async () => {
    const { text } = await platform.get(`membership/clusters/${secretive}`, { as: 'operator', clusters: [secretive] });
    expect(text).not.toContain('Projet N2');
  });

  it('a name without an embargo is seen by everybody at once', async () => {
    for (const as of [...READERS, ...INSIDERS])
      expect(await seen(as, plain)).toEqual({ name: 'Numélink Loire', names: ['Numélink', 'Numélink Loire'] });
  });

  it.each(['membership/clusters', 'membership/clusters?state=active'])('nor do lists tell it: %s', async (path) => {
    for (const as of READERS) {
      const { status, text } = await platform.get(path, { as });
      expect([status, text.includes('RhôneAlley'), text.includes('Projet N2')]).toEqual([200, true, false]);
    }
    expect((await platform.get(path, { as: 'auditor' })).text).toContain('Projet N2');
  });

  it('a dry run tells it to those who may know only', async () => {
    const desk = new MergerDesk(platform);
    const operationId = id('operation', 'embargo');
    await desk.draft({
      operationId,
      kind: 'fusion-absorption',
      successorId: plain,
      participants: [plain, secretive],
    });
    await platform.untilSettled();
    const clusters = [plain, secretive];
    const run = (as: Role) => platform.post(`mergers/operations/${operationId}/dry-run`, {}, { as, clusters });
    const [operator, auditor] = [await run('operator'), await run('auditor')];
    expect([operator.status, auditor.status]).toEqual([200, 200]);
    expect(operator.text).toContain('RhôneAlley');
    expect(operator.text).not.toContain('Projet N2');
    expect(auditor.text).toContain('Projet N2');
  });

  describe('the history', () => {
    it('holds it all along, with its embargo', async () => {
      const named = (await platform.events('membership.ClusterNamed')).find(
        ({ data }) => data['clusterId'] === secretive,
      );
      expect(named?.data).toMatchObject({ name: 'Projet N2', nameKind: 'code', embargoUntil: PUBLIC_FROM });
      const { body } = await platform.get(`audit/timeline/${secretive}?type=membership.ClusterNamed`, {
        as: 'auditor',
      });
      expect(body['items']).toMatchObject([{ summary: expect.stringContaining('Projet N2'), effectiveAt: CODE_SINCE }]);
    });

    it.each([`audit/timeline/${secretive}`, 'audit/compare?left=2016-02-29&right=2016-03-01', 'audit/events'])(
      '%s is closed to those who may not know',
      async (path) => {
        for (const as of READERS) expect(await platform.get(path, { as })).toMatchObject({ status: 403 });
        expect((await platform.get(path, { as: 'auditor' })).text).toContain('Projet N2');
      },
    );
  });

  it('a later name that is public hides nothing and reveals nothing', async () => {
    const name = { name: 'Digital Ardèche', nameKind: 'final', effectiveAt: '2016-03-08' };
    await platform.sendAccepted(`membership/clusters/${secretive}/name`, name);
    await platform.untilSettled();
    expect(await seen('subscriber')).toEqual({ name: 'Digital Ardèche', names: ['RhôneAlley', 'Digital Ardèche'] });
    expect((await seen('auditor')).names).toEqual(['RhôneAlley', 'Projet N2', 'Digital Ardèche']);
  });

  it('of a cluster nobody knows there is no name to hide: 404 for everybody', async () => {
    for (const as of [...READERS, ...INSIDERS])
      expect(await platform.get(`membership/clusters/${unborn}`, { as })).toMatchObject({ status: 404 });
  });

  it.each([
    ['an impossible day', { name: 'X', embargoUntil: '2016-02-30' }, '/embargoUntil'],
    ['an empty name', { name: '', embargoUntil: PUBLIC_FROM }, '/name'],
    ['a kind nobody knows', { name: 'X', nameKind: 'secret' }, '/nameKind'],
  ])('%s is malformed: 400', async (_what, body, path) => {
    const answer = await platform.post(`membership/clusters/${secretive}/name`, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.objectContaining({ path })] } });
  });
});
