import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandBus, CommandMessage } from '#libs/commands';
import { react } from '#libs/hosting';
import type { JsonObject, RecordedEvent } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { membershipSuccession } from '../src/policies/succession.ts';
import { memberships, type MembershipDocument } from '../src/read-models/memberships/memberships.projection.ts';
import { clustrNumerique, digitalLeague, fusion, numelink } from './facts.ts';
import { fusionOf, takeEffect } from './succession.ts';

const company = (number: number) => countedUuid(number, 8);
/** Companies 3 and 4 are members of both. */
const MEMBERS = { [numelink]: [1, 2, 3, 4], [clustrNumerique]: [3, 4, 5] };
const succession = fusionOf([numelink, clustrNumerique], digitalLeague, fusion);

let app: TestApplication;
const admit = (clusterId: string, number: number, effectiveAt: string) =>
  app.post('membership/memberships', { clusterId, organisationId: company(number), effectiveAt });

beforeEach(async () => {
  app = await TestApplication.start([membershipContext]);
  for (const number of [1, 2, 3, 4, 5, 6])
    await app.post('membership/organisations', {
      id: company(number),
      name: `Company ${String(number)}`,
      kind: 'company',
    });
  for (const [id, numbers] of Object.entries(MEMBERS)) {
    const cluster = { id, name: id === numelink ? 'Numélink' : "Clust'R Numérique", seat: 'Lyon' };
    await app.post('membership/clusters', { ...cluster, effectiveAt: '2006-01-01' });
    for (const number of numbers) await admit(id, number, '2012-01-01');
  }
});
afterEach(() => app.stop());

const registerOf = (clusterId: string): Promise<readonly MembershipDocument[]> =>
  app.services.readModels.of(memberships).all({ cluster_id: clusterId });

/** Members on the day of the effect, and how many of them came through two predecessors. */
async function result() {
  const register = (await registerOf(digitalLeague)).filter(({ status }) => status === 'active');
  return { members: register.length, doubleOrigin: register.filter(({ origins }) => origins.length === 2).length };
}

async function events(type: string): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  for await (const page of app.store.readAll(0n, { filter: { types: [type] } }))
    found.push(...page.events.map(({ data }) => data));
  return found;
}

describe('a merger that creates a cluster', () => {
  beforeEach(async () => {
    await takeEffect(app, succession);
    await app.react();
  });

  it('makes each member of the predecessors a member once, with every origin', async () => {
    expect(await result()).toEqual({ members: 5, doubleOrigin: 2 });
  });

  it('ends the memberships of the predecessors and says where they went on', async () => {
    for (const clusterId of [numelink, clustrNumerique]) {
      const register = await registerOf(clusterId);
      expect(register.map(({ status, until }) => [status, until])).toEqual(
        register.map(() => ['succeeded', '2017-03-28']),
      );
    }
  });

  it('registers the new cluster and ends the old ones', async () => {
    expect((await app.get(`membership/clusters/${digitalLeague}`)).body).toMatchObject({
      name: 'Digital League',
      operationId: fusion,
      predecessors: [{ clusterId: numelink }, { clusterId: clustrNumerique }],
    });
    expect((await app.get(`membership/clusters/${numelink}`)).body).toMatchObject({ state: 'succeeded' });
  });

  it('reports what was to move, moved and merged', async () => {
    expect(await events('membership.SuccessionApplied')).toEqual([
      { operationId: fusion, toMove: 7, moved: 7, merged: 2, needConsent: 0 },
    ]);
  });

  it('leaves counts that reconcile: 4 + 3 less the two counted twice', async () => {
    const count = async (clusterId: string, day: string) =>
      (await app.get(`membership/clusters/${clusterId}/counts?validAt=${day}`)).body['members'];
    expect(await Promise.all([count(numelink, '2017-03-27'), count(clustrNumerique, '2017-03-27')])).toEqual([4, 3]);
    expect(await Promise.all([count(numelink, '2017-03-28'), count(digitalLeague, '2017-03-28')])).toEqual([0, 5]);
  });

  it('takes no second effect when every event is handled again', async () => {
    const { head } = await app.store.status();
    await app.react();
    expect((await app.store.status()).head).toBe(head);
  });

  it('refuses new members of a cluster that is gone, with its successor', async () => {
    expect(await admit(numelink, 6, '2017-03-28')).toMatchObject({
      status: 409,
      body: { code: 'MBR_CLUSTER_SUCCEEDED', found: '2017-03-28', required: digitalLeague },
    });
  });

  it('moves a member whose admission before the merger is recorded after it', async () => {
    expect((await admit(numelink, 6, '2017-03-01')).status).toBe(201);
    await app.react();
    expect(await result()).toEqual({ members: 6, doubleOrigin: 2 });
    expect(await app.services.readModels.of(memberships).get(membershipId(numelink, company(6)))).toMatchObject({
      status: 'succeeded',
      succession: { operationId: fusion },
    });
  });

  it('adds an origin to a member whose second membership is recorded after it', async () => {
    await admit(clustrNumerique, 1, '2016-01-01');
    await app.react();
    expect(await result()).toEqual({ members: 5, doubleOrigin: 3 });
  });

  it('brings nobody back who renounced after it', async () => {
    const id = membershipId(digitalLeague, company(3));
    const body = { clusterId: digitalLeague, cause: 'renunciation', effectiveAt: '2017-06-30' };
    expect((await app.post(`membership/memberships/${id}/end`, body)).status).toBe(200);
    await app.react();
    expect(await result()).toEqual({ members: 4, doubleOrigin: 1 });
  });
});

it('who was left behind before the end of the cluster is moved once the succession is applied', async () => {
  await takeEffect(app, succession);
  let crossed = false;
  /** Admits one more member after the references were listed, as an admission does that crosses the merger. */
  const bus = busThat(async ({ row }) => {
    if (crossed || row.name !== 'membership.succeed-clusters') return;
    crossed = true;
    await admit(numelink, 6, '2017-03-28');
  });
  for (const event of await effects()) await react(membershipSuccession, event, { ...app.services, bus });
  await app.react();
  expect(crossed).toBe(true);
  expect(await result()).toEqual({ members: 6, doubleOrigin: 2 });
});

describe('a merger whose process is killed', () => {
  it.each([0, 1, 2, 3, 5, 7])('after %i of its commands goes on to the same result', async (lives) => {
    await takeEffect(app, succession);
    let left = lives;
    const bus = busThat(() => {
      if (left === 0) throw new Error('killed');
      left -= 1;
    });
    for (const event of await effects())
      await expect(react(membershipSuccession, event, { ...app.services, bus })).rejects.toThrow('killed');
    await app.react();
    expect(await result()).toEqual({ members: 5, doubleOrigin: 2 });
    expect(await events('membership.SuccessionApplied')).toEqual([
      { operationId: fusion, toMove: 7, moved: 7, merged: 2, needConsent: 0 },
    ]);
  });
});

/** The bus of the application, with something that happens before each command. */
function busThat(before: (message: CommandMessage) => unknown): CommandBus {
  return {
    execute: async (message) => {
      await before(message);
      return await app.services.bus.execute(message);
    },
  };
}

async function effects(): Promise<readonly RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const page of app.store.readAll(0n, { filter: { types: membershipSuccession.on } }))
    found.push(...page.events);
  return found;
}
