import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import {
  absorption,
  absorptionPlan,
  auvergneTic,
  conditionId,
  inFavour,
  numelink,
  operationId,
} from './sample-operation.ts';
import { MergersWorld } from './world.ts';

let world: MergersWorld;
beforeAll(async () => {
  world = await MergersWorld.start();
  await world.statutes();
  await world.draftPlan(operationId);
});
afterAll(() => world.stop());

const about = { clusterId: auvergneTic };
/** A body for each command, and whether it is about one participant only. */
const bodies: Readonly<Record<string, { readonly body: object; readonly own?: true }>> = {
  create: { body: { kind: 'fusion-absorption', title: 'x', participants: absorption } },
  'log-position': { body: { by: 'x', statement: 'y' } },
  'draft-plan': { body: { plan: absorptionPlan() } },
  'adopt-plan': { body: { ...about, planHash: 'a'.repeat(64) }, own: true },
  'schedule-assembly': { body: { ...about, scheduledFor: '2016-03-31' }, own: true },
  'publish-notice': { body: { ...about, where: 'x' }, own: true },
  'open-documents': { body: { ...about, where: 'x' }, own: true },
  'record-vote': { body: { ...about, tally: inFavour }, own: true },
  'record-accession': {
    body: { organisationId: auvergneTic, planHash: 'a'.repeat(64), signatory: { personId: auvergneTic, name: 'x' } },
  },
  'withdraw-accession': { body: { organisationId: auvergneTic } },
  'record-condition': { body: { conditionId, status: 'waived' } },
  postpone: { body: { reason: 'x' } },
  lapse: { body: {} },
  withdraw: { body: { reason: 'x' } },
  'take-effect': { body: {} },
  declare: { body: { authority: 'sirene' } },
  close: { body: {} },
};

const verbs = Object.keys(bodies);

const send = (verb: string, as: 'admin' | 'operator' | 'auditor' | 'subscriber', clusters: readonly string[] = []) => {
  const { body = {} } = bodies[verb] ?? {};
  return verb === 'create'
    ? world.app.post('mergers/operations', body, { as, clusters })
    : world.send(operationId, verb, body, { as, clusters });
};

describe('who may ask for what', () => {
  it.each(verbs)('%s is not for auditors and subscribers, nor for an operator of another cluster', async (verb) => {
    expect((await send(verb, 'auditor')).status).toBe(403);
    expect((await send(verb, 'subscriber')).status).toBe(403);
    expect((await send(verb, 'operator', [countedUuid(99)])).status).toBe(403);
    expect((await send(verb, 'operator')).status).toBe(403);
  });

  it.each(verbs.filter((verb) => bodies[verb]?.own))(
    '%s is for the operator of that body, not of its partner',
    async (verb) => {
      expect((await send(verb, 'operator', [numelink])).status).toBe(403);
      expect((await send(verb, 'operator', [auvergneTic])).status).not.toBe(403);
    },
  );

  it.each(verbs.filter((verb) => !bodies[verb]?.own && verb !== 'withdraw'))(
    '%s is for the operator of any participant',
    async (verb) => {
      expect((await send(verb, 'operator', [numelink])).status).not.toBe(403);
      expect((await send(verb, 'admin')).status).not.toBe(403);
    },
  );

  it('a revision that would undo the adoption of another board is for administrators', async () => {
    const planHash = (await world.read(`/${operationId}`)).body['plan'] as { readonly hash: string };
    await world.sendAccepted(operationId, 'adopt-plan', {
      ...{ clusterId: auvergneTic, planHash: planHash.hash, effectiveAt: '2016-01-15' },
    });
    const revise = (as: 'admin' | 'operator', clusters: readonly string[] = []) =>
      world.send(operationId, 'draft-plan', { plan: absorptionPlan({ motives: 'revised' }) }, { as, clusters });
    expect(await revise('operator', [numelink])).toMatchObject({ status: 403, body: { required: [auvergneTic] } });
    expect((await revise('operator', [auvergneTic])).status).toBe(200);
    expect((await revise('admin')).status).toBe(200);
  });
});
