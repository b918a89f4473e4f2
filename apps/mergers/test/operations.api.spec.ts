import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import {
  absorptionPlan,
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
    await world.adoptPlan(operationId);
    expect((await world.read(`/${operationId}`)).body).toMatchObject({ status: 'adopted' });
    await world.sendAccepted(operationId, 'schedule-assembly', { clusterId: numelink, scheduledFor: '2016-03-31' });
    for (const clusterId of [numelink, auvergneTic]) {
      await world.sendAccepted(operationId, 'publish-notice', {
        clusterId,
        where: 'Le Progrès',
        effectiveAt: '2016-02-20',
      });
      await world.sendAccepted(operationId, 'open-documents', { clusterId, where: 'seat', effectiveAt: '2016-02-20' });
    }
    expect((await world.read(`/${operationId}`)).body).toMatchObject({ status: 'published' });
    await world.sendAccepted(operationId, 'record-vote', voteOf(numelink));
    const last = await world.sendAccepted(operationId, 'record-vote', voteOf(auvergneTic));
    expect(last.body['recorded']).toMatchObject({ outcome: 'adopted', on: '2016-03-31', effectiveOn: '2016-03-31' });
    expect(typesOf(last)).toEqual([
      'mergers.AssemblyVoted',
      'mergers.OperationApproved',
      'mergers.SuccessionTookEffect',
      'mergers.BodyReleased',
      'mergers.BodyReleased',
    ]);
    await world.sendAccepted(operationId, 'declare', {
      authority: 'prefecture',
      receipt: 'W423',
      effectiveAt: '2016-04-20',
    });
    expect(await world.send(operationId, 'close', { effectiveAt: '2017-03-31' })).toMatchObject({
      status: 409,
      body: { code: 'MRG_REPORTS_MISSING', found: 'no report of events, governance, incubation, membership' },
    });
    await world.publishReports(operationId, 'membership', 'governance', 'incubation', 'events');
    await world.sendAccepted(operationId, 'close', { effectiveAt: '2017-03-31' });
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
    await world.adoptPlan(operationId);
    await world.call(operationId);
    const inquorate = await world.sendAccepted(operationId, 'record-vote', voteOf(numelink, '2016-03-20', tooFew));
    expect(inquorate.body['recorded']).toMatchObject({ outcome: 'inquorate', rule: { statutesVersion: 2 } });
    await world.sendAccepted(operationId, 'record-vote', voteOf(numelink));
    const { body } = await world.read(`/${operationId}/votes`);
    expect(body['items']).toMatchObject([
      {
        outcome: 'inquorate',
        rule: { statutesVersion: 2, kind: 'dissolution' },
        verdicts: ['G2.2015', 'G3.2015', 'G4.2015', 'G6.2015'].map((rule) => ({ rule })),
      },
      { outcome: 'adopted', on: '2016-03-31' },
    ]);
  });
});

describe('a creation', () => {
  const parts = { kind: 'fusion-creation', participants: creation };

  it('takes effect with its publication in the Journal officiel, and the contexts report back', async () => {
    const planHash = await world.draftPlan(operationId, creationPlan(), parts);
    for (const clusterId of [numelink, clustR])
      await world.sendAccepted(operationId, 'adopt-plan', { clusterId, planHash, effectiveAt: '2016-01-15' });
    await world.call(operationId, [numelink, clustR]);
    for (const clusterId of [numelink, clustR]) await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId));
    expect((await world.send(operationId, 'take-effect', { effectiveAt: '2016-04-30' })).body).toMatchObject({
      code: 'MRG_JOURNAL_OFFICIEL_MISSING',
      guard: 'G8',
    });
    const effect = await world.sendAccepted(operationId, 'take-effect', {
      journalOfficielOn: '2016-04-16',
      effectiveAt: '2016-04-16',
    });
    expect(effect.body['recorded']).toMatchObject({ effectiveOn: '2016-04-16' });
    expect(typesOf(effect)).toEqual(['mergers.SuccessionTookEffect', 'mergers.BodyReleased', 'mergers.BodyReleased']);
    const reference = `subsidy:${countedUuid(1, 0x25)}`;
    const asItWas = { count: 1, listed: [{ reference, code: 'MBR_SUBSIDY_FROZEN', found: 'frozen' }] };
    const consents = [{ reference, needs: 'consent' as const, from: countedUuid(1, 0x22) }];
    await world.publish(
      {
        type: 'membership.SuccessionApplied',
        data: { operationId, toMove: 600, moved: 600, merged: 90, needConsent: 1, asItWas, consents },
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
      { context: 'membership', toMove: 600, moved: 600, merged: 90, needConsent: 1, asItWas, consents },
      { context: 'governance', toMove: 12, moved: 12, merged: 0, needConsent: 0 },
    ]);
    const given = { subsidyId: countedUuid(1, 0x25), clusterId: digitalLeague, on: '2016-05-01' };
    await world.publish({ type: 'membership.SubsidyConsentGiven', data: given });
    const answered = { answer: 'given', on: '2016-05-01' };
    expect((await world.read(`/${operationId}`)).body).toMatchObject({
      references: [{ consents: [{ reference, answered }] }, {}],
    });
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

  it('a vote 60 days after adoption', async () => {
    await world.adoptPlan(operationId);
    await world.call(operationId);
    const answer = await unchanged(() => world.send(operationId, 'record-vote', voteOf(numelink, '2016-03-15')));
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'MRG_ASSEMBLY_TOO_EARLY',
      guard: 'G2',
      citation: 'Décret du 16 août 1901, art. 15-1 (décret n° 2015-832 du 7 juillet 2015)',
      found: "an assembly on 2016-03-15, 60 days after the board's adoption on 2016-01-15",
      earliestLawfulDate: '2016-03-16',
      facts: { rule: 'G2.2015', delay: { amount: 2, unit: 'months', way: 'clear-days-backwards' } },
    });
  });

  it('a plan with open points', async () => {
    const planHash = await world.draftPlan(operationId, absorptionPlan({ openPoints: ['the final name'] }));
    const answer = await unchanged(() => world.send(operationId, 'adopt-plan', { clusterId: numelink, planHash }));
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'MRG_PLAN_HAS_OPEN_POINTS', found: 'open points: the final name' },
    });
  });

  const LONG = 'É'.repeat(300);
  const many = <T>(make: (count: number) => T): T[] => Array.from({ length: 500 }, (_, count) => make(count + 1));
  const governedBy = (holders: number) => ({
    bodies: [
      {
        ...{ bodyId: countedUuid(1, 70), kind: 'board' as const, name: 'Conseil' },
        offices: [
          {
            ...{ officeId: countedUuid(1, 71), kind: 'president' as const, title: 'Présidence', maxHolders: 500 },
            holders: many((count) => ({
              mandateId: countedUuid(count, 72),
              person: { personId: countedUuid(count, 73), name: LONG },
            })).slice(0, holders),
          },
        ],
      },
    ],
  });

  it.each<[string, Parameters<typeof absorptionPlan>[0]]>([
    [
      'conditions',
      { conditions: many((count) => ({ conditionId: countedUuid(count, 74), description: LONG, blocking: false })) },
    ],
    ['open points', { openPoints: many((count) => `${String(count)} ${LONG}`.slice(0, 300)) }],
    ['holders', { transitionalGovernance: governedBy(500) }],
  ])('a plan with 500 %s, which no event can hold', async (_what, changes) => {
    await world.draftPlan(operationId);
    const draft = { plan: absorptionPlan(changes), effectiveAt: '2015-12-02' };
    const answer = await unchanged(() => world.send(operationId, 'draft-plan', draft));
    expect(answer).toMatchObject({
      status: 413,
      body: { code: 'API_EVENT_TOO_LARGE', required: 'at most 40000 bytes' },
    });
    const smaller = { ...draft, plan: absorptionPlan({ transitionalGovernance: governedBy(20) }) };
    await world.sendAccepted(operationId, 'draft-plan', smaller);
  });

  it('a second operation past ADOPTED for the same body', async () => {
    await world.adoptPlan(operationId);
    const planHash = await world.draftPlan(otherOperationId, creationPlan(), {
      kind: 'fusion-creation',
      participants: creation,
    });
    const body = { clusterId: numelink, planHash, effectiveAt: '2016-02-01' };
    const answer = await unchanged(() => world.send(otherOperationId, 'adopt-plan', body));
    expect(answer).toMatchObject({ status: 409, body: { code: 'MRG_BODY_ENGAGED', guard: 'G12' } });
    expect(answer.body['found']).toContain(operationId);
    await world.sendAccepted(otherOperationId, 'adopt-plan', { ...body, clusterId: clustR });
    await world.sendAccepted(operationId, 'withdraw', { reason: 'the other one is better', effectiveAt: '2016-02-02' });
    expect(typesOf(await world.sendAccepted(otherOperationId, 'adopt-plan', body))).toContain('mergers.BodyEngaged');
  });

  it('a body without statutes', async () => {
    await world.stop();
    world = await MergersWorld.start();
    await world.adoptPlan(operationId);
    await world.call(operationId);
    const answer = await unchanged(() => world.send(operationId, 'record-vote', voteOf(numelink)));
    expect(answer).toMatchObject({ status: 409, body: { code: 'MRG_STATUTES_UNKNOWN', guard: 'G6' } });
  });

  it('an open condition, and an effect before its day', async () => {
    const plan = absorptionPlan({ conditions: [blockingCondition], effectDate: '2016-06-30' });
    await world.adoptPlan(operationId, plan);
    await world.call(operationId);
    for (const clusterId of [numelink, auvergneTic])
      await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId));
    expect(
      (await unchanged(() => world.send(operationId, 'take-effect', { effectiveAt: '2016-06-30' }))).body,
    ).toMatchObject({ code: 'MRG_CONDITION_OPEN', guard: 'G7' });
    await world.sendAccepted(operationId, 'record-condition', {
      conditionId,
      status: 'fulfilled',
      granted: 'EUR 150,000',
      effectiveAt: '2016-05-10',
    });
    expect(
      (await unchanged(() => world.send(operationId, 'take-effect', { effectiveAt: '2016-06-29' }))).body,
    ).toMatchObject({ code: 'MRG_EFFECT_TOO_EARLY', earliestLawfulDate: '2016-06-30' });
    expect(typesOf(await world.sendAccepted(operationId, 'take-effect', { effectiveAt: '2016-06-30' }))).toHaveLength(
      3,
    );
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
      'MRG_PARTICIPANTS_DO_NOT_FIT',
    ],
    ['no participant', 'create', { kind: 'fusion-creation', title: 'x', participants: [] }, 400, 'API_MALFORMED'],
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
    await world.adoptPlan(operationId);
    const answer = await unchanged(() =>
      world.send(operationId, 'record-vote', voteOf(numelink, '2016-03-31', { ...inFavour, for: 99 })),
    );
    expect(answer).toMatchObject({ status: 422, body: { code: 'MRG_TALLY_IMPOSSIBLE' } });
  });
});
