import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { absorptionPlan, auvergneTic, numelink, operationId } from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

const dryRunId = countedUuid(1, 0xd2);
const organisation = (n: number) => countedUuid(n, 0x50);
const EFFECT = '2016-03-31';
const both = [numelink, auvergneTic];

let world: MergersWorld;
beforeEach(async () => {
  world = await MergersWorld.start();
  await world.statutes();
  await world.members(numelink, [1, 2, 3].map(organisation));
  await world.members(auvergneTic, [3, 4].map(organisation));
});
afterEach(() => world.stop());

/** Everything but the votes is done: the effect can be foreseen to the day. */
async function prepare(): Promise<void> {
  await world.adoptPlan(operationId);
  for (const clusterId of both)
    await world.sendAccepted(operationId, 'schedule-assembly', { clusterId, scheduledFor: EFFECT });
  await world.call(operationId);
}

async function keep(id = dryRunId) {
  return await world.app.post('mergers/dry-runs', { id, operationId, on: '2016-03-01', effectiveAt: '2016-03-01' });
}

async function takesEffect(): Promise<void> {
  for (const clusterId of both) await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId, EFFECT));
}

const permalink = async () => JSON.stringify((await world.app.get(`mergers/dry-runs/${dryRunId}`)).body);

async function comparison() {
  const { body } = await world.read(`/${operationId}/effect`);
  const { comparison: made } = body['effect'] as { readonly comparison: unknown };
  return made as Record<string, unknown> & { readonly differences: readonly object[] };
}

/** A company that was a member all along, which nobody has recorded. */
const joinedLate = (n: number, clusterId = auvergneTic) => ({
  type: 'membership.MemberAdmitted' as const,
  data: { membershipId: countedUuid(n, 0x60), clusterId, organisationId: organisation(n), since: '2013-01-01' },
});

describe('a dry run that is kept', () => {
  it('has every item of its lists page by page, as it was kept', async () => {
    await world.members(numelink, [11, 12, 13, 14].map(organisation));
    await world.members(auvergneTic, [11, 12, 13, 14].map(organisation));
    await prepare();
    await keep();
    const { hash } = (await world.app.get(`mergers/dry-runs/${dryRunId}`)).body;
    await world.publish(joinedLate(1));
    const page = async (query: string) =>
      (await world.app.get(`mergers/dry-runs/${dryRunId}/items?list=members.duplicates&limit=2${query}`)).body;
    const pages = [await page(''), await page('&from=2'), await page('&from=4')];
    const shared = { hash, list: 'members.duplicates', total: 5 };
    expect(pages).toMatchObject([
      { ...shared, next: 2 },
      { ...shared, next: 4 },
      { ...shared, items: [{}] },
    ]);
    expect(pages[2]).not.toHaveProperty('next');
    const ids = pages.flatMap(({ items }) => items as readonly { readonly organisationId: string }[]);
    expect(new Set(ids.map(({ organisationId }) => organisationId)).size).toBe(5);
    expect(ids.every((each) => 'clusterIds' in each)).toBe(true);
    expect((await world.app.get(`mergers/dry-runs/${dryRunId}/items?list=nothing`)).status).toBe(400);
  });

  it('answers with what it counts, the plan and the position that it is bound to', async () => {
    await prepare();
    const { status, body } = await keep();
    expect(status).toBe(201);
    const { body: operation } = await world.read(`/${operationId}`);
    const { hash: planHash } = operation['plan'] as { readonly hash: string };
    expect(body['recorded']).toMatchObject({
      ...{ planVersion: 1, planHash, effectiveOn: EFFECT },
      totals: { members: 4, memberships: 5, merged: 1, lines: [{ part: 'effect' }, { part: 'members', count: 4 }] },
    });
  });

  it('is the same answer after late facts, the effect and everything after it', async () => {
    await prepare();
    await keep();
    const kept = await permalink();
    expect(JSON.parse(kept)).toMatchObject({ isReproduced: true, diff: { members: { total: 4 } } });
    await world.publish(joinedLate(5));
    expect(await permalink()).toBe(kept);
    await takesEffect();
    await world.publishReports(operationId, 'membership');
    await world.publish(joinedLate(6));
    expect(await permalink()).toBe(kept);
    expect(JSON.stringify((await world.app.get(`mergers/dry-runs/${dryRunId}`, { as: 'auditor' })).body)).toBe(kept);
  });

  it('kept again stays what it was', async () => {
    await prepare();
    await keep();
    const kept = await permalink();
    await world.publish(joinedLate(5));
    expect(await keep()).toMatchObject({ status: 200, body: { events: [] } });
    expect(await permalink()).toBe(kept);
  });

  it('is none of an operation without a plan, of one that took effect, or of none', async () => {
    expect(await keep()).toMatchObject({ status: 404, body: { code: 'MRG_OPERATION_NOT_FOUND' } });
    await prepare();
    await takesEffect();
    expect(await keep()).toMatchObject({
      status: 409,
      body: { code: 'MRG_NOTHING_TO_FORESEE', found: 'the operation is effective' },
    });
  });

  it('is listed for its participants and for nobody else', async () => {
    await prepare();
    await keep();
    const listed = await world.read(`/${operationId}/dry-runs`, { as: 'operator', clusters: [numelink] });
    expect(listed.body).toMatchObject({ items: [{ dryRunId, operationId }], leftOff: 0 });
    const other = await world.app.get(`mergers/dry-runs/${dryRunId}`, { as: 'operator', clusters: [countedUuid(99)] });
    expect(other.status).toBe(404);
  });
});

describe('the effect beside the last dry run', () => {
  it('is the same where nothing comes between', async () => {
    await prepare();
    const { body } = await keep();
    await takesEffect();
    const { hash } = body['recorded'] as { readonly hash: string };
    expect((await world.read(`/${operationId}/effect`)).body['effect']).toMatchObject({
      effectiveOn: EFFECT,
      hash,
      diff: { hash, members: { total: 4, merged: 1 } },
      comparison: { isIdentical: true, differences: [], dryRun: { dryRunId } },
    });
  });

  it('is on record by its hash, once, and that stays when late facts come', async () => {
    await prepare();
    await takesEffect();
    await world.app.react();
    await world.publish(joinedLate(5));
    await world.app.react();
    const { effect } = (await world.read(`/${operationId}/effect`)).body;
    const { hash, reckoned } = effect as { readonly hash: string; readonly reckoned: object };
    expect(reckoned).toMatchObject({ hash, totals: { members: 4, memberships: 5 }, eventId: expect.any(String) });
  });

  it('is not there before it', async () => {
    await prepare();
    expect((await world.read(`/${operationId}/effect`)).body).toEqual({ operationId, status: 'published' });
  });

  it('names the late fact that makes a difference, and shows both positions with what came between', async () => {
    await prepare();
    await keep();
    await world.publish(joinedLate(5));
    await takesEffect();
    await world.publish(joinedLate(6));
    const { differences, between } = await comparison();
    expect(differences).toEqual([
      {
        ...{ part: 'members', key: organisation(5), moreCauses: 0 },
        after: { organisationId: organisation(5), clusterIds: [auvergneTic] },
        causes: [
          {
            ...{ kind: 'late-fact', type: 'membership.MemberAdmitted', effectiveAt: '2016-01-01' },
            ...{ eventId: expect.any(String), recordedAt: expect.any(String) },
          },
        ],
      },
    ]);
    expect(between).toMatchObject({ recorded: 4, events: [{ type: 'membership.MemberAdmitted' }, {}, {}, {}] });
  });

  it('on another day names the day', async () => {
    await prepare();
    await keep();
    for (const clusterId of both) await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId, '2016-04-02'));
    expect((await comparison()).differences).toMatchObject([
      {
        part: 'effect',
        before: { effectiveOn: EFFECT },
        after: { effectiveOn: '2016-04-02' },
        causes: [{ kind: 'day-of-effect' }],
      },
    ]);
  });

  it('by another version of the plan names the plan', async () => {
    await world.draftPlan(operationId, absorptionPlan({ antennaMapping: [] }));
    await keep();
    const kept = await permalink();
    const antennaId = countedUuid(1, 0xa0);
    const plan = absorptionPlan({
      newAntennas: [{ antennaId, name: 'Clermont', departments: ['63'] }],
      antennaMapping: [{ fromClusterId: auvergneTic, toAntennaId: antennaId }],
    });
    const { body } = await world.sendAccepted(operationId, 'draft-plan', { plan, effectiveAt: '2015-12-02' });
    const { planHash } = body['recorded'] as { readonly planHash: string };
    for (const clusterId of both)
      await world.sendAccepted(operationId, 'adopt-plan', { clusterId, planHash, effectiveAt: '2016-01-15' });
    await world.call(operationId);
    await takesEffect();
    const ofMembers = (await comparison()).differences.filter((each) => 'part' in each && each.part === 'members');
    expect(ofMembers).toMatchObject([{ key: organisation(4), causes: [{ kind: 'plan-version' }] }]);
    expect(await permalink()).toBe(kept);
  });
});
