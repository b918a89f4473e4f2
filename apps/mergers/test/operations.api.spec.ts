import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import {
  absorptionPlan,
  against,
  auvergneTic,
  blockingCondition,
  clustR,
  conditionId,
  creation,
  creationPlan,
  digitalLeague,
  inFavour,
  numelink,
  operationId,
  otherOperationId,
  tooFew,
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

describe('an absorption, from exploration to closing', () => {
  it('takes effect by the last favourable vote and frees its bodies', async () => {
    await world.adopted(operationId);
    expect((await world.read(`/${operationId}`)).body).toMatchObject({ status: 'adopted' });
    await world.accepted(operationId, 'schedule-assembly', { clusterId: numelink, scheduledFor: '2016-03-31' });
    for (const clusterId of [numelink, auvergneTic]) {
      await world.accepted(operationId, 'publish-notice', {
        clusterId,
        where: 'Le Progrès',
        effectiveAt: '2016-02-20',
      });
      await world.accepted(operationId, 'open-documents', { clusterId, where: 'seat', effectiveAt: '2016-02-20' });
    }
    expect((await world.read(`/${operationId}`)).body).toMatchObject({ status: 'published' });
    await world.accepted(operationId, 'record-vote', voteOf(numelink));
    const last = await world.accepted(operationId, 'record-vote', voteOf(auvergneTic));
    expect(typesOf(last)).toEqual([
      'mergers.AssemblyVoted',
      'mergers.OperationApproved',
      'mergers.SuccessionTookEffect',
      'mergers.BodyReleased',
      'mergers.BodyReleased',
    ]);
    await world.accepted(operationId, 'declare', {
      authority: 'prefecture',
      receipt: 'W423',
      effectiveAt: '2016-04-20',
    });
    await world.accepted(operationId, 'close', { effectiveAt: '2017-03-31' });
    expect((await world.read(`/${operationId}`)).body).toMatchObject({
      status: 'closed',
      effectiveOn: '2016-03-31',
      declarations: [{ authority: 'prefecture', receipt: 'W423' }],
      history: {
        effect: { predecessors: [{ clusterId: auvergneTic }] },
        votes: [{ outcome: 'adopted' }, { outcome: 'adopted' }],
      },
    });
  });

  it('shows each vote with its clause and its verdicts', async () => {
    await world.adopted(operationId);
    await world.accepted(operationId, 'record-vote', voteOf(numelink, '2016-03-20', tooFew));
    await world.accepted(operationId, 'record-vote', voteOf(numelink));
    const { body } = await world.read(`/${operationId}/votes`);
    expect(body['items']).toMatchObject([
      {
        outcome: 'inquorate',
        rule: { statutesVersion: 2, kind: 'dissolution' },
        verdicts: [{ rule: 'G2.2015' }, { rule: 'G6.2015' }],
      },
      { outcome: 'adopted', on: '2016-03-31' },
    ]);
  });
});

describe('a creation', () => {
  const parts = { kind: 'fusion-creation', participants: creation };

  it('takes effect with its publication in the Journal officiel, and the contexts report back', async () => {
    const planHash = await world.drafted(operationId, creationPlan(), parts);
    for (const clusterId of [numelink, clustR])
      await world.accepted(operationId, 'adopt-plan', { clusterId, planHash, effectiveAt: '2016-01-15' });
    for (const clusterId of [numelink, clustR]) await world.accepted(operationId, 'record-vote', voteOf(clusterId));
    expect((await world.send(operationId, 'take-effect', { effectiveAt: '2016-04-30' })).body).toMatchObject({
      code: 'MRG_JOURNAL_OFFICIEL_MISSING',
      guard: 'G8',
    });
    const effect = await world.accepted(operationId, 'take-effect', {
      journalOfficielOn: '2016-04-16',
      effectiveAt: '2016-04-16',
    });
    expect(typesOf(effect)).toEqual(['mergers.SuccessionTookEffect', 'mergers.BodyReleased', 'mergers.BodyReleased']);
    await world.published(
      {
        type: 'membership.SuccessionApplied',
        data: { operationId, toMove: 600, moved: 600, merged: 90, needConsent: 0 },
      },
      { type: 'governance.SuccessionApplied', data: { operationId, toMove: 12, moved: 12, merged: 0, needConsent: 0 } },
    );
    await world.app.react();
    const { body } = await world.read(`/${operationId}`);
    expect(body).toMatchObject({
      status: 'effective',
      effectiveOn: '2016-04-16',
      history: { effect: { successor: { clusterId: digitalLeague, created: true } } },
    });
    expect(body['references']).toEqual([
      { context: 'membership', toMove: 600, moved: 600, merged: 90, needConsent: 0 },
      { context: 'governance', toMove: 12, moved: 12, merged: 0, needConsent: 0 },
    ]);
    const { head } = await world.app.store.status();
    await world.app.react();
    expect((await world.app.store.status()).head).toBe(head);
  });
});

describe('refusals tell guard, citation, what was found, what is required and the earliest lawful day', () => {
  const unchanged = async (act: () => Promise<{ status: number; body: Record<string, unknown> }>) => {
    const { head } = await world.app.store.status();
    const answer = await act();
    expect((await world.app.store.status()).head).toBe(head);
    return answer;
  };

  it('a vote 59 days after adoption', async () => {
    await world.adopted(operationId);
    const answer = await unchanged(() => world.send(operationId, 'record-vote', voteOf(numelink, '2016-03-14')));
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'MRG_ASSEMBLY_TOO_EARLY',
      guard: 'G2',
      citation: 'Décret du 16 août 1901, art. 15-1 (décret n° 2015-832 du 7 juillet 2015)',
      found: "an assembly on 2016-03-14, 59 days after the board's adoption on 2016-01-15",
      earliestLawfulDate: '2016-03-15',
      facts: { rule: 'G2.2015' },
    });
  });

  it('a plan with open points', async () => {
    const planHash = await world.drafted(operationId, absorptionPlan({ openPoints: ['the final name'] }));
    const answer = await unchanged(() => world.send(operationId, 'adopt-plan', { clusterId: numelink, planHash }));
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'MRG_PLAN_HAS_OPEN_POINTS', found: 'open points: the final name' },
    });
  });

  it('a second operation past ADOPTED for the same body', async () => {
    await world.adopted(operationId);
    const planHash = await world.drafted(otherOperationId, creationPlan(), {
      kind: 'fusion-creation',
      participants: creation,
    });
    const body = { clusterId: numelink, planHash, effectiveAt: '2016-02-01' };
    const answer = await unchanged(() => world.send(otherOperationId, 'adopt-plan', body));
    expect(answer).toMatchObject({ status: 409, body: { code: 'MRG_BODY_ENGAGED', guard: 'G12' } });
    expect(answer.body['found']).toContain(operationId);
    await world.accepted(otherOperationId, 'adopt-plan', { ...body, clusterId: clustR });
    await world.accepted(operationId, 'withdraw', { reason: 'the other one is better', effectiveAt: '2016-02-02' });
    expect(typesOf(await world.accepted(otherOperationId, 'adopt-plan', body))).toContain('mergers.BodyEngaged');
  });

  it('a body without statutes', async () => {
    await world.stop();
    world = await MergersWorld.start();
    await world.adopted(operationId);
    const answer = await unchanged(() => world.send(operationId, 'record-vote', voteOf(numelink)));
    expect(answer).toMatchObject({ status: 409, body: { code: 'MRG_STATUTES_UNKNOWN', guard: 'G6' } });
  });

  it('an open condition, and an effect before its day', async () => {
    const plan = absorptionPlan({ conditions: [blockingCondition], effectDate: '2016-06-30' });
    await world.adopted(operationId, plan);
    for (const clusterId of [numelink, auvergneTic])
      await world.accepted(operationId, 'record-vote', voteOf(clusterId));
    expect(
      (await unchanged(() => world.send(operationId, 'take-effect', { effectiveAt: '2016-06-30' }))).body,
    ).toMatchObject({ code: 'MRG_CONDITION_OPEN', guard: 'G7' });
    await world.accepted(operationId, 'record-condition', {
      conditionId,
      status: 'fulfilled',
      granted: 'EUR 150,000',
      effectiveAt: '2016-05-10',
    });
    expect(
      (await unchanged(() => world.send(operationId, 'take-effect', { effectiveAt: '2016-06-29' }))).body,
    ).toMatchObject({ code: 'MRG_EFFECT_TOO_EARLY', earliestLawfulDate: '2016-06-30' });
    expect(typesOf(await world.accepted(operationId, 'take-effect', { effectiveAt: '2016-06-30' }))).toHaveLength(3);
  });

  it.each<[string, string, object, number, string]>([
    [
      'roles that do not fit',
      'create',
      {
        kind: 'fusion-creation',
        title: 'x',
        participants: [
          { clusterId: numelink, role: 'absorbing' },
          { clusterId: clustR, role: 'founding' },
        ],
      },
      400,
      'MRG_PARTICIPANTS_DO_NOT_FIT',
    ],
    [
      'one participant',
      'create',
      { kind: 'fusion-creation', title: 'x', participants: [{ clusterId: numelink, role: 'founding' }] },
      400,
      'API_MALFORMED',
    ],
    ['an unknown operation', 'withdraw', { reason: 'x' }, 404, 'MRG_OPERATION_NOT_FOUND'],
    ['an unknown member of the body', 'withdraw', { reason: 'x', because: 'y' }, 400, 'API_MALFORMED'],
    ['a hash that is none', 'adopt-plan', { clusterId: numelink, planHash: 'abc' }, 400, 'API_MALFORMED'],
  ])('%s', async (_name, verb, body, status, code) => {
    const answer = await unchanged(() =>
      verb === 'create' ? world.app.post('mergers/operations', body) : world.send(operationId, verb, body),
    );
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('an impossible tally', async () => {
    await world.adopted(operationId);
    const answer = await unchanged(() =>
      world.send(operationId, 'record-vote', voteOf(numelink, '2016-03-31', { ...inFavour, for: 99 })),
    );
    expect(answer).toMatchObject({ status: 422, body: { code: 'MRG_TALLY_IMPOSSIBLE' } });
  });
});

describe('ways out', () => {
  it.each<[string, string, object]>([
    [
      'a postponement',
      'postpone',
      { reason: 'the launch was cancelled', newTarget: '2019-02-05', effectiveAt: '2018-01-16' },
    ],
    ['a withdrawal', 'withdraw', { reason: 'given up', effectiveAt: '2016-02-01' }],
    ['a rejection', 'record-vote', voteOf(numelink, '2016-03-31', against)],
    ['a revision', 'draft-plan', { plan: absorptionPlan({ motives: 'revised' }), effectiveAt: '2016-02-01' }],
  ])('%s frees both bodies', async (_name, verb, body) => {
    await world.adopted(operationId);
    const answer = await world.accepted(operationId, verb, body);
    expect(typesOf(answer).filter((type) => type === 'mergers.BodyReleased')).toHaveLength(2);
  });

  it('a postponed operation shows when and why, under the same id', async () => {
    await world.adopted(operationId);
    await world.accepted(operationId, 'postpone', { reason: 'the launch was cancelled', effectiveAt: '2018-01-16' });
    expect((await world.read(`/${operationId}`)).body).toMatchObject({
      status: 'drafted',
      adoptions: [],
      history: { postponements: [{ reason: 'the launch was cancelled', on: '2018-01-16' }], adoptions: [{}, {}] },
    });
  });
});

describe('reading', () => {
  it('lists operations by status, kind and cluster', async () => {
    await world.adopted(operationId);
    await world.drafted(otherOperationId, creationPlan(), { kind: 'fusion-creation', participants: creation });
    const ids = async (query: string) =>
      ((await world.read(query)).body['items'] as { operationId: string }[]).map((each) => each.operationId);
    expect(await ids('')).toEqual([operationId, otherOperationId]);
    expect(await ids('?status=adopted')).toEqual([operationId]);
    expect(await ids('?kind=fusion-creation')).toEqual([otherOperationId]);
    expect(await ids(`?clusterId=${clustR}`)).toEqual([otherOperationId]);
    expect(await ids(`?clusterId=${numelink}&status=drafted`)).toEqual([otherOperationId]);
    expect(await ids(`?clusterId=${countedUuid(99)}`)).toEqual([]);
  });

  it.each(['', '/votes', '/guards'])('an unknown operation is not found: %s', async (path) => {
    expect((await world.read(`/${countedUuid(99)}${path}`)).status).toBe(404);
  });

  it('tells which guards have passed, fail or are not yet due', async () => {
    await world.adopted(operationId);
    const { body } = await world.read(`/${operationId}/guards?on=2016-02-01`);
    const items = body['items'] as { guard: string; state: string; earliestLawfulDate?: string; citation: string }[];
    expect(items.map(({ guard, state }) => `${guard} ${state}`)).toEqual([
      'G1 passed',
      'G2 not-yet-due',
      'G2 not-yet-due',
      'G6 not-yet-due',
      'G6 not-yet-due',
      'G7 passed',
      'G8 not-yet-due',
      'G12 passed',
      'G12 passed',
    ]);
    expect(items[1]?.earliestLawfulDate).toBe('2016-03-15');
    expect(items.every(({ citation }) => citation.length > 0)).toBe(true);
  });
});

describe('the dry run', () => {
  const organisation = (n: number) => countedUuid(n, 0x50);
  const officeId = countedUuid(61);
  const holder = { mandateId: countedUuid(63), person: { personId: countedUuid(64), name: 'Catherine Bocquet' } };

  it('shows the whole difference and writes nothing', async () => {
    await world.published(
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
    await world.adopted(
      operationId,
      absorptionPlan({
        newAntennas: [{ antennaId, name: 'Clermont-Ferrand', departments: ['63'] }],
        antennaMapping: [{ fromClusterId: auvergneTic, toAntennaId: antennaId }],
        transitionalGovernance,
      }),
    );
    await world.accepted(operationId, 'record-vote', voteOf(numelink));
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
    await world.adopted(operationId);
    expect((await world.send(operationId, 'dry-run', {}, { as: 'auditor' })).status).toBe(200);
    expect((await world.send(operationId, 'dry-run', {}, { as: 'subscriber' })).status).toBe(403);
    expect((await world.send(countedUuid(99), 'dry-run', {})).status).toBe(404);
  });
});
