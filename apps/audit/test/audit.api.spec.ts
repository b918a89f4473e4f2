import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { auditContext } from '../src/audit.context.ts';
import {
  ABSORPTION_RECORDED,
  body as bureau,
  appendHistory,
  cluster,
  CREATION_RECORDED,
  incubatorId,
  membership,
  office,
  operation,
  partnerId,
} from './small-history.ts';

let platform: TestApplication;

beforeAll(async () => {
  platform = await TestApplication.start([auditContext]);
  await appendHistory(platform.store);
  platform.clock.set('2017-06-01T10:00:00Z');
});
afterAll(() => platform.stop());

/** An id that no event names. */
const NOBODY = '01500000-0000-7000-8000-0000000000ee';

const ask = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
  platform.get(`audit/${path}`, { as: 'auditor', headers });

describe('who may ask', () => {
  const paths = [
    `timeline/${incubatorId}`,
    `history/${incubatorId}`,
    `offices/${incubatorId}/holders`,
    `offices/${incubatorId}/vacancies`,
    `offices/${incubatorId}/intervals`,
    `clusters/${incubatorId}/offices`,
    `provenance/membership/${incubatorId}`,
    `provenance/partner-seat/${incubatorId}`,
    'compare?left=2016-03-30&right=2016-03-31',
    'events',
    `streams/incubation.any-${incubatorId}`,
  ];
  it.each(paths)('%s: administrators and auditors only', async (path) => {
    for (const role of ['subscriber', 'operator'] as const) {
      expect((await platform.get(`audit/${path}`, { as: role })).status).toBe(403);
    }
    for (const role of ['admin', 'auditor'] as const) {
      expect([200, 404]).toContain((await platform.get(`audit/${path}`, { as: role })).status);
    }
  });
});

describe('the lineage of a cluster', () => {
  it('is in the register, for everybody', async () => {
    for (const as of ['subscriber', 'operator', 'auditor', 'admin'] as const)
      expect((await platform.get(`audit/lineage/${cluster('digitalLeague')}`, { as })).status).toBe(200);
  });

  it('as JSON, up through any number of successions', async () => {
    const { status, body } = await ask(`lineage/${cluster('digitalLeague')}?direction=ancestors`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ root: cluster('digitalLeague'), validAt: '2017-06-01' });
    expect(body['edges']).toMatchObject([
      { from: cluster('auvergneTic'), to: cluster('numelink'), effectiveOn: '2016-03-31' },
      { from: cluster('numelink'), to: cluster('digitalLeague'), effectiveOn: '2017-03-28' },
      { from: cluster('clustr'), to: cluster('digitalLeague'), effectiveOn: '2017-03-28' },
    ]);
    expect(body['nodes']).toContainEqual({
      ...{ clusterId: cluster('numelink'), name: 'Numélink', state: 'succeeded' },
      ...{ from: '2004-01-01', to: '2017-03-28', members: { count: 3, on: '2017-03-27' } },
    });
    expect(body['nodes']).toContainEqual({
      ...{ clusterId: cluster('digitalLeague'), name: 'Digital League', state: 'active' },
      ...{ from: '2017-03-28', members: { count: 4, on: '2017-06-01' } },
    });
  });

  it('as it stood on a day, and as it was known', async () => {
    const path = `lineage/${cluster('auvergneTic')}?direction=descendants`;
    const edges = async (at: string) => ((await ask(`${path}${at}`)).body['edges'] as readonly unknown[]).length;
    expect(await edges('&validAt=2016-03-30')).toBe(0);
    expect(await edges('&validAt=2016-03-31')).toBe(1);
    expect(await edges('&validAt=2016-03-31&knownAt=2016-04-01')).toBe(0);
    expect(await edges('&validAt=2017-06-01&knownAt=2016-12-31')).toBe(1);
    expect(await edges('&validAt=2017-06-01')).toBe(2);
  });

  it('as a drawing', async () => {
    const { status, headers, body } = await ask(`lineage/${cluster('digitalLeague')}`, { accept: 'image/svg+xml' });
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(body['text']).toContain('<svg');
    expect(body['text']).toContain('Clust&#39;R Numérique');
  });

  it('in the language of Graphviz', async () => {
    const { headers, body } = await ask(`lineage/${cluster('digitalLeague')}`, { accept: 'text/vnd.graphviz' });
    expect(headers['content-type']).toBe('text/vnd.graphviz; charset=utf-8');
    expect(body['text']).toContain('digraph lineage {');
  });

  it('of an unknown cluster: 404', async () => {
    expect(await ask(`lineage/${incubatorId}`)).toMatchObject({ status: 404, body: { code: 'API_NOT_FOUND' } });
  });
});

describe('an office', () => {
  const names = (body: Record<string, unknown>) =>
    (body['holders'] as readonly { name: string }[]).map(({ name }) => name);

  it.each([
    ['Num', 'validAt=2016-05-01', ['Première Présidente', 'Second Président']],
    ['Num', 'validAt=2016-06-01', ['Première Présidente']],
    ['Num', 'validAt=2016-06-01&knownAt=2016-06-01', ['Première Présidente', 'Second Président']],
    ['Num', 'validAt=2017-06-01', []],
    ['Num', 'validAt=2017-06-01&knownAt=2016-12-31', ['Première Présidente']],
    ['Dl', '', ['Jean-Michel Bérard', 'Catherine Bocquet']],
    ['Dl', 'validAt=2018-03-27', ['Jean-Michel Bérard', 'Catherine Bocquet']],
    ['Dl', 'validAt=2018-03-28', []],
    ['Dl', 'validAt=2017-06-01&knownAt=2016-12-31', []],
  ])('president%s, %s: %j', async (key, query, expected) => {
    const { status, body } = await ask(`offices/${office(`president${key}`)}/holders?${query}`);
    expect(status).toBe(200);
    expect(names(body)).toEqual(expected);
  });

  it('by the number of its holders', async () => {
    const { body } = await ask(`offices/${office('presidentNum')}/intervals`);
    expect(body).toMatchObject({ from: '2013-01-01', to: '2017-03-28', title: 'Président' });
    expect(body['byNumber']).toEqual([
      { number: 0, days: 365, spans: [{ from: '2013-01-01', to: '2014-01-01' }] },
      {
        ...{ number: 1, days: 816 },
        spans: [
          { from: '2014-01-01', to: '2015-06-01' },
          { from: '2016-06-01', to: '2017-03-28' },
        ],
      },
      { number: 2, days: 366, spans: [{ from: '2015-06-01', to: '2016-06-01' }] },
    ]);
  });

  it('when nobody held it', async () => {
    expect((await ask(`offices/${office('presidentDl')}/vacancies`)).body['vacancies']).toEqual([
      { from: '2018-03-28', to: null },
    ]);
    expect((await ask(`offices/${incubatorId}/vacancies`)).status).toBe(404);
  });

  it('among those of its cluster', async () => {
    const { body } = await ask(`clusters/${cluster('digitalLeague')}/offices?kind=president`);
    expect(body['items']).toMatchObject([{ officeId: office('presidentDl'), maxHolders: 2, holders: [{}, {}] }]);
    expect((await ask(`clusters/${cluster('digitalLeague')}/offices?kind=treasurer`)).body['items']).toEqual([]);
  });
});

describe('provenance', () => {
  it('of a membership: every line by which the company came', async () => {
    const { body } = await ask(`provenance/membership/${membership('deltaDl')}`);
    const paths = body['paths'] as readonly (readonly { clusterId: string }[])[];
    expect(paths.map((path) => path.map(({ clusterId }) => clusterId))).toEqual([
      [cluster('numelink'), cluster('digitalLeague')],
      [cluster('auvergneTic'), cluster('numelink'), cluster('digitalLeague')],
    ]);
    expect(body['operations']).toMatchObject([
      { operationId: operation('absorption'), kind: 'fusion-absorption' },
      { operationId: operation('creation'), rules: ['G6-2015'] },
    ]);
    expect(Object.values(body['names'] as object)).toEqual(expect.arrayContaining(['DELTA', 'Auvergne TIC']));
  });

  it('of a membership as known before the creation: it is not there', async () => {
    const { body } = await ask(`provenance/membership/${membership('betaDl')}?knownAt=2016-12-31`);
    expect(body).toMatchObject({ membership: { origins: [] }, operations: [] });
  });

  it('of a partner seat: its holders, the operations that moved it, and their votes under the rules of the day', async () => {
    const { body } = await ask(`provenance/partner-seat/${partnerId}`);
    expect(body['chain']).toMatchObject([
      { holder: { id: cluster('auvergneTic') }, from: '2015-06-01', to: '2016-03-31' },
      {
        holder: { id: cluster('numelink') },
        from: '2016-03-31',
        to: '2017-03-28',
        operationId: operation('absorption'),
      },
      { holder: { id: cluster('digitalLeague') }, from: '2017-03-28', to: null, operationId: operation('creation') },
    ]);
    expect(body['operations']).toMatchObject([
      {
        times: { decidedOn: '2016-03-31', effectiveOn: '2016-03-31' },
        votes: [{ clusterId: cluster('auvergneTic'), tally: { for: 29 }, rule: { statutesVersion: 2 } }],
        adoptions: [{ planHash: 'a'.repeat(64) }],
        references: [{ context: 'incubation', moved: 1 }],
      },
      { votes: [{}, {}] },
    ]);
  });

  it.each([
    ['validAt=2016-05-01', 'numelink', ['Première Présidente', 'Second Président']],
    ['validAt=2017-06-01', 'digitalLeague', ['Jean-Michel Bérard', 'Catherine Bocquet']],
    ['validAt=2017-06-01&knownAt=2016-12-31', 'numelink', ['Première Présidente']],
    ['validAt=2016-05-01&knownAt=2016-03-31', 'auvergneTic', []],
  ])('who presided over the holder of the seat, %s', async (query, name, presidents) => {
    const { body } = await ask(`provenance/partner-seat/${partnerId}?${query}`);
    const on = body['on'] as { presidents: readonly { holders: readonly { name: string }[] }[] };
    expect(on).toMatchObject({ holder: { kind: 'cluster', id: cluster(name) } });
    expect(on.presidents.flatMap(({ holders }) => holders.map((each) => each.name))).toEqual(presidents);
  });

  it.each(['membership', 'partner-seat'])('of an unknown %s: 404', async (kind) => {
    expect((await ask(`provenance/${kind}/${incubatorId}`)).status).toBe(404);
  });
});

describe('what differs between two days', () => {
  it('30 and 31 March 2016', async () => {
    const { body } = await ask('compare?left=2016-03-30&right=2016-03-31');
    expect(body).toMatchObject({
      members: {
        counts: { left: 6, right: 5, added: 0, removed: 0, changed: 0, moved: 2, arrived: 1 },
        moved: [
          { id: membership('alphaTic'), ended: { into: { id: membership('alphaNum') } } },
          { id: membership('deltaTic'), ended: { into: { id: membership('deltaNum') } } },
        ],
        arrived: [{ id: membership('alphaNum') }],
      },
      clusters: { counts: { left: 3, right: 2 }, removed: [{ id: cluster('auvergneTic') }] },
      partnerSeats: {
        changed: [{ left: { holder: { id: cluster('auvergneTic') } }, right: { holder: { id: cluster('numelink') } } }],
      },
      mandates: { counts: { left: 2, right: 2, added: 0, removed: 0 } },
      truncated: false,
    });
  });

  it('one day as known before and after the recording', async () => {
    const { body } = await ask('compare?left=2016-03-31@2016-04-01&right=2016-03-31');
    expect(body).toMatchObject({ members: { counts: { moved: 2, arrived: 1 } }, clusters: { counts: { removed: 1 } } });
  });

  it('of one cluster only, with short lists and full counts', async () => {
    const path = `compare?left=2017-03-27&right=2017-03-28&cluster=${cluster('digitalLeague')}&limit=1`;
    const { body } = await ask(path);
    expect(body).toMatchObject({ members: { counts: { arrived: 4, moved: 0 } }, truncated: true });
    expect((body['members'] as { arrived: readonly unknown[] }).arrived).toHaveLength(1);
    expect(body).toMatchObject({
      mandates: { counts: { added: 2 } },
      clusters: { added: [{ id: cluster('digitalLeague') }] },
    });
  });
});

it.each([
  ['auvergneTic', 1],
  ['numelink', 1],
  ['digitalLeague', 0],
] as const)(
  'a seat that passed is what differs for both clusters of that day, and for no later one: %s',
  async (of, changed) => {
    const { body } = await ask(`compare?left=2016-03-30&right=2016-03-31&cluster=${cluster(of)}`);
    expect(body).toMatchObject({ partnerSeats: { counts: { changed } } });
  },
);

describe('the history of a fact', () => {
  it('is what was known of it, by which events', async () => {
    const { body } = await ask(`history/${office('presidentNum')}`);
    expect(body).toEqual({
      id: office('presidentNum'),
      items: [
        {
          ...{
            kind: 'office',
            id: office('presidentNum'),
            subjectId: cluster('numelink'),
            objectId: bureau('bureauNum'),
          },
          versions: [
            {
              ...{ validFrom: '2013-01-01', validTo: null, knownFrom: '2015-09-01T08:00:00.000Z', knownTo: null },
              value: { officeKind: 'president', title: 'Président', maxHolders: 2, bodyId: bureau('bureauNum') },
              ...{ type: 'governance.OfficeCreated', eventId: expect.any(String) as unknown },
            },
          ],
        },
      ],
    });
  });

  it('of a cluster has its names beside its state', async () => {
    const { body } = await ask(`history/${cluster('auvergneTic')}`);
    const items = body['items'] as readonly { kind: string; versions: readonly object[] }[];
    expect(items.map(({ kind }) => kind).sort()).toEqual(['cluster', 'cluster-name']);
    expect(items.find(({ kind }) => kind === 'cluster')?.versions).toMatchObject([
      { validFrom: '2007-01-01', validTo: null, knownTo: ABSORPTION_RECORDED },
      { validFrom: '2007-01-01', validTo: '2016-03-31', knownFrom: ABSORPTION_RECORDED, knownTo: null },
      { validFrom: '2016-03-31', validTo: null, value: { state: 'succeeded', operationId: operation('absorption') } },
    ]);
  });
});

describe('a timeline', () => {
  it('in the order of the log, page by page', async () => {
    const first = await ask(`timeline/${partnerId}?limit=3`);
    const types = (items: unknown) => (items as readonly { type: string }[]).map(({ type }) => type);
    expect(types(first.body['items'])).toEqual([
      'incubation.PartnerJoined',
      'incubation.SeatGranted',
      'incubation.PartnershipPassed',
    ]);
    const rest = await ask(`timeline/${partnerId}?limit=3&after=${String(first.body['next'])}`);
    expect(types(rest.body['items'])).toEqual(['incubation.PartnershipPassed']);
    expect(rest.body).not.toHaveProperty('next');
  });

  it('of one type of event', async () => {
    const { body } = await ask(`timeline/${cluster('numelink')}?type=membership.ClusterSucceeded`);
    expect(body['items']).toMatchObject([
      { recordedAt: ABSORPTION_RECORDED, entity: cluster('numelink') },
      { recordedAt: CREATION_RECORDED },
    ]);
  });
});

describe('malformed requests', () => {
  it.each([
    [`lineage/${cluster('numelink')}?validAt=2016-02-30`, '/validAt'],
    [`lineage/${cluster('numelink')}?knownAt=yesterday`, '/knownAt'],
    [`lineage/${cluster('numelink')}?direction=sideways`, '/direction'],
    [`offices/${office('presidentNum')}/holders?validAt=01/05/2016`, '/validAt'],
    [`offices/${office('presidentNum')}/holders?validAt=2015-02-29`, '/validAt'],
    [`offices/${office('presidentNum')}/holders?knownAt=2015-02-28T10:00`, '/knownAt'],
    [`offices/${office('presidentNum')}/intervals?knownAt=soon`, '/knownAt'],
    ['compare?left=2016-03-30@2016-02-30&right=2016-03-31', '/left/knownAt'],
    ['compare?left=2016-03-30&right=2016-03-31&cluster=numelink', '/cluster'],
    ['compare?left=2016-03-30&right=2016-03-31&limit=10001', '/limit'],
    ['compare?left=2016-03-30', '/right'],
    ['compare?left=2016-03-30&right=2016-13-01', '/right/validAt'],
    ['compare?left=2016-03-30@never&right=2016-03-31', '/left/knownAt'],
    ['events?from=-1', '/from'],
    ['events?from=1e3', '/from'],
    ['events?from=9999999999999999999', '/from'],
    ['events?limit=501', '/limit'],
    [`timeline/${cluster('numelink')}?limit=0`, '/limit'],
    [`timeline/${cluster('numelink')}?limit=many`, '/limit'],
    [`streams/incubation.any-${partnerId}?upTo=soon`, '/upTo'],
  ])('%s: 400 with the path %s', async (path, pointer) => {
    const { status, body } = await ask(path);
    expect([status, body['code']]).toEqual([400, 'API_MALFORMED']);
    expect((body['errors'] as readonly { path: string }[]).map((error) => error.path)).toContain(pointer);
  });

  it.each([
    `timeline/${NOBODY}`,
    `history/${NOBODY}`,
    `clusters/${NOBODY}/offices`,
    `compare?left=2016-03-30&right=2016-03-31&cluster=${NOBODY}`,
    `streams/membership.cluster-${NOBODY}`,
  ])('%s: 404 with what was not found', async (path) => {
    const found = expect.stringContaining(NOBODY) as unknown;
    expect(await ask(path)).toMatchObject({ status: 404, body: { code: 'API_NOT_FOUND', found } });
  });

  it.each([
    `timeline/${cluster('numelink')}?type=none.at-all`,
    `clusters/${cluster('numelink')}/offices?kind=none`,
    `streams/incubation.any-${partnerId}?from=900000`,
  ])('%s: nothing of what is there', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 200, body: { items: [] } });
  });

  it.each([
    'timeline/nobody',
    'lineage/nobody',
    'offices/nobody/intervals',
    'provenance/membership/nobody',
    'streams/nothing',
  ])('%s: 400', async (path) => {
    expect((await ask(path)).status).toBe(400);
  });
});
