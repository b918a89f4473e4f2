import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { Api, type Answer } from './support/api.ts';
import { runPlatform, type RunningPlatform } from './support/running-platform.ts';

const id = (kind: string, name: string) => derivedId('refusals', kind, name);
const clusters = { absorbing: id('cluster', 'A'), absorbed: id('cluster', 'B'), third: id('cluster', 'C') };
const operations = { first: id('operation', '1'), second: id('operation', '2'), open: id('operation', '3') };
/** Two calendar months later is 31 March; two clear months before an assembly it is on 1 April. */
const ADOPTED = '2016-01-31';

const plan = {
  motives: 'A playing field that fits the new region.',
  successor: {
    clusterId: clusters.absorbing,
    name: 'Numélink',
    nameKind: 'final',
    seat: 'Saint-Étienne',
    departments: [],
  },
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: { bodies: [] },
  conditions: [],
  contributionsEuros: null,
  openPoints: [] as string[],
};

describe('what the platform refuses, over HTTP', () => {
  let running: RunningPlatform;
  let api: Api;
  let expired: Api;

  beforeAll(async () => {
    running = await runPlatform();
    api = await Api.connect(running.platform.url, 'somebody');
    expired = await Api.connect(running.platform.url, 'somebody', -60);
    for (const clusterId of Object.values(clusters)) {
      const body = { id: clusterId, name: 'A cluster', seat: 'Lyon', effectiveAt: '2006-01-01' };
      expect(await api.post('membership/clusters', body)).toMatchObject({ status: 201 });
    }
    await drafted(operations.first, clusters.absorbed, plan);
    await adopted(operations.first, clusters.absorbing, clusters.absorbed);
    await drafted(operations.second, clusters.third, plan);
    await adopted(operations.second, clusters.third);
    await drafted(operations.open, clusters.third, { ...plan, openPoints: ['the name', 'the seat'] });
    await running.platform.runtime.untilSettled();
  });
  afterAll(async () => {
    await running.stop();
  });

  async function accepted(path: string, body: object): Promise<Answer> {
    const answer = await api.post(path, body);
    expect(answer).toMatchObject({ status: path.endsWith('operations') ? 201 : 200 });
    return answer;
  }

  async function drafted(operationId: string, absorbed: string, drawn: object): Promise<void> {
    const participants = [
      { clusterId: clusters.absorbing, role: 'absorbing' },
      { clusterId: absorbed, role: 'absorbed' },
    ];
    const effectiveAt = '2016-01-20';
    const start = { id: operationId, kind: 'fusion-absorption', title: 'A merger', participants, effectiveAt };
    await accepted('mergers/operations', start);
    await accepted(`mergers/operations/${operationId}/draft-plan`, { plan: drawn, effectiveAt });
  }

  const adopt = async (operationId: string, clusterId: string): Promise<Answer> => {
    await running.platform.runtime.untilSettled();
    const { body } = await api.get(`mergers/operations/${operationId}`);
    const planHash = (body['plan'] as { readonly hash: string }).hash;
    return await api.post(`mergers/operations/${operationId}/adopt-plan`, {
      clusterId,
      planHash,
      effectiveAt: ADOPTED,
    });
  };

  async function adopted(operationId: string, ...boards: readonly string[]): Promise<void> {
    for (const clusterId of boards) expect(await adopt(operationId, clusterId)).toMatchObject({ status: 200 });
  }

  const tally = { members: 220, present: 96, represented: 33, for: 129, against: 0, abstentions: 0 };
  const vote = (effectiveAt: string): Promise<Answer> =>
    api.post(`mergers/operations/${operations.first}/record-vote`, {
      clusterId: clusters.absorbed,
      tally,
      effectiveAt,
      capacity: 'assembly',
    });
  const register = (siren: string, as: Api = api): Promise<Answer> =>
    as.post('membership/organisations', { name: 'Alto Logiciels', kind: 'company', siren });

  interface Case {
    readonly what: string;
    readonly send: () => Promise<Answer>;
    readonly status: number;
    readonly body: Readonly<Record<string, unknown>>;
  }

  const cases: readonly Case[] = [
    {
      what: 'a second operation past ADOPTED for the same body (G12)',
      send: () => adopt(operations.second, clusters.absorbing),
      status: 409,
      body: {
        code: 'MRG_BODY_ENGAGED',
        guard: 'G12',
        citation: 'Loi du 1er juillet 1901, art. 9 bis, III',
        found: `body ${clusters.absorbing} is bound by operation ${operations.first}, which every board has adopted`,
        required: 'a body stands in one operation past ADOPTED at a time',
      },
    },
    {
      what: 'a vote 59 days after adoption where two calendar months are due (G2)',
      send: () => vote('2016-03-30'),
      status: 409,
      body: {
        code: 'MRG_ASSEMBLY_TOO_EARLY',
        guard: 'G2',
        citation: 'Décret du 16 août 1901, art. 15-1 (décret n° 2015-832 du 7 juillet 2015)',
        found: "an assembly on 2016-03-30, 59 days after the board's adoption on 2016-01-31",
        required:
          "two calendar months after the board's adoption, counted back from the act in clear days: 2016-04-01 or later",
        facts: { delay: { amount: 2, unit: 'months', way: 'clear-days-backwards', since: 'adoption', days: 59 } },
      },
    },
    {
      what: 'the adoption of a plan with open points',
      send: () => adopt(operations.open, clusters.third),
      status: 409,
      body: {
        code: 'MRG_PLAN_HAS_OPEN_POINTS',
        found: 'open points: the name; the seat',
        required: 'a plan without open points',
      },
    },
    {
      what: 'a SIREN whose check digit is wrong',
      send: () => register('552100555'),
      status: 400,
      body: {
        code: 'MBR_SIREN_INVALID',
        errors: [{ path: '/siren', message: expect.stringContaining('check digit') }],
      },
    },
    {
      what: 'a SIREN that is no nine digits',
      send: () => register('5521005'),
      status: 400,
      body: { code: 'API_MALFORMED', errors: [expect.objectContaining({ path: '/siren' })] },
    },
    {
      what: 'a body of 2 MiB',
      send: () => api.post('membership/organisations', { name: 'x'.repeat(2 * 1_024 * 1_024), kind: 'company' }),
      status: 413,
      body: { code: 'API_TOO_LARGE' },
    },
    {
      what: 'a command on an unknown id',
      send: () => api.post(`membership/organisations/${id('organisation', 'none')}/rename`, { name: 'Nobody' }),
      status: 404,
      body: { code: 'MBR_ORGANISATION_NOT_FOUND' },
    },
    {
      what: 'a command on what is no id',
      send: () => api.post('membership/organisations/none/rename', { name: 'Nobody' }),
      status: 404,
      body: { code: 'API_NOT_FOUND', found: 'none' },
    },
    {
      what: 'a query for an unknown id',
      send: () => api.get(`mergers/operations/${id('operation', 'none')}`),
      status: 404,
      body: { code: 'API_NOT_FOUND', found: id('operation', 'none') },
    },
    {
      what: 'an unknown route',
      send: () => api.get('mergers/nothing'),
      status: 404,
      body: { code: 'API_NOT_FOUND' },
    },
    {
      what: 'an expired token',
      send: () => register('552100554', expired),
      status: 401,
      body: { code: 'API_TOKEN_EXPIRED', found: expect.stringMatching(/^expired at \d{4}-/) },
    },
    {
      what: 'text that is no JSON',
      send: () => api.post('membership/organisations', '{"name": '),
      status: 400,
      body: { code: 'API_MALFORMED' },
    },
    {
      what: 'a body that does not say that it is JSON',
      send: () => api.post('membership/organisations', 'name=x', { headers: { 'content-type': 'text/csv' } }),
      status: 415,
      body: { code: 'API_UNSUPPORTED_MEDIA_TYPE' },
    },
  ];

  it.each(cases)('$what: explained, and the log is unchanged', async ({ send, status, body }) => {
    const before = await running.platform.runtime.store.status();
    const answer = await send();
    expect(answer).toMatchObject({
      status,
      body: { ...body, status, type: `urn:grappe:problem:${String(body['code'])}` },
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body['title']).toEqual(expect.stringMatching(/\.$/));
    await expect(running.platform.runtime.store.status()).resolves.toEqual(before);
  });

  it('tells a client with an expired token how to come back', async () => {
    const { headers } = await register('552100554', expired);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="grappe", error="invalid_token"');
  });

  it('and takes the vote when it is far enough, but for the statutes that nobody adopted (G6)', async () => {
    for (const clusterId of [clusters.absorbing, clusters.absorbed])
      for (const verb of ['open-documents', 'publish-notice'])
        await accepted(`mergers/operations/${operations.first}/${verb}`, {
          ...{ clusterId, where: 'seat', effectiveAt: '2016-02-10' },
        });
    expect(await vote('2016-04-01')).toMatchObject({
      status: 409,
      body: { code: 'MRG_STATUTES_UNKNOWN', guard: 'G6' },
    });
  });
});
