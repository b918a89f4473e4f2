import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOfDay, calendarDate } from '#libs/kernel';
import { effectOnItsDay } from '../src/policies/effect-on-its-day.ts';
import {
  absorptionPlan,
  auvergneTic,
  blockingCondition,
  conditionId,
  creationPlan,
  numelink,
  operationId,
} from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

const EFFECT = '2016-06-30';

let world: MergersWorld;
beforeEach(async () => {
  world = await MergersWorld.start();
  await world.statutes();
});
afterEach(() => world.stop());

const at = (day: string, time = '10:00:00') => {
  world.app.clock.set(`${day}T${time}Z`);
};
const statusNow = async () => (await world.read(`/${operationId}`)).body;

/** Adopted by both boards and both assemblies in March, for a day in June. */
async function isApproved(changes: Parameters<typeof absorptionPlan>[0] = {}): Promise<void> {
  at('2016-04-01');
  await world.adoptPlan(operationId, absorptionPlan({ effectDate: EFFECT, ...changes }));
  await world.call(operationId);
  for (const clusterId of [numelink, auvergneTic])
    await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId));
}

describe('the effect of an operation whose treaty sets its day', () => {
  it('comes by itself on the morning of that day, once', async () => {
    await isApproved();
    at('2016-06-29', '21:59:59');
    await world.app.react();
    expect(await statusNow()).toMatchObject({ status: 'ready' });
    at('2016-06-29', '22:00:00');
    await world.app.react();
    expect(await statusNow()).toMatchObject({ status: 'effective', effectiveOn: EFFECT });
    const { head } = await world.app.store.status();
    await world.app.react();
    expect((await world.app.store.status()).head).toBe(head);
  });

  it('waits for the last condition, and comes with it', async () => {
    await isApproved({ conditions: [blockingCondition] });
    at('2016-07-02');
    await world.app.react();
    expect(await statusNow()).toMatchObject({ status: 'approved' });
    const lifted = { conditionId, status: 'fulfilled', effectiveAt: '2016-07-02' };
    await world.sendAccepted(operationId, 'record-condition', lifted);
    await world.app.react();
    expect(await statusNow()).toMatchObject({ status: 'effective', effectiveOn: '2016-07-02' });
  });

  it('comes with the last vote where that is recorded after the day', async () => {
    at('2016-07-10');
    await world.adoptPlan(operationId, absorptionPlan({ effectDate: EFFECT }));
    await world.call(operationId);
    await world.app.react();
    expect(await statusNow()).toMatchObject({ status: 'published' });
    for (const clusterId of [numelink, auvergneTic])
      await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId));
    await world.app.react();
    expect(await statusNow()).toMatchObject({ status: 'effective', effectiveOn: EFFECT });
  });

  it('does not come for a plan that was revised, nor for an operation that was withdrawn', async () => {
    await isApproved();
    await world.sendAccepted(operationId, 'withdraw', { reason: 'The region has withdrawn' });
    at('2016-07-01');
    await world.app.react();
    expect(await statusNow()).toMatchObject({ status: 'withdrawn' });
  });

  it('is what an administrator asked for before: the same, and recorded once', async () => {
    await isApproved();
    at(EFFECT);
    await world.sendAccepted(operationId, 'take-effect', { effectiveAt: EFFECT });
    await world.app.react();
    const types: string[] = [];
    for await (const page of world.app.store.readAll(0n)) types.push(...page.events.map(({ type }) => type));
    expect(types.filter((type) => type === 'mergers.SuccessionTookEffect')).toHaveLength(1);
  });

  it.each([
    [['69'], '2016-06-29T22:00:00.000Z'],
    [['972', '69'], '2016-06-30T04:00:00.000Z'],
    // The day there begins earlier than in Paris, where the law reckons.
    [['974'], '2016-06-29T22:00:00.000Z'],
    [['988'], '2016-06-29T22:00:00.000Z'],
  ])('with a seat in %j it is due at %s', (departments, dueAt) => {
    const successor = { ...creationPlan().successor, departments };
    const plan = creationPlan({ successor, effectDate: EFFECT });
    const drafted = {
      type: 'mergers.PlanDrafted',
      data: { operationId, planHash: 'a'.repeat(64), plan },
      metadata: {},
    };
    expect(effectOnItsDay.timers?.setBy(drafted as never)).toMatchObject([{ dueAt }]);
    expect(startOfDay(calendarDate(EFFECT))).toBe('2016-06-29T22:00:00.000Z');
  });
});
