import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readEvents } from '#libs/event-store/testing';
import { absorptionPlan, numelink, operationId } from './sample-operation.ts';
import { MergersWorld } from './world.ts';

const UNTIL = '2030-01-01';

describe('talks under embargo, and plans that are private until their day', () => {
  let world: MergersWorld;
  beforeEach(async () => {
    world = await MergersWorld.start();
    await world.statutes();
    await world.draftPlan(operationId);
  });
  afterEach(() => world.stop());
  const events = async (type: string) =>
    (await readEvents(world.app.store.readAll(0n))).filter((event) => event.type === `mergers.${type}`);
  const talk = { by: 'A chair', statement: 'We shall be one', effectiveAt: '2016-01-10' };

  it('a talk stays off the public topic until its day, when it is lifted once', async () => {
    await world.sendAccepted(operationId, 'log-position', { ...talk, embargoUntil: UNTIL });
    await world.sendAccepted(operationId, 'log-position', { ...talk, statement: 'In the open' });
    expect((await events('PositionLogged')).map(({ metadata }) => metadata.visibility)).toEqual([
      { kind: 'embargoed', until: UNTIL },
      { kind: 'public' },
    ]);
    await world.app.react();
    expect(await events('EmbargoLifted')).toEqual([]);
    world.app.clock.set(`${UNTIL}T09:00:00Z`);
    await world.app.react();
    await world.app.react();
    expect(await events('EmbargoLifted')).toMatchObject([
      { data: { on: UNTIL, event: { type: 'mergers.PositionLogged', data: { statement: talk.statement } } } },
    ]);
  });

  it('a talk that is on record already is not recorded again to be hidden', async () => {
    await world.sendAccepted(operationId, 'log-position', talk);
    const again = await world.sendAccepted(operationId, 'log-position', { ...talk, embargoUntil: UNTIL });
    expect(again.body).toMatchObject({ events: [] });
  });

  it('a plan is private for ever on topics, because it names persons; participants read it, with its day', async () => {
    const plan = absorptionPlan({ motives: 'a secret' });
    await world.sendAccepted(operationId, 'draft-plan', { plan, embargoUntil: UNTIL, effectiveAt: '2016-01-10' });
    expect((await events('PlanDrafted')).map(({ metadata }) => metadata.visibility)).toEqual([
      { kind: 'public' },
      { kind: 'private' },
    ]);
    world.app.clock.set(`${UNTIL}T09:00:00Z`);
    await world.app.react();
    expect(await events('EmbargoLifted')).toEqual([]);
    const { body } = await world.read(`/${operationId}`, { as: 'operator', clusters: [numelink] });
    expect(body).toMatchObject({ plan: { version: 2, embargoUntil: UNTIL, plan: { motives: 'a secret' } } });
  });
});
