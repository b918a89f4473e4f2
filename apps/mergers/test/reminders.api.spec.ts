import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { absorptionPlan, auvergneTic, numelink, operationId } from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

let world: MergersWorld;
beforeEach(async () => {
  world = await MergersWorld.start();
  await world.statutes();
});
afterEach(() => world.stop());

async function isReminded(day: string): Promise<unknown> {
  world.app.clock.set(`${day}T10:00:00Z`);
  await world.app.react();
  const { history } = (await world.read(`/${operationId}`)).body as {
    readonly history: { readonly reminders: unknown };
  };
  return history.reminders;
}

describe('the target of an operation', () => {
  beforeEach(async () => {
    world.app.clock.set('2016-02-01T10:00:00Z');
    await world.adoptPlan(operationId, absorptionPlan({ targetDate: '2016-06-30' }));
  });

  it('is called to mind thirty days before it, once', async () => {
    expect(await isReminded('2016-05-30')).toEqual([]);
    const reminder = { about: 'target', dueOn: '2016-06-30', on: '2016-05-31' };
    expect(await isReminded('2016-05-31')).toMatchObject([reminder]);
    expect(await isReminded('2016-06-29')).toMatchObject([reminder]);
  });

  it('is not once it is another one, and that one is', async () => {
    const postponement = { reason: 'later', newTarget: '2016-12-31', effectiveAt: '2016-02-01' };
    await world.sendAccepted(operationId, 'postpone', postponement);
    expect(await isReminded('2016-06-15')).toEqual([]);
    expect(await isReminded('2016-12-02')).toMatchObject([{ about: 'target', dueOn: '2016-12-31' }]);
  });

  it('that a system which was down has missed is called to mind when it is back, and not after its day', async () => {
    expect(await isReminded('2016-06-20')).toMatchObject([{ dueOn: '2016-06-30', on: '2016-06-20' }]);
    await world.sendAccepted(operationId, 'postpone', {
      reason: 'x',
      newTarget: '2016-07-31',
      effectiveAt: '2016-06-20',
    });
    expect(await isReminded('2016-09-01')).toHaveLength(1);
  });
});

describe('the declaration of an effect', () => {
  beforeEach(async () => {
    world.app.clock.set('2016-03-31T10:00:00Z');
    await world.adoptPlan(operationId);
    await world.call(operationId);
    for (const clusterId of [numelink, auvergneTic])
      await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId));
  });

  it('is called to mind two weeks before three months are over, until it is recorded', async () => {
    expect(await isReminded('2016-06-15')).toEqual([]);
    expect(await isReminded('2016-06-16')).toMatchObject([{ about: 'declaration', dueOn: '2016-06-30' }]);
  });

  it('is not where it was made', async () => {
    const declared = { authority: 'prefecture', receipt: 'W423000001', effectiveAt: '2016-03-31' };
    await world.sendAccepted(operationId, 'declare', declared);
    expect(await isReminded('2016-07-01')).toEqual([]);
  });
});
