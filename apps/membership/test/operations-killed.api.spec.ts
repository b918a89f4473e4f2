import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandBus } from '#libs/commands';
import { react } from '#libs/hosting';
import type { RecordedEvent } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import type { Succession } from '#libs/process-managers';
import { membershipContext } from '../src/membership.context.ts';
import { membershipSuccession } from '../src/policies/succession.ts';
import { clustrNumerique, digitalLeague, fusion, numelink } from './facts.ts';
import { fusionOf, takeEffect } from './succession.ts';

const company = (number: number) => countedUuid(number, 8);
const whole = fusionOf([numelink], digitalLeague, fusion);
const shares = [{ toClusterId: digitalLeague, organisationIds: [1, 2].map(company) }];
const beneficiary = { ...whole.successor, clusterId: clustrNumerique, created: false };

const effects: Readonly<Record<string, Succession>> = {
  'a split': {
    ...whole,
    ...{ kind: 'scission', heirs: [beneficiary], allocation: { otherwise: clustrNumerique, shares } },
  },
  'a branch': {
    ...whole,
    ...{ kind: 'apport-partiel', predecessors: [], giver: { clusterId: numelink }, allocation: { shares } },
  },
  'a federation': {
    ...whole,
    ...{
      kind: 'federation',
      predecessors: [],
      federated: [numelink, clustrNumerique].map((clusterId) => ({ clusterId })),
    },
  },
};
/** Members of Numélink, of Clust'R Numérique and of Digital League from the day of the effect on. */
const members: Readonly<Record<string, readonly number[]>> = {
  'a split': [0, 3, 2],
  'a branch': [2, 2, 2],
  'a federation': [4, 2, 2],
};

describe.each(Object.keys(effects))('%s whose process is killed', (name) => {
  let app: TestApplication;
  beforeEach(async () => {
    app = await TestApplication.start([membershipContext]);
    for (const number of [1, 2, 3, 4, 5])
      await app.post('membership/organisations', { id: company(number), name: String(number), kind: 'company' });
    for (const id of [numelink, clustrNumerique])
      await app.post('membership/clusters', { id, name: 'A cluster', seat: 'Lyon', effectiveAt: '2006-01-01' });
    // Of the four of Numélink the fourth is one of the other cluster as well.
    for (const [clusterId, numbers] of [
      [numelink, [1, 2, 3, 4]],
      [clustrNumerique, [4, 5]],
    ] as const)
      for (const number of numbers)
        await app.post('membership/memberships', {
          ...{ clusterId, organisationId: company(number), effectiveAt: '2012-01-01' },
        });
  });
  afterEach(() => app.stop());

  it.each([0, 1, 2, 3, 4])('after %i of its commands goes on to the same result', async (lives) => {
    const effect = effects[name] ?? whole;
    await takeEffect(app, effect);
    let left = lives;
    const bus: CommandBus = {
      execute: async (message) => {
        if (left === 0) throw new Error('killed');
        left -= 1;
        return await app.services.bus.execute(message);
      },
    };
    for (const event of await recorded(app, membershipSuccession.on))
      await expect(react(membershipSuccession, event, { ...app.services, bus })).rejects.toThrow('killed');
    await app.react();
    const { head } = await app.store.status();
    await app.react();
    expect((await app.store.status()).head).toBe(head);
    const counts = [numelink, clustrNumerique, digitalLeague].map(async (clusterId) => {
      const { body } = await app.get(`membership/clusters/${clusterId}/counts?validAt=${effect.effectiveOn}`);
      return body['members'];
    });
    expect(await Promise.all(counts)).toEqual(members[name]);
    expect(await recorded(app, ['membership.SuccessionApplied'])).toHaveLength(1);
  });
});

async function recorded(app: TestApplication, types: readonly string[]): Promise<readonly RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const page of app.store.readAll(0n, { filter: { types } })) found.push(...page.events);
  return found;
}
