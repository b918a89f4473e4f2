import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { Attempt, EFFECT } from './support/attempted-merger.ts';

describe('an effect that is recorded late', () => {
  let app: TestApplication;
  let merger: Attempt;
  const recorded: RecordedEvent[] = [];

  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    merger = new Attempt(app, 'recorded late');
    await merger.found();
    await merger.start();
    await merger.draft();
    await merger.adopt();
    await merger.vote();
    // The clock stands years later, and the request says no day: the treaty does.
    expect(await merger.act('take-effect', {})).toMatchObject({ status: 200 });
    await app.react();
    for await (const { events } of app.store.readAll(0n)) recorded.push(...events);
  });
  afterAll(() => app.stop());

  it.each([
    'mergers.SuccessionTookEffect',
    'membership.ClusterSucceeded',
    'membership.MembershipSucceeded',
    'membership.MemberTransferred',
  ])('%s bears the day of the effect', (type) => {
    const found = recorded.filter((event) => event.type === type);
    expect(found.length).toBeGreaterThan(0);
    for (const { metadata } of found) expect(metadata.effectiveAt).toBe(EFFECT);
  });

  it('shows it in the timeline', async () => {
    const { body } = await app.get(`audit/timeline/${merger.b}`);
    const items = body['items'] as readonly { readonly type: string; readonly effectiveAt: string }[];
    const effect = items.find(({ type }) => type === 'membership.ClusterSucceeded');
    expect(effect).toMatchObject({ effectiveAt: EFFECT });
  });

  it('no event says another day than its own', () => {
    for (const { type, data, metadata } of recorded) {
      const own = ['effectiveOn', 'on', 'since', 'inForceFrom']
        .map((name) => data[name])
        .find((day) => day !== undefined);
      expect([type, own ?? metadata.effectiveAt]).toEqual([type, metadata.effectiveAt]);
    }
  });
});
