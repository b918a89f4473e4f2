import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTable, unguarded } from '#libs/csv';
import { rowsIn } from '#libs/csv/testing';
import { countedUuid } from '#libs/kernel/testing';
import { governanceContext } from '../../../apps/governance/src/governance.context.ts';
import { membershipContext } from '../../../apps/membership/src/membership.context.ts';
import { TestApplication, type TestAnswer } from '../testing/test-application.ts';

const ORGANISATIONS = 1_203;
const NAMES = ['=cmd|/C calc', '+33 4 77 00 00 00', '@x', "'s-Hertogenbosch", "'=x", 'a;b,"c"', '-12,50', 'Œuvre'];

/** The rows of a table by the names of their columns. */
async function tableIn({ body }: TestAnswer): Promise<readonly Readonly<Record<string, string>>[]> {
  const table = await openTable(async function* () {
    yield await Promise.resolve(Buffer.from(String(body['text'])));
  });
  const rows = await rowsIn(table);
  return rows.map(({ cells }) => Object.fromEntries(table.header.map((name, index) => [name, cells[index] ?? ''])));
}

describe('a list as a file', () => {
  let app: TestApplication;
  const clusterId = countedUuid(1, 0xe7);
  beforeAll(async () => {
    app = await TestApplication.start([membershipContext, governanceContext], { RATE_LIMIT_PER_SECOND: '100000' });
    for (let index = 0; index < ORGANISATIONS; index += 1) {
      const name = NAMES[index] ?? `Société ${String(index)}`;
      const id = countedUuid(index, 0xe8);
      await app.post('membership/organisations', { id, name, kind: 'company', effectiveAt: '2010-01-01' });
    }
    await app.post('membership/clusters', { id: clusterId, name: 'Numélink', seat: 'Lyon', effectiveAt: '2004-01-01' });
  });
  afterAll(() => app.stop());

  const ask = (path: string, accept: string, headers: object = {}, as: 'admin' | 'subscriber' = 'admin') =>
    app.get(path, { as, headers: { accept, ...headers } });
  const head = async () => (await app.store.status()).head;

  it.each(['text/csv', 'application/x-ndjson'])('is all of its pages as %s', async (type) => {
    const answer = await ask('membership/organisations', type);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      vary: 'accept',
    });
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="membership.organisations.list.(csv|ndjson)"$/,
    );
    const text = String(answer.body['text']);
    const items =
      type === 'text/csv'
        ? await tableIn(answer)
        : text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);
    expect(items.map(({ organisationId }) => organisationId)).toEqual(
      Array.from({ length: ORGANISATIONS }, (_none, index) => countedUuid(index, 0xe8)),
    );
    expect(items.slice(0, NAMES.length).map(({ name = '' }) => (type === 'text/csv' ? unguarded(name) : name))).toEqual(
      NAMES,
    );
  });

  it('begins with a mark by which spreadsheets know its encoding, and has nothing that they would compute', async () => {
    const { body } = await ask('membership/organisations', 'text/csv');
    const text = String(body['text']);
    expect(text.startsWith('\ufefforganisationId,kind,siren,')).toBe(true);
    expect(text).toContain(`'=cmd|/C calc`);
    expect(text).toContain(`,'s-Hertogenbosch`);
    expect(text).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it('is for each caller what its pages are', async () => {
    const [whole, seen] = [
      await tableIn(await ask('membership/organisations?limit=1', 'text/csv')),
      await tableIn(await ask('membership/organisations?limit=1', 'text/csv', {}, 'subscriber')),
    ];
    expect([whole[0]?.['identifiers'], seen[0]?.['identifiers']]).toEqual(['[]', '']);
  });

  it('goes on behind a cursor, and with a limit is that page', async () => {
    const page = await app.get('membership/organisations?limit=500');
    const rest = await tableIn(await ask(`membership/organisations?after=${String(page.body['next'])}`, 'text/csv'));
    expect(rest).toHaveLength(ORGANISATIONS - 500);
    expect(await tableIn(await ask('membership/organisations?limit=7', 'text/csv'))).toHaveLength(7);
  });

  it.each(['*/*', 'application/json', 'text/html,application/xhtml+xml,*/*;q=0.8'])(
    'is a page for who accepts %s',
    async (accept) => {
      const { status, headers, body } = await ask('membership/organisations', accept);
      expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
      expect(body['items']).toHaveLength(50);
    },
  );

  it.each([
    ['membership/organisations?surplus=1', 400, 'API_MALFORMED'],
    ['membership/organisations?after=x', 400, 'API_MALFORMED'],
    [`membership/clusters/${countedUuid(9, 9)}/members`, 404, 'API_NOT_FOUND'],
  ])('%s is refused as its pages are', async (path, status, code) => {
    expect(await ask(path, 'text/csv')).toMatchObject({ status, body: { code } });
  });

  it('of whom nobody is there has its columns', async () => {
    const { body } = await ask(`membership/clusters/${clusterId}/members`, 'text/csv');
    expect(body['text']).toMatch(
      /^\ufeffmembershipId,organisationId,name,siren,college,antennaId,segment,since,until,origins\r\n$/,
    );
  });

  describe('in which persons are named', () => {
    const bodyId = countedUuid(1, 0xe9);
    const officeId = countedUuid(2, 0xe9);
    beforeAll(async () => {
      const effectiveAt = '2015-01-01';
      await app.post('governance/bodies', { id: bodyId, clusterId, kind: 'board', name: 'CA', size: 3, effectiveAt });
      const office = { id: officeId, bodyId, kind: 'president', title: 'Présidence', effectiveAt };
      expect((await app.post('governance/offices', office)).status).toBe(201);
    });

    it('needs a reason, and nothing is sent without one', async () => {
      const before = await head();
      for (const headers of [{}, { 'export-reason': '' }, { 'export-reason': '%' }])
        expect(await ask('governance/offices', 'text/csv', headers)).toMatchObject({
          status: 400,
          body: { code: 'API_MALFORMED', errors: [{ path: 'Export-Reason' }] },
        });
      expect(await head()).toBe(before);
    });

    it('is a fact before it is sent: who, what, why and how many rows', async () => {
      const headers = { 'export-reason': encodeURIComponent('Assemblée générale') };
      const answer = await ask(`governance/offices?clusterId=${clusterId}`, 'text/csv', headers);
      expect([answer.status, (await tableIn(answer)).length]).toEqual([200, 1]);
      const events = [];
      for await (const { events: found } of app.store.readAll(0n)) events.push(...found);
      expect(events.at(-1)).toMatchObject({
        type: 'governance.PersonalDataExported',
        data: {
          list: 'governance.offices.list',
          parameters: [{ name: 'clusterId', value: clusterId }],
          ...{ mediaType: 'text/csv', reason: 'Assemblée générale', rows: 1, on: '2022-03-31' },
        },
        metadata: { actor: { id: await app.actors.idOf({ issuer: 'urn:grappe:development', subject: 'test-admin' }) } },
      });
    });

    it('is read page by page without one', async () => {
      const before = await head();
      expect((await ask('governance/offices', 'application/json')).status).toBe(200);
      expect(await head()).toBe(before);
    });
  });
});
