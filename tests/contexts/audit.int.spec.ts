import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { ensure, id, MergerDesk, VOTED, type PlannedMerger } from './support/merger-desk.ts';
import { TestPlatform } from './support/test-platform.ts';

const numelink = id('cluster', 'audit', 'Numélink');
const rhoneAlley = id('cluster', 'audit', 'RhôneAlley');
const board = id('body', 'audit');
const presidency = id('office', 'audit');
const operationId = id('operation', 'audit');
const partnerId = id('partner', 'audit');
const company = (n: number) => id('organisation', 'audit', n);
const memberOf = (clusterId: string, n: number) => derivedId('membership', clusterId, company(n));
const person = (name: string) => ({ personId: id('person', name), name });
const merger: PlannedMerger = {
  operationId,
  kind: 'fusion-absorption',
  successorId: numelink,
  participants: [numelink, rhoneAlley],
  plan: {
    successor: { clusterId: numelink, name: 'Numélink', nameKind: 'final', seat: 'Lyon', departments: ['42'] },
  },
};

/** When the facts were recorded; some of them happened years before. */
const ENTERED = '2015-01-05T09:00:00.000Z';
const MERGER_ENTERED = '2016-04-04T09:00:00.000Z';
const LATE = '2017-05-02T09:00:00.000Z';
const TODAY = '2017-06-01T10:00:00.000Z';
const ROLES = 520;

describe('questions about the past, on PostgreSQL', () => {
  let platform: TestPlatform;
  const ask = (path: string, accept?: string) => platform.get(`audit/${path}`, { as: 'auditor', accept });
  const numberOf = (body: Record<string, unknown>, section: string) =>
    (body[section] as { readonly counts: Readonly<Record<string, number>> }).counts;

  beforeAll(async () => {
    platform = await TestPlatform.start(undefined, new ManualClock(ENTERED));
    const desk = new MergerDesk(platform);
    await desk.cluster(numelink, 'Numélink', '2004-01-01');
    await desk.cluster(rhoneAlley, 'RhôneAlley', '2007-01-01');
    for (const n of [1, 2, 3])
      await platform.sendAccepted('membership/organisations', {
        id: company(n),
        name: `Company ${String(n)}`,
        kind: 'company',
        effectiveAt: '2001-01-01',
      });
    const admit = (clusterId: string, n: number, effectiveAt: string) =>
      platform.sendAccepted('membership/memberships', { clusterId, organisationId: company(n), effectiveAt });
    await admit(numelink, 1, '2010-01-01');
    await admit(rhoneAlley, 1, '2011-01-01');
    await admit(rhoneAlley, 2, '2012-01-01');
    await governance();
    await seat();
    platform.clock.set(MERGER_ENTERED);
    for (const clusterId of merger.participants) await desk.statutes(clusterId);
    await platform.untilSettled();
    await desk.voteEverywhere(merger);
    await platform.untilSettled();
    platform.clock.set(LATE);
    await late(admit);
    platform.clock.set(TODAY);
    await platform.acceptedAll(
      Array.from({ length: ROLES }, (_each, index) => [
        'governance/roles',
        {
          id: id('role', index),
          clusterId: numelink,
          title: `Role ${String(index)}`,
          person: person(`Person ${String(index)}`),
          effectiveAt: '2017-05-20',
        },
      ]),
    );
    await platform.untilSettled();
  });
  afterAll(() => platform.stop());

  async function governance(): Promise<void> {
    const effectiveAt = '2013-01-01';
    const body = { id: board, clusterId: numelink, kind: 'board', name: 'Board', effectiveAt };
    await platform.sendAccepted('governance/bodies', body);
    const office = { id: presidency, bodyId: board, kind: 'president', title: 'President', maxHolders: 2, effectiveAt };
    await platform.sendAccepted('governance/offices', office);
    for (const [name, from] of [
      ['First', '2014-01-01'],
      ['Second', '2014-06-01'],
    ] as const)
      await platform.sendAccepted(`governance/offices/${presidency}/start-mandate`, {
        mandateId: id('mandate', name),
        person: person(name),
        how: 'elected',
        effectiveAt: from,
      });
  }

  async function seat(): Promise<void> {
    const incubatorId = id('incubator', 'audit');
    const effectiveAt = '2014-02-01';
    await platform.sendAccepted('incubation/incubators', {
      id: incubatorId,
      name: 'Bivouac',
      site: 'Lyon',
      effectiveAt,
    });
    const holder = { kind: 'cluster', id: rhoneAlley };
    const join = { id: partnerId, incubatorId, class: 'sector-body', holder, founding: true, effectiveAt };
    await platform.sendAccepted('incubation/partners', join);
    await platform.sendAccepted(`incubation/partners/${partnerId}/grant-seat`, { effectiveAt: '2014-03-01' });
  }

  /** Recorded in May 2017: an end of March 2015, and an admission of 2009. */
  async function late(admit: (clusterId: string, n: number, on: string) => Promise<unknown>): Promise<void> {
    const ending = { mandateId: id('mandate', 'Second'), cause: 'resignation', effectiveAt: '2015-03-01' };
    await platform.sendAccepted(`governance/offices/${presidency}/end-mandate`, ending);
    await admit(numelink, 3, '2009-01-01');
  }

  describe('a mandate whose end was recorded two years later', () => {
    it.each([
      ['2014-03-01', '', ['First']],
      ['2014-03-01', '2015-01-05', ['First']],
      ['2014-03-01', '2015-01-04', []],
      ['2015-02-28', '', ['First', 'Second']],
      ['2015-03-01', '', ['First']],
      ['2015-03-01', '2017-05-01', ['First', 'Second']],
      ['2015-03-01', '2017-05-02', ['First']],
      ['2015-03-01', '2017-05-02T08:59:59.999Z', ['First', 'Second']],
      ['2015-03-01', '2017-05-02T09:00:00Z', ['First']],
      ['2015-03-01', '2017-05-02T11:00:00%2B02:00', ['First']],
      ['2015-03-01', '2017-05-02T10:59:59%2B02:00', ['First', 'Second']],
      ['2012-12-31', '', []],
    ])('on %s as known %s: %j', async (validAt, knownAt, names) => {
      const known = knownAt === '' ? '' : `&knownAt=${knownAt}`;
      const { status, body } = await ask(`offices/${presidency}/holders?validAt=${validAt}${known}`);
      expect(status).toBe(200);
      expect((body['holders'] as readonly { readonly name: string }[]).map(({ name }) => name)).toEqual(names);
    });

    it.each([
      [
        'known now',
        '',
        [
          ['2013-01-01', '2014-01-01', 0],
          ['2014-01-01', '2014-06-01', 1],
          ['2014-06-01', '2015-03-01', 2],
          ['2015-03-01', null, 1],
        ],
      ],
      [
        'known before',
        '?knownAt=2017-05-01',
        [
          ['2013-01-01', '2014-01-01', 0],
          ['2014-01-01', '2014-06-01', 1],
          ['2014-06-01', null, 2],
        ],
      ],
    ])('intervals as %s', async (_when, query, expected) => {
      const { body } = await ask(`offices/${presidency}/intervals${query}`);
      const intervals = body['intervals'] as readonly { from: string; to: string | null; number: number }[];
      expect(intervals.map(({ from, to, number }) => [from, to, number])).toEqual(expected);
    });

    it('the days with two, with one and with nobody', async () => {
      const { body } = await ask(`offices/${presidency}/intervals`);
      expect(body['byNumber']).toEqual([
        { number: 0, days: 365, spans: [{ from: '2013-01-01', to: '2014-01-01' }] },
        {
          number: 1,
          days: null,
          spans: [
            { from: '2014-01-01', to: '2014-06-01' },
            { from: '2015-03-01', to: null },
          ],
        },
        { number: 2, days: 273, spans: [{ from: '2014-06-01', to: '2015-03-01' }] },
      ]);
    });

    it('before anything was recorded there was no such office', async () => {
      expect(await ask(`offices/${presidency}/intervals?knownAt=2015-01-04`)).toMatchObject({ status: 404 });
      expect((await ask(`offices/${presidency}/vacancies?knownAt=2015-01-05`)).body['vacancies']).toEqual([
        { from: '2013-01-01', to: '2014-01-01' },
      ]);
    });

    it('in its stream: what was recorded by an instant', async () => {
      const types = async (query: string) =>
        (
          (await ask(`streams/governance.office-${presidency}${query}`)).body['items'] as readonly { type: string }[]
        ).map(({ type }) => type.replace('governance.', ''));
      const before = ['OfficeCreated', 'MandateStarted', 'MandateStarted'];
      expect(await types('?upTo=2017-05-01')).toEqual(before);
      expect(await types('?upTo=2')).toEqual(before);
      expect(await types('?upTo=2017-05-02')).toEqual([...before, 'MandateEnded']);
      expect(await types('?upTo=2015-01-04')).toEqual([]);
      expect(await types('?from=3')).toEqual(['MandateEnded']);
    });
  });

  describe('what differs', () => {
    it('one day as known before and after the late recordings', async () => {
      const { body } = await ask('compare?left=2015-06-01@2017-05-01&right=2015-06-01@2017-05-02');
      expect(body).toMatchObject({
        mandates: {
          counts: { left: 2, right: 1, added: 0, removed: 1, changed: 0 },
          removed: [{ id: id('mandate', 'Second'), ended: { cause: 'resignation' } }],
        },
        members: {
          counts: { left: 3, right: 4, added: 1, removed: 0 },
          added: [{ id: memberOf(numelink, 3) }],
        },
        clusters: { counts: { added: 0, removed: 0, changed: 0 } },
        truncated: false,
      });
    });

    it('the day of the merger and the day before', async () => {
      const { body } = await ask('compare?left=2016-03-30&right=2016-03-31');
      expect(body).toMatchObject({
        clusters: { counts: { left: 2, right: 1, removed: 1 }, removed: [{ id: rhoneAlley }] },
        members: { counts: { left: 4, right: 3, moved: 2, arrived: 1, added: 0, removed: 0 } },
        partnerSeats: {
          counts: { changed: 1 },
          changed: [
            { id: partnerId, left: { holder: { id: rhoneAlley } }, right: { holder: { id: numelink }, operationId } },
          ],
        },
      });
    });

    it('the same, as it was not known yet: nothing', async () => {
      const { body } = await ask('compare?left=2016-03-30@2016-04-03&right=2016-03-31@2016-04-03');
      expect(numberOf(body, 'clusters')).toMatchObject({ left: 2, right: 2, removed: 0 });
      expect(numberOf(body, 'members')).toMatchObject({ left: 3, right: 3, moved: 0, arrived: 0 });
    });

    it('more facts than a page holds are all counted, and lists end at their limit', async () => {
      const { body } = await ask('compare?left=2017-05-19&right=2017-05-20&limit=7');
      expect(numberOf(body, 'roles')).toMatchObject({ left: 0, right: ROLES, added: ROLES });
      expect((body['roles'] as { added: readonly unknown[] }).added).toHaveLength(7);
      expect(body['truncated']).toBe(true);
    });

    it('of one cluster only', async () => {
      const { body } = await ask(`compare?left=2016-03-30&right=2016-03-31&cluster=${numelink}`);
      expect(numberOf(body, 'clusters')).toMatchObject({ left: 1, right: 1, removed: 0 });
      expect(numberOf(body, 'members')).toMatchObject({ left: 2, right: 3, arrived: 1, moved: 0 });
    });
  });

  describe('a timeline of more than 500 lines', () => {
    const path = `audit/timeline/${numelink}`;
    const positions = (items: readonly Record<string, unknown>[]) => items.map(({ position }) => Number(position));

    it.each([37, 100, 200])('in pages of %i: whole, in the order of the ledger, nothing twice', async (limit) => {
      const items = await platform.all(path, limit, { as: 'auditor' });
      expect(items.length).toBeGreaterThan(ROLES);
      const found = positions(items);
      expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
      const naming = (await platform.events()).filter(({ data }) => JSON.stringify(data).includes(numelink));
      expect(found).toEqual(naming.map(({ position }) => Number(position)));
    });

    it('of one type', async () => {
      const items = await platform.all(`${path}?type=governance.RoleAssigned`, 200, { as: 'auditor' });
      expect(new Set(items.map(({ type }) => type))).toEqual(new Set(['governance.RoleAssigned']));
      expect(items).toHaveLength(ROLES);
      expect(items[0]).toMatchObject({ recordedAt: TODAY, effectiveAt: '2017-05-20', subject: 'test-admin' });
    });

    it('of a person', async () => {
      const items = await platform.all(`audit/timeline/${person('Second').personId}`, 10, { as: 'auditor' });
      expect(items.map(({ type, recordedAt }) => [type, recordedAt])).toEqual([['governance.MandateStarted', ENTERED]]);
    });

    it('of something that is nowhere named: not found', async () => {
      expect(await ask(`timeline/${id('nothing')}`)).toMatchObject({ status: 404, body: { found: id('nothing') } });
    });
  });

  describe('the lineage', () => {
    const path = `lineage/${numelink}`;
    it.each([
      [undefined, 'application/json'],
      ['application/json', 'application/json'],
      ['image/svg+xml', 'image/svg+xml'],
      ['text/vnd.graphviz', 'text/vnd.graphviz'],
      ['text/html, image/svg+xml;q=0.9, */*;q=0.1', 'image/svg+xml'],
      ['text/html', 'application/json'],
    ])('Accept: %s is answered with %s', async (accept, type) => {
      const answer = await ask(path, accept);
      expect(answer.status).toBe(200);
      expect(answer.type).toContain(type);
      expect(answer.text).toContain('RhôneAlley');
    });

    it('as JSON', async () => {
      expect((await ask(path)).body).toMatchObject({
        root: numelink,
        validAt: '2017-06-01',
        edges: [{ from: rhoneAlley, to: numelink, operationId, kind: 'fusion-absorption', effectiveOn: VOTED }],
        nodes: expect.arrayContaining([
          expect.objectContaining({
            clusterId: rhoneAlley,
            state: 'succeeded',
            to: VOTED,
            members: { count: 2, on: '2016-03-30' },
          }),
          expect.objectContaining({ clusterId: numelink, state: 'active', members: { count: 3, on: '2017-06-01' } }),
        ]),
      });
    });

    it('as a drawing and as a graph: each cluster and the edge', async () => {
      const [svg, dot] = [await ask(path, 'image/svg+xml'), await ask(path, 'text/vnd.graphviz')];
      expect(svg.text).toMatch(/^<\?xml|<svg/);
      expect(svg.text).toContain('</svg>');
      expect(dot.text).toMatch(/^digraph lineage \{[\s\S]*\}\s*$/);
      expect(dot.text.match(/->/g)).toHaveLength(1);
    });

    it.each([
      ['before the merger', 'validAt=2016-03-30', 0],
      ['on the day', 'validAt=2016-03-31', 1],
      ['on the day, as known before it was entered', 'validAt=2016-03-31&knownAt=2016-04-03', 0],
      ['on the day, as known once it was entered', 'validAt=2016-03-31&knownAt=2016-04-04', 1],
      ['its ancestors', 'direction=ancestors', 1],
      ['its descendants', 'direction=descendants', 0],
    ])('%s', async (_when, query, edges) => {
      expect((await ask(`${path}?${query}`)).body['edges']).toHaveLength(edges);
    });
  });

  describe('provenance', () => {
    it('of a member of both: its own line and the other one', async () => {
      const { body } = await ask(`provenance/membership/${memberOf(numelink, 1)}`);
      const paths = body['paths'] as readonly (readonly { clusterId: string }[])[];
      expect(paths.map((each) => each.map(({ clusterId }) => clusterId))).toEqual([[numelink], [rhoneAlley, numelink]]);
      expect(body['names']).toMatchObject({ [rhoneAlley]: 'RhôneAlley', [company(1)]: 'Company 1' });
    });

    it('of one who came by the merger: the operation, its adoptions and votes under their rules', async () => {
      const { body } = await ask(`provenance/membership/${memberOf(numelink, 2)}`);
      expect(body['paths']).toMatchObject([[{ clusterId: rhoneAlley, from: '2012-01-01' }, { clusterId: numelink }]]);
      expect(body['operations']).toMatchObject([
        {
          operationId,
          adoptions: [{}, {}],
          votes: [{ tally: { for: 60 } }, { tally: { for: 60 } }],
          rules: expect.arrayContaining(['G1.2015', 'G2.2015', 'G6.2015']),
          references: expect.arrayContaining([expect.objectContaining({ context: 'membership', moved: 2, merged: 1 })]),
        },
      ]);
    });

    it.each([
      ['2014-06-01', '', rhoneAlley, []],
      ['2016-03-30', '', rhoneAlley, []],
      ['2016-03-31', '', numelink, ['First']],
      ['2016-03-31', '&knownAt=2016-04-03', rhoneAlley, []],
      ['2016-04-30', '&knownAt=2017-05-01', numelink, ['First', 'Second']],
    ])('of the seat on %s%s', async (validAt, known, holder, presidents) => {
      const { body } = await ask(`provenance/partner-seat/${partnerId}?validAt=${validAt}${known}`);
      const on = body['on'] as { presidents: readonly { holders: readonly { name: string }[] }[] };
      expect(on).toMatchObject({ holder: { kind: 'cluster', id: holder } });
      expect(on.presidents.flatMap(({ holders }) => holders.map(({ name }) => name))).toEqual(presidents);
    });
  });

  describe('a read token', () => {
    it('makes the answer wait until the event is in it', async () => {
      for (let n = 100; n < 115; n += 1) {
        const registration = { id: company(n), name: `Company ${String(n)}`, kind: 'company' };
        const { body } = ensure(await platform.post('membership/organisations', registration));
        const answer = await ask(`timeline/${company(n)}?readToken=${String(body['readToken'])}`);
        expect(answer.body['items']).toMatchObject([{ type: 'membership.OrganisationRegistered' }]);
      }
    });

    it.each(['nonsense', 'e30', Buffer.from('{"e":"nobody"}').toString('base64url')])(
      '%s is none: 400 with its path',
      async (token) => {
        expect(await ask(`timeline/${numelink}?readToken=${token}`)).toMatchObject({
          status: 400,
          body: { code: 'API_MALFORMED', errors: [{ path: '/readToken' }] },
        });
      },
    );
  });
});
