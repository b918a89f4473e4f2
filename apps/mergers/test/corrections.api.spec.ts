import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import type { TestAnswer } from '#libs/nest-kit/testing';
import {
  absorptionPlan,
  against,
  auvergneTic,
  blockingCondition,
  clause,
  clustR,
  conditionId,
  inFavour,
  numelink,
  operationId,
  tooFew,
} from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

let world: MergersWorld;
beforeEach(async () => {
  world = await MergersWorld.start();
  await world.statutes();
});
afterEach(() => world.stop());

type Json = Record<string, unknown>;
const why = { reason: 'Deux chiffres intervertis' };
const typesOf = ({ body }: TestAnswer) => (body['events'] as { readonly type: string }[]).map(({ type }) => type);

/** Does it, and answers with the id of the first event. */
async function fact(verb: string, body: object): Promise<string> {
  const answer = await world.sendAccepted(operationId, verb, body);
  return (answer.body['events'] as { readonly id: string }[])[0]?.id ?? '';
}
const corrects = (name: string, id: string, changes: object) =>
  world.send(operationId, `correct-${name}`, { fact: id, ...why, changes });
const voids = (name: string, id: string) => world.send(operationId, `void-${name}`, { fact: id, ...why });
const page = async (): Promise<Json> => (await world.read(`/${operationId}`)).body;
const votes = async () => (await world.read(`/${operationId}/votes`)).body['items'];
const publish = (clusterId: string) =>
  fact('publish-notice', { clusterId, where: 'Le Progrès', effectiveAt: '2016-02-20' });

describe('what was recorded wrong of an operation', () => {
  beforeEach(() => world.adoptPlan(operationId));

  it('a notice is corrected, and one that was never published makes the operation a draft again', async () => {
    await publish(numelink);
    const notice = await publish(auvergneTic);
    expect((await world.read(`/${operationId}`, { as: 'subscriber' })).status).toBe(200);
    expect(await corrects('notice', notice, { where: 'La Montagne', on: '2016-02-19' })).toMatchObject({ status: 200 });
    expect(await page()).toMatchObject({
      status: 'published',
      notices: [{ clusterId: numelink }, { clusterId: auvergneTic, where: 'La Montagne', on: '2016-02-19' }],
      history: { notices: [{ where: 'Le Progrès' }, { eventId: notice, where: 'La Montagne' }] },
    });
    expect((await voids('notice', notice)).status).toBe(200);
    expect(await page()).toMatchObject({ status: 'adopted', notices: [{ clusterId: numelink }] });
    expect((await world.read(`/${operationId}`, { as: 'subscriber' })).status).toBe(404);
  });

  it('a tally that says no ends the operation, and frees its bodies', async () => {
    await world.call(operationId);
    const vote = await fact('record-vote', voteOf(numelink));
    const answer = await corrects('vote', vote, { tally: against });
    expect(typesOf(answer)).toEqual([
      'mergers.AssemblyVotedCorrected',
      'mergers.OperationRejected',
      'mergers.BodyReleased',
      'mergers.BodyReleased',
    ]);
    expect(await page()).toMatchObject({ status: 'rejected', votes: [{ outcome: 'rejected', tally: against }] });
  });

  it('a tally that makes the last approval is the effect', async () => {
    await world.call(operationId);
    const vote = await fact('record-vote', voteOf(numelink, '2016-03-31', tooFew));
    await fact('record-vote', voteOf(auvergneTic));
    expect(typesOf(await corrects('vote', vote, { tally: inFavour }))).toEqual(
      expect.arrayContaining([
        'mergers.AssemblyVotedCorrected',
        'mergers.OperationApproved',
        'mergers.SuccessionTookEffect',
      ]),
    );
    expect(await page()).toMatchObject({ status: 'effective', effectiveOn: '2016-03-31' });
  });

  it('a vote is judged under the statutes in force on its day, as they are known today', async () => {
    await world.call(operationId);
    const vote = await fact('record-vote', voteOf(numelink));
    const { kind: _kind, statutesVersion: _version, ...dissolution } = clause;
    const strict = { ...dissolution, quorum: { numerator: 9, denominator: 10 } };
    await world.publish({
      type: 'governance.StatutesAdopted',
      data: {
        ...{ clusterId: numelink, statutesVersion: 3, inForceFrom: '2016-04-01' },
        clauses: { ordinary: dissolution, amendment: dissolution, dissolution: strict },
      },
    });
    await corrects('vote', vote, { on: '2016-04-07' });
    expect(await votes()).toMatchObject([{ on: '2016-04-07', outcome: 'inquorate', rule: { statutesVersion: 3 } }]);
  });

  it('what rests on a fact is named with its day', async () => {
    const { history } = await page();
    const [adoption] = (history as { readonly adoptions: readonly { readonly eventId: string }[] }).adoptions;
    expect(await voids('adoption', adoption?.eventId ?? '')).toMatchObject({
      status: 409,
      body: { code: 'MRG_FACT_CONTRADICTED', found: 'adoption by every board of 2016-01-15' },
    });
    expect((await corrects('adoption', adoption?.eventId ?? '', { on: '2016-01-10' })).status).toBe(200);
    expect(await page()).toMatchObject({ adoptions: [{ on: '2016-01-10' }, { on: '2016-01-15' }] });
  });

  it('is corrected for the body that it is about, by its own operator', async () => {
    await world.call(operationId);
    const vote = await fact('record-vote', voteOf(numelink));
    const body = { fact: vote, ...why, changes: { tally: tooFew } };
    const as = (clusterId: string) =>
      world.send(operationId, 'correct-vote', body, { as: 'operator', clusters: [clusterId] });
    expect((await as(auvergneTic)).status).toBe(403);
    expect((await as(clustR)).status).toBe(403);
    expect((await as(numelink)).status).toBe(200);
  });

  it.each<[string, () => Promise<TestAnswer>, number, string]>([
    ['unknown', () => voids('notice', countedUuid(99)), 404, 'MRG_FACT_NOT_FOUND'],
    [
      'of an unknown operation',
      () => world.send(countedUuid(98), 'void-notice', { fact: countedUuid(99), ...why }),
      404,
      'MRG_OPERATION_NOT_FOUND',
    ],
    [
      'to a day ahead',
      async () => corrects('notice', await publish(numelink), { on: '2099-01-01' }),
      409,
      'API_DAY_AHEAD',
    ],
    ['without a change', async () => corrects('notice', await publish(numelink), {}), 400, 'API_MALFORMED'],
    [
      'of a member that says which fact it is',
      async () => corrects('notice', await publish(numelink), { clusterId: clustR }),
      400,
      'API_MALFORMED',
    ],
  ])('%s: refused', async (_what, send, status, code) => {
    expect(await send()).toMatchObject({ status, body: { code } });
  });
});

it('a condition that was never fulfilled is open again, and blocks the effect', async () => {
  await world.adoptPlan(operationId, absorptionPlan({ conditions: [blockingCondition] }));
  await world.call(operationId);
  for (const clusterId of [numelink, auvergneTic]) await fact('record-vote', voteOf(clusterId));
  const lifted = await fact('record-condition', { conditionId, status: 'fulfilled', effectiveAt: '2016-03-20' });
  expect(await page()).toMatchObject({ status: 'ready' });
  await voids('condition', lifted);
  expect(await page()).toMatchObject({ status: 'approved', conditions: [{ status: 'open' }] });
  expect(await world.send(operationId, 'take-effect', { effectiveAt: '2016-04-01' })).toMatchObject({
    body: { code: 'MRG_CONDITION_OPEN' },
  });
});

describe('once the merger took effect', () => {
  const organisations = Array.from({ length: 3 }, (_, index) => countedUuid(index, 0x50));
  let vote: string;
  const small = { ...inFavour, members: 3, present: 2, represented: 0, for: 2, against: 0, abstentions: 0 };

  beforeEach(async () => {
    await world.adoptPlan(operationId);
    await world.call(operationId);
    await world.members(auvergneTic, organisations);
    await fact('record-vote', voteOf(numelink, '2016-03-31'));
    vote = await fact('record-vote', voteOf(auvergneTic, '2016-03-31', small));
  });

  it('a tally that is corrected changes no verdict: it stands beside the vote, and differs', async () => {
    const answer = await corrects('vote', vote, { tally: { ...small, for: 0, against: 2 } });
    expect(typesOf(answer)).toEqual(['mergers.AssemblyVotedCorrected']);
    const [correction] = answer.body['events'] as readonly { readonly id: string }[];
    const corrected = { tally: { for: 0, against: 2 }, outcome: 'rejected', ...why, eventId: correction?.id };
    const differs = { outcome: 'rejected' };
    expect(await votes()).toMatchObject([{}, { eventId: vote, tally: small, outcome: 'adopted', corrected, differs }]);
    expect(await page()).toMatchObject({
      ...{ status: 'effective', effectiveOn: '2016-03-31' },
      votes: [{}, { outcome: 'adopted', tally: small, corrected, differs }],
    });
  });

  it('as of an instant before the correction, the vote is what was known then', async () => {
    const before = world.app.clock.now();
    world.app.clock.advanceMs(60_000);
    await corrects('vote', vote, { tally: { ...small, for: 0, against: 2 } });
    const then = await world.read(`/${operationId}/votes?knownAt=${before}`);
    expect(then.body['items']).toMatchObject([{}, { eventId: vote, tally: small }]);
    for (const each of then.body['items'] as readonly Json[]) expect(each).not.toHaveProperty('corrected');
  });

  it('what the vote was judged by is shown where it differs: quorum, count', async () => {
    for (const each of (await votes()) as readonly Json[]) expect(each).not.toHaveProperty('differs');
    const { kind: _kind, statutesVersion: _version, ...dissolution } = clause;
    const strict = { ...dissolution, quorum: { numerator: 3, denominator: 4 } };
    await world.publish(
      {
        type: 'governance.StatutesAdopted',
        data: {
          ...{ clusterId: auvergneTic, statutesVersion: 3, inForceFrom: '2015-06-01' },
          clauses: { ordinary: dissolution, amendment: dissolution, dissolution: strict },
        },
      },
      {
        type: 'membership.MembershipEnded',
        data: {
          ...{
            membershipId: countedUuid(0, Number.parseInt(auvergneTic.slice(-3), 16) + 0x100),
            clusterId: auvergneTic,
          },
          ...{ organisationId: organisations[0] ?? '', on: '2016-03-01', cause: 'resignation' },
        },
      },
    );
    const differs = { rule: { statutesVersion: 3 }, outcome: 'inquorate', members: 2 };
    expect(await votes()).toMatchObject([
      { clusterId: numelink },
      { outcome: 'adopted', rule: { statutesVersion: 2 }, differs },
    ]);
    expect((await page())['votes']).toMatchObject([{ clusterId: numelink }, { outcome: 'adopted', differs }]);
  });

  it('a vote on which the effect rests is not voided', async () => {
    expect(await voids('vote', vote)).toMatchObject({ status: 409, body: { code: 'MRG_FACT_CONTRADICTED' } });
  });

  it('a declaration is corrected, and taken back while it is not the last one of a closed operation', async () => {
    const declare = { authority: 'prefecture', receipt: 'W423', effectiveAt: '2016-04-20' };
    const declaration = await fact('declare', declare);
    await corrects('declaration', declaration, { receipt: 'W424', on: '2016-04-21' });
    expect(await page()).toMatchObject({ status: 'declared', declarations: [{ receipt: 'W424', on: '2016-04-21' }] });
    await world.publishReports(operationId, 'membership', 'governance', 'incubation', 'events');
    await world.sendAccepted(operationId, 'close', { effectiveAt: '2017-03-31' });
    expect(await voids('declaration', declaration)).toMatchObject({ body: { found: 'closing of 2017-03-31' } });
    await fact('declare', { ...declare, receipt: 'second' });
    expect((await voids('declaration', declaration)).status).toBe(200);
    expect(await page()).toMatchObject({ status: 'closed', declarations: [{ receipt: 'second' }] });
  });
});
