import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';
import { esker, numelink } from './facts.ts';

type Answer = Readonly<Record<string, unknown>>;
const jobs = countedUuid(1, 24);
const rank = countedUuid(2, 24);

describe('figures and objectives of a cluster', () => {
  let app: TestApplication;
  const does = async (path: string, body: object): Promise<Answer> => {
    const { status, body: answer } = await app.post(`membership/${path}`, body);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
    return answer;
  };
  const objective = async (id: string, parameters: string) =>
    (await app.get(`membership/objectives/${id}?${parameters}`)).body;

  beforeAll(async () => {
    app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' });
    app.clock.set('2026-11-29T10:00:00Z');
    await does('clusters', { id: numelink, name: 'Numélink', seat: 'Saint-Étienne', effectiveAt: '2006-01-01' });
    await does('organisations', { id: esker, name: 'Esker', kind: 'company', effectiveAt: '1985-01-01' });
    const aims = [
      { id: jobs, indicator: 'jobs', unit: 'jobs', baseline: 40_000, target: 80_000, dueOn: '2020-12-31' },
      {
        id: rank,
        indicator: 'rank-in-europe',
        unit: 'place',
        baseline: null,
        target: 5,
        better: 'lower',
        dueOn: '2020-12-31',
      },
    ];
    for (const aim of aims) await does('objectives', { ...aim, clusterId: numelink, effectiveAt: '2015-01-01' });
  });
  afterAll(() => app.stop());

  it.each([
    ['clusters', numelink],
    ['organisations', esker],
  ])('figures of %s that disagree both stay, half posts exactly', async (resource, id) => {
    const figure = { indicator: 'posts', unit: 'posts', scope: 'Permanents', on: '2015-12-31' };
    const declared = [
      { ...figure, value: '12.5', source: 'Rapport d’activité' },
      { ...figure, value: 12, source: 'Presse' },
      { ...figure, value: null, source: 'Convention' },
    ];
    for (const each of declared) await does(`${resource}/${id}/declare-figure`, { figure: each });
    await does(`${resource}/${id}/declare-figure`, { figure: declared[0] });
    expect((await app.get(`membership/${resource}/${id}`)).body['figures']).toEqual(declared);
  });

  it.each([0.5, '12.50', '12,5', 1e21])('a figure of %j is refused', async (value) => {
    const figure = { indicator: 'posts', unit: 'posts', on: '2015-12-31', source: 'x', value };
    const answer = await app.post(`membership/clusters/${numelink}/declare-figure`, { figure });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API_MALFORMED', errors: [{ path: '/figure/value' }] } });
  });

  it('an objective shows how far each source says that it is', async () => {
    await does(`objectives/${jobs}/measure`, { value: 52_000, source: 'Insee', effectiveAt: '2017-12-31' });
    await does(`objectives/${jobs}/measure`, { value: 48_000, source: 'Presse', effectiveAt: '2017-12-31' });
    expect(await objective(jobs, 'validAt=2018-01-01')).toMatchObject({
      status: 'open',
      readings: [
        { source: 'Insee', value: 52_000, progress: '30.00', isReached: false },
        { source: 'Presse', value: 48_000, progress: '20.00' },
      ],
    });
    expect(await objective(jobs, 'validAt=2017-12-30')).toMatchObject({ readings: [] });
    expect(await objective(jobs, 'validAt=2021-01-01')).toMatchObject({ status: 'missed' });
  });

  it('a rank is reached from above, and its progress is unknown without a baseline', async () => {
    await does(`objectives/${rank}/measure`, { value: 4, source: 'Jury', effectiveAt: '2019-12-31' });
    const { status, readings } = await objective(rank, 'validAt=2020-01-01');
    expect([status, readings]).toEqual(['reached', [{ value: 4, source: 'Jury', on: '2019-12-31', isReached: true }]]);
  });

  it('objectives of a cluster are listed by status', async () => {
    const listed = async (parameters: string) => {
      const { body } = await app.get(`membership/clusters/${numelink}/objectives?${parameters}`);
      return (body['items'] as readonly Answer[]).map(({ indicator }) => indicator);
    };
    expect(await listed('validAt=2021-01-01&status=missed')).toEqual(['jobs']);
    expect(await listed('validAt=2021-01-01&status=reached')).toEqual(['rank-in-europe']);
    expect(await listed('validAt=2014-12-31')).toEqual([]);
  });

  it('a reading recorded wrong is corrected, and what was known stays', async () => {
    const { events } = await does(`objectives/${jobs}/measure`, {
      value: 8_000,
      source: 'CCI',
      effectiveAt: '2018-12-31',
    });
    const [{ id: fact } = { id: '' }] = events as readonly { readonly id: string }[];
    const before = app.clock.now();
    app.clock.set('2026-12-01T10:00:00Z');
    await does(`objectives/${jobs}/correct-reading`, { fact, reason: 'Un zéro de moins', changes: { value: 80_000 } });
    expect(await objective(jobs, 'validAt=2019-01-01')).toMatchObject({ status: 'reached' });
    expect(await objective(jobs, `validAt=2019-01-01&knownAt=${before}`)).toMatchObject({ status: 'open' });
  });
});
