import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import {
  absorptionPlan,
  against,
  auvergneTic,
  clustR,
  creation,
  creationPlan,
  numelink,
  operationId,
  otherOperationId,
} from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

let world: MergersWorld;
beforeEach(async () => {
  world = await MergersWorld.start();
  await world.statutes();
});
afterEach(() => world.stop());

const typesOf = ({ body }: { readonly body: Record<string, unknown> }) =>
  (body['events'] as { readonly type: string }[]).map(({ type }) => type);

describe('ways out', () => {
  it.each<[string, string, object]>([
    ['a lapse', 'lapse', { effectiveAt: '2016-06-01' }],
    ['a withdrawal', 'withdraw', { reason: 'given up', effectiveAt: '2016-02-01' }],
    ['a rejection', 'record-vote', voteOf(numelink, '2016-03-31', against)],
    ['a revision', 'draft-plan', { plan: absorptionPlan({ motives: 'revised' }), effectiveAt: '2016-02-01' }],
  ])('%s frees both bodies', async (_name, verb, body) => {
    await world.adoptPlan(operationId);
    await world.call(operationId);
    const postponement = { reason: 'the launch was cancelled', newTarget: '2016-05-31', effectiveAt: '2016-02-01' };
    await world.sendAccepted(operationId, 'postpone', postponement);
    const answer = await world.sendAccepted(operationId, verb, body);
    expect(typesOf(answer).filter((type) => type === 'mergers.BodyReleased')).toHaveLength(2);
  });

  it('a postponed operation shows when and why, under the same id, and both bodies stay bound', async () => {
    await world.adoptPlan(operationId);
    const answer = await world.sendAccepted(operationId, 'postpone', {
      reason: 'the launch was cancelled',
      effectiveAt: '2018-01-16',
    });
    expect(typesOf(answer)).toEqual(['mergers.OperationPostponed']);
    expect((await world.read(`/${operationId}`)).body).toMatchObject({
      status: 'adopted',
      adoptions: [{}, {}],
      postponement: { reason: 'the launch was cancelled', on: '2018-01-16' },
      history: { postponements: [{ reason: 'the launch was cancelled', on: '2018-01-16' }], adoptions: [{}, {}] },
    });
  });
});

describe('reading', () => {
  it('lists operations by status, kind and cluster', async () => {
    await world.adoptPlan(operationId);
    await world.draftPlan(otherOperationId, creationPlan(), { kind: 'fusion-creation', participants: creation });
    const ids = async (query: string) =>
      ((await world.read(query)).body['items'] as { operationId: string }[]).map((each) => each.operationId);
    expect(await ids('')).toEqual([operationId, otherOperationId]);
    expect(await ids('?status=adopted')).toEqual([operationId]);
    expect(await ids('?kind=fusion-creation')).toEqual([otherOperationId]);
    expect(await ids(`?clusterId=${clustR}`)).toEqual([otherOperationId]);
    expect(await ids(`?clusterId=${numelink}&status=drafted`)).toEqual([otherOperationId]);
    expect(await ids(`?clusterId=${countedUuid(99)}`)).toEqual([]);
  });

  it('says what differs between two versions of the plan, and who changed it when', async () => {
    await world.draftPlan(operationId, absorptionPlan({ motives: 'first' }));
    const revisions = [
      absorptionPlan({ motives: 'second', targetDate: '2016-06-30' }),
      absorptionPlan({ motives: 'third', targetDate: '2016-06-30' }),
    ];
    for (const [index, plan] of revisions.entries())
      await world.sendAccepted(operationId, 'draft-plan', { plan, effectiveAt: `2015-12-0${String(index + 2)}` });
    const versions = async (query: string) => {
      const { body } = await world.read(`/${operationId}/plan-differences${query}`);
      const items = body['items'] as readonly {
        path: string;
        before?: unknown;
        after?: unknown;
        changedBy: object[];
      }[];
      return { body, items };
    };
    const { body, items } = await versions('?from=1&to=3');
    expect(body).toMatchObject({ from: { planVersion: 1, on: '2015-12-01' }, to: { planVersion: 3 } });
    const by = { by: expect.any(String), recordedAt: expect.any(String) };
    expect(items).toMatchObject([
      { path: '/motives', before: 'first', after: 'third', changedBy: [{ planVersion: 2, ...by }, { planVersion: 3 }] },
      { path: '/targetDate', after: '2016-06-30', changedBy: [{ planVersion: 2, on: '2015-12-02' }] },
    ]);
    expect((await versions('')).items.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['/motives', 'second', 'third'],
    ]);
    expect((await versions('?to=1')).body).not.toHaveProperty('from');
    expect((await world.read(`/${operationId}/plan-differences?from=4`)).status).toBe(404);
  });

  it.each(['', '/votes', '/guards'])('an unknown operation is not found: %s', async (path) => {
    expect((await world.read(`/${countedUuid(99)}${path}`)).status).toBe(404);
  });

  it('tells which guards have passed, fail or are not yet due', async () => {
    await world.adoptPlan(operationId);
    const { body } = await world.read(`/${operationId}/guards?validAt=2016-02-01`);
    const items = body['items'] as { guard: string; state: string; earliestLawfulDate?: string; citation: string }[];
    expect(items.map(({ guard, state }) => `${guard} ${state}`)).toEqual([
      'G1 passed',
      'G2 not-yet-due',
      'G2 not-yet-due',
      'G3 not-yet-due',
      'G3 not-yet-due',
      'G4 not-yet-due',
      'G4 not-yet-due',
      'G6 not-yet-due',
      'G6 not-yet-due',
      'G7 passed',
      'G8 not-yet-due',
      'G12 passed',
      'G12 passed',
    ]);
    expect(items[1]?.earliestLawfulDate).toBe('2016-03-16');
    expect(items.every(({ citation }) => citation.length > 0)).toBe(true);
  });
});

describe('the dry run', () => {
  const organisation = (n: number) => countedUuid(n, 0x50);
  const officeId = countedUuid(61);
  const holder = { mandateId: countedUuid(63), person: { personId: countedUuid(64), name: 'Catherine Bocquet' } };

  it('shows the whole difference and writes nothing', async () => {
    await world.publish(
      {
        type: 'membership.OrganisationRegistered',
        data: { organisationId: organisation(3), name: 'Esker', kind: 'company', since: '2000-01-01' },
      },
      {
        type: 'governance.BodyCreated',
        data: { bodyId: countedUuid(60), clusterId: auvergneTic, kind: 'board', name: 'Conseil', since: '2010-01-01' },
      },
      {
        type: 'governance.OfficeCreated',
        data: {
          officeId,
          bodyId: countedUuid(60),
          clusterId: auvergneTic,
          kind: 'president',
          title: 'President',
          maxHolders: 1,
          since: '2010-01-01',
        },
      },
      {
        type: 'governance.MandateStarted',
        data: {
          mandateId: countedUuid(62),
          officeId,
          bodyId: countedUuid(60),
          clusterId: auvergneTic,
          person: { personId: countedUuid(65), name: 'A. B.' },
          how: 'elected',
          since: '2014-01-01',
        },
      },
    );
    await world.members(numelink, [1, 2, 3].map(organisation));
    await world.members(auvergneTic, [3, 4].map(organisation));
    const antennaId = countedUuid(66);
    const transitionalGovernance = {
      limit: '2017-03-31',
      bodies: [
        {
          bodyId: countedUuid(67),
          kind: 'bureau' as const,
          name: 'Bureau',
          offices: [
            {
              officeId: countedUuid(68),
              kind: 'president' as const,
              title: 'Co-president',
              maxHolders: 2,
              holders: [holder],
            },
          ],
        },
      ],
    };
    await world.adoptPlan(
      operationId,
      absorptionPlan({
        newAntennas: [{ antennaId, name: 'Clermont-Ferrand', departments: ['63'] }],
        antennaMapping: [{ fromClusterId: auvergneTic, toAntennaId: antennaId }],
        transitionalGovernance,
      }),
    );
    await world.call(operationId);
    await world.sendAccepted(operationId, 'record-vote', voteOf(numelink));
    const { head } = await world.app.store.status();
    const { status, body } = await world.send(operationId, 'dry-run', { on: '2016-03-31' });
    expect(status).toBe(200);
    expect((await world.app.store.status()).head).toBe(head);
    expect(body).toMatchObject({
      members: {
        total: 4,
        sum: 5,
        merged: 1,
        byOrigin: [
          { clusterId: numelink, members: 3 },
          { clusterId: auvergneTic, members: 2 },
        ],
        duplicates: [{ organisationId: organisation(3), name: 'Esker', clusterIds: [numelink, auvergneTic] }],
        byAntenna: [
          { antennaId: null, members: 3 },
          { antennaId, name: 'Clermont-Ferrand', members: 1 },
        ],
      },
      governance: {
        bodiesAbolished: [{ clusterId: auvergneTic, name: 'Conseil' }],
        mandatesEnded: [{ personName: 'A. B.', office: 'President' }],
        bodiesCreated: [{ name: 'Bureau' }],
        mandatesBegun: [
          { personName: 'Catherine Bocquet', office: 'Co-president', limit: '2017-03-31', clusterId: numelink },
        ],
      },
      effect: {
        expectedOn: '2016-03-31',
        lastVoteIsEffect: true,
        note: `The next favourable vote, that of ${auvergneTic}, will be the effect: there is no way back after it.`,
      },
    });
  });

  it('needs no body, and is not for subscribers', async () => {
    await world.adoptPlan(operationId);
    expect((await world.send(operationId, 'dry-run', {}, { as: 'auditor' })).status).toBe(200);
    expect((await world.send(operationId, 'dry-run', {}, { as: 'subscriber' })).status).toBe(403);
    expect((await world.send(countedUuid(99), 'dry-run', {})).status).toBe(404);
  });
});
