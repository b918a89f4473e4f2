import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';
import { numelink, rhoneAlley, SIREN_OF_ESKER } from './facts.ts';

type Entry = Readonly<Record<string, unknown>>;
let app: TestApplication;
const sent = async (rest: string, body: object): Promise<Entry> => {
  const answer = await app.post(`membership/${rest}`, body);
  if (answer.status >= 300) throw new Error(`${rest}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const page = async (parameters: Readonly<Record<string, string>>, as: TestRequest = {}) =>
  (await app.get(`membership/directory?${new URLSearchParams(parameters).toString()}`, as)).body;
const entries = async (parameters: Readonly<Record<string, string>>, as: TestRequest = {}) =>
  (await page(parameters, as))['items'] as readonly Entry[];
const names = async (parameters: Readonly<Record<string, string>>, as: TestRequest = {}) =>
  (await entries(parameters, as)).map(({ name }) => name);

const ORGANISATIONS = [
  { name: 'Élan Forez', kind: 'company' },
  { name: 'Esker', kind: 'company', siren: SIREN_OF_ESKER },
  { name: 'Œuvre Numérique', kind: 'association', rna: 'W9P1002760' },
  { name: 'coté court', kind: 'company' },
  { name: 'côte ouest', kind: 'company' },
  { name: 'Straße & Cie', kind: 'company' },
  { name: '100 % Vosges_Tech', kind: 'company' },
] as const;
const organisation = (number: number) => countedUuid(number, 8);

beforeAll(async () => {
  app = await TestApplication.start([membershipContext]);
  app.clock.set('2016-01-01T10:00:00Z');
  for (const id of [numelink, rhoneAlley])
    await sent('clusters', { id, name: id, seat: 'Lyon', effectiveAt: '2006-01-01' });
  for (const [index, each] of ORGANISATIONS.entries())
    await sent('organisations', { id: organisation(index), ...each, effectiveAt: '2000-01-01' });
  await sent(`organisations/${organisation(1)}/rename`, { name: 'Ekser SE', effectiveAt: '2012-01-01' });
  await sent(`organisations/${organisation(1)}/locate`, { department: '69', effectiveAt: '2000-01-01' });
  await sent(`organisations/${organisation(1)}/locate`, { department: '42', effectiveAt: '2012-01-01' });
  const join = { clusterId: numelink, college: 'companies', effectiveAt: '2010-01-01' };
  await sent('memberships', { ...join, organisationId: organisation(1) });
  await sent('memberships', { ...join, organisationId: organisation(2), college: 'associations' });
  await sent('memberships', {
    ...join,
    organisationId: organisation(0),
    ended: { on: '2014-01-01', cause: 'resignation' },
  });
  await sent('memberships', { ...join, clusterId: rhoneAlley, organisationId: organisation(3) });
});
afterAll(() => app.stop());

describe('the directory', () => {
  it('is in the order of a dictionary, page by page, each page full', async () => {
    const expected = [
      '100 % Vosges_Tech',
      'coté court',
      'côte ouest',
      'Ekser SE',
      'Élan Forez',
      'Œuvre Numérique',
      'Straße & Cie',
    ];
    expect(await names({})).toEqual(expected);
    const paged: unknown[] = [];
    for (let after: string | undefined; ;) {
      const { items, next } = await page({ limit: '3', ...(after === undefined ? {} : { after }) });
      paged.push(...(items as readonly Entry[]).map(({ name }) => name));
      if (next === undefined) break;
      expect(items).toHaveLength(3);
      after = next as string;
    }
    expect(paged).toEqual(expected);
  });

  it.each([
    ['ELAN', ['Élan Forez']],
    ['e\u0301lan', ['Élan Forez']],
    ['oeuvre', ['Œuvre Numérique']],
    ['ŒUVRE', ['Œuvre Numérique']],
    ['merique', ['Œuvre Numérique']],
    ['strasse', ['Straße & Cie']],
    ['forez élan', ['Élan Forez']],
    ['co', ['coté court', 'côte ouest']],
    ['cote', ['coté court', 'côte ouest']],
    ['esker', ['Ekser SE']],
    ['100 %', ['100 % Vosges_Tech']],
    ['vosges_', ['100 % Vosges_Tech']],
    ['%', []],
    ['_', []],
    ['nobody', []],
    ['331 518 498', ['Ekser SE']],
    ['331.518.498.00076', []],
    ['331.518.498.00075', ['Ekser SE']],
    ['33151849800083', ['Ekser SE']],
    ['331518', ['Ekser SE']],
    ['w9p-1002760', ['Œuvre Numérique']],
  ])('%j finds %j', async (q, found) => {
    expect(await names({ q })).toEqual(found);
  });

  it('shows the name of the day, and the other one that was searched for', async () => {
    expect(await entries({ q: 'esker' })).toMatchObject([
      { name: 'Ekser SE', otherNames: ['Esker'], department: '42' },
    ]);
    expect(await entries({ q: 'esker', validAt: '2011-12-31' })).toMatchObject([
      { name: 'Esker', otherNames: [], department: '69' },
    ]);
  });

  it.each([
    [{ clusterId: numelink }, ['Ekser SE', 'Œuvre Numérique']],
    [{ clusterId: numelink, validAt: '2013-12-31' }, ['Ekser SE', 'Élan Forez', 'Œuvre Numérique']],
    [{ clusterId: numelink, college: 'companies' }, ['Ekser SE']],
    [{ clusterId: numelink, q: 'oeuvre' }, ['Œuvre Numérique']],
    [{ clusterId: numelink, validAt: '2009-12-31' }, []],
    [{ department: '42' }, ['Ekser SE']],
    [{ department: '69' }, []],
    [{ department: '69', validAt: '2011-12-31' }, ['Esker']],
    [{ department: '42', q: 'coté' }, []],
    [{ department: '42', q: SIREN_OF_ESKER }, ['Ekser SE']],
  ])('filtered by %j: %j', async (parameters, found) => {
    expect(await names(parameters)).toEqual(found);
  });

  it('shows since when an organisation is a member of the cluster that was asked for', async () => {
    expect(await entries({ clusterId: numelink, q: 'esker' })).toMatchObject([
      { membership: { college: 'companies', since: '2010-01-01' } },
    ]);
  });

  it('as it was known before a correction is searched by what was known then', async () => {
    const before = new Date(app.clock.now()).toISOString();
    app.clock.set('2016-02-01T10:00:00Z');
    const { events } = await sent(`organisations/${organisation(4)}/rename`, {
      ...{ name: 'Atlantique', effectiveAt: '2015-01-01' },
    });
    const [{ id: fact }] = events as [{ readonly id: string }];
    expect(await names({ q: 'atlantique' })).toEqual(['Atlantique']);
    expect(await names({ q: 'atlantique', knownAt: before })).toEqual([]);
    expect(await names({ q: 'côte o', knownAt: before })).toEqual(['côte ouest']);
    const wrong = { fact, changes: { name: 'Pacifique' }, reason: 'Typing error' };
    const between = new Date(app.clock.now()).toISOString();
    app.clock.set('2016-03-01T10:00:00Z');
    await sent(`organisations/${organisation(4)}/correct-name`, wrong);
    expect(await names({ q: 'atlantique' })).toEqual([]);
    expect(await names({ q: 'atlantique', knownAt: between })).toEqual(['Atlantique']);
  });

  it('finds nobody by an identifier for those who do not read any', async () => {
    const subscriber = { as: 'subscriber' } as const;
    expect(await entries({ q: 'esker' }, subscriber)).toMatchObject([{ name: 'Ekser SE' }]);
    expect((await entries({ q: 'esker' }, subscriber))[0]).not.toHaveProperty('siren');
    for (const q of [SIREN_OF_ESKER, '331', 'W9P1002760']) expect(await entries({ q }, subscriber)).toEqual([]);
  });

  it('a college without its cluster is not understood', async () => {
    const { status, body } = await app.get('membership/directory?college=companies');
    expect([status, body['code']]).toEqual([400, 'API_MALFORMED']);
  });
});
