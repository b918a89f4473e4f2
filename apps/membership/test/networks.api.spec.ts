import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { absorptionOfRhoneAlley, fusionOf, takeEffect } from './succession.ts';

type Answer = Readonly<Record<string, unknown>>;
const clusterOf = (number: number) => countedUuid(number, 0x61);
const [franceIt, franceClusters] = [countedUuid(1, 0x62), countedUuid(2, 0x62)];
const [spn, aliptic, cobalt] = [clusterOf(1), clusterOf(2), clusterOf(30)];
const EVE = '2020-06-30';
const EFFECT = '2020-07-01';

/** The register of one network, or of several. */
class Register {
  constructor(readonly app: TestApplication) {}

  static async open(): Promise<Register> {
    const app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' });
    app.clock.set('2026-11-29T10:00:00Z');
    return new Register(app);
  }

  async does(path: string, body: object): Promise<void> {
    const { status, body: answer } = await this.app.post(`membership/${path}`, body);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
  }

  founds(id: string, name: string, kind = 'cluster'): Promise<void> {
    return this.does('clusters', { id, name, kind, seat: 'Niort', effectiveAt: '2005-01-01' });
  }

  admits(clusterId: string, organisationId: string, effectiveAt = '2010-03-01'): Promise<void> {
    return this.does('memberships', { clusterId, organisationId, effectiveAt });
  }

  async read(path: string): Promise<Answer> {
    return (await this.app.get(`membership/${path}`)).body;
  }

  async members(clusterId: string, day: string): Promise<readonly Answer[]> {
    const { items } = await this.read(`clusters/${clusterId}/members?validAt=${day}&limit=100`);
    return items as readonly Answer[];
  }

  async count(clusterId: string, day: string): Promise<unknown> {
    return (await this.read(`clusters/${clusterId}/counts?validAt=${day}`))['members'];
  }
}

describe('the list of a network of twenty clusters', () => {
  let register: Register;
  beforeAll(async () => {
    register = await Register.open();
    await register.founds(franceIt, 'France IT', 'network');
    await register.founds(franceClusters, 'France Clusters', 'network');
    for (let number = 1; number <= 20; number += 1) {
      const name = number === 1 ? 'SPN' : number === 2 ? 'Aliptic' : `Cluster ${String(number)}`;
      await register.founds(clusterOf(number), name);
      await register.admits(franceIt, clusterOf(number));
    }
    await register.admits(franceClusters, spn);
    await takeEffect(register.app, {
      ...fusionOf([spn, aliptic], cobalt, countedUuid(1, 0x63)),
      successor: { ...absorptionOfRhoneAlley.successor, clusterId: cobalt, name: 'Cobalt', created: true },
      effectiveOn: EFFECT,
    });
    await register.app.react();
  });
  afterAll(() => register.app.stop());

  it.each([
    [franceIt, EVE, 20],
    [franceIt, EFFECT, 19],
    [franceClusters, EVE, 1],
    [franceClusters, EFFECT, 1],
  ])('of %s on %s has %i', async (network, day, expected) => {
    expect(await register.count(network, day)).toBe(expected);
    expect(await register.members(network, day)).toHaveLength(expected);
  });

  it('has the new cluster once from the day of the merger on, with an origin for each of the two', async () => {
    const before = await register.members(franceIt, EVE);
    expect(before.map(({ name }) => name)).toEqual(expect.arrayContaining(['SPN', 'Aliptic']));
    const after = await register.members(franceIt, EFFECT);
    expect(after.filter(({ organisationId }) => organisationId === cobalt)).toMatchObject([
      {
        name: 'Cobalt',
        since: EFFECT,
        origins: [spn, aliptic].map((id) => ({
          clusterId: franceIt,
          membershipId: membershipId(franceIt, id),
          memberSince: '2010-03-01',
        })),
      },
    ]);
    expect(after.map(({ name }) => name)).not.toContain('SPN');
  });

  it('says where the membership of each of the two went on', async () => {
    expect(await register.read(`memberships/${membershipId(franceIt, spn)}`)).toMatchObject({
      status: 'succeeded',
      succession: { successorClusterId: franceIt, successorMembershipId: membershipId(franceIt, cobalt), on: EFFECT },
    });
  });

  it('follows facts that are recorded after the merger: a membership, its end, and its correction', async () => {
    const late = clusterOf(2);
    await register.admits(franceClusters, late, '2015-01-01');
    await register.app.react();
    const of = async () =>
      (await register.members(franceClusters, EFFECT)).map(({ organisationId, origins }) => [
        organisationId,
        (origins as readonly unknown[]).length,
      ]);
    expect(await of()).toEqual([[cobalt, 2]]);
    expect(await register.count(franceClusters, EVE)).toBe(2);
    for (const id of [spn, late])
      await register.does(`memberships/${membershipId(franceClusters, id)}/end`, {
        clusterId: franceClusters,
        cause: 'resignation',
        effectiveAt: '2019-12-31',
      });
    await register.app.react();
    expect(await of()).toEqual([]);
    expect(await register.count(franceClusters, EVE)).toBe(0);
  });

  it('admits nobody that is gone, and nobody that is unknown', async () => {
    const admit = (organisationId: string) =>
      register.app.post('membership/memberships', { clusterId: franceClusters, organisationId, effectiveAt: EFFECT });
    expect(await admit(spn)).toMatchObject({ status: 409, body: { code: 'MBR_CLUSTER_SUCCEEDED', required: cobalt } });
    expect((await admit(clusterOf(99))).body).toMatchObject({ code: 'MBR_ORGANISATION_NOT_FOUND' });
    expect((await admit(franceClusters)).body).toMatchObject({ code: 'MBR_OWN_MEMBER' });
  });
});

describe('a network, and what becomes of its members', () => {
  let register: Register;
  beforeAll(async () => {
    register = await Register.open();
    await register.founds(franceIt, 'France IT', 'network');
    for (const [number, name] of [
      [1, 'A'],
      [2, 'B'],
      [3, 'C'],
    ] as const) {
      await register.founds(clusterOf(number), name);
      await register.admits(franceIt, clusterOf(number));
    }
  });
  afterAll(() => register.app.stop());

  it('has members and memberships, and says why they differ', async () => {
    const [x, y, direct] = [1, 2, 3].map((number) => countedUuid(number, 0x64));
    const names = { [x!]: 'X', [y!]: 'Y', [direct!]: 'A school of the network itself' };
    for (const [id, name] of Object.entries(names))
      await register.does('organisations', { id, name, kind: 'company', effectiveAt: '2000-01-01' });
    await register.admits(clusterOf(1), x!);
    await register.admits(clusterOf(2), x!);
    await register.does('memberships', {
      clusterId: clusterOf(1),
      organisationId: y,
      college: 'start-ups',
      ended: { on: '2014-01-01', cause: 'resignation' },
      effectiveAt: '2010-01-01',
    });
    await register.does('memberships', {
      clusterId: clusterOf(1),
      organisationId: y,
      college: 'companies',
      effectiveAt: '2014-01-01',
    });
    await register.admits(franceIt, direct!);
    expect(await register.read(`clusters/${franceIt}/network?validAt=2016-01-01`)).toEqual({
      clusterId: franceIt,
      validAt: '2016-01-01',
      clusters: expect.arrayContaining([
        { clusterId: clusterOf(1), name: 'A', since: '2010-03-01', origins: 0, members: 2 },
        { clusterId: clusterOf(2), name: 'B', since: '2010-03-01', origins: 0, members: 1 },
        { clusterId: clusterOf(3), name: 'C', since: '2010-03-01', origins: 0, members: 0 },
      ]),
      others: 1,
      memberships: 3,
      members: 2,
      inSeveral: 1,
      several: [{ organisationId: x, name: 'X', clusterIds: [clusterOf(1), clusterOf(2)] }],
    });
  });

  it('loses a member that is dissolved, on that day', async () => {
    await register.does(`clusters/${clusterOf(3)}/dissolve`, { effectiveAt: '2018-01-01' });
    const network = async (day: string) => {
      const { clusters } = await register.read(`clusters/${franceIt}/network?validAt=${day}`);
      return [(clusters as readonly unknown[]).length, await register.count(franceIt, day)];
    };
    expect([await network('2017-12-31'), await network('2018-01-01')]).toEqual([
      [3, 4],
      [2, 3],
    ]);
  });

  it('that absorbs its own member has it as a member no more, and is none of itself', async () => {
    await takeEffect(register.app, {
      ...absorptionOfRhoneAlley,
      predecessors: [{ clusterId: clusterOf(2) }],
      successor: { ...absorptionOfRhoneAlley.successor, clusterId: franceIt, name: 'France IT' },
      newAntennas: [],
      antennaMapping: [],
      effectiveOn: '2019-01-01',
    });
    await register.app.react();
    const members = (await register.members(franceIt, '2019-01-01')).map(({ name }) => name);
    expect(members.toSorted()).toEqual(['A', 'A school of the network itself', 'X']);
    const { succession } = await register.read(`memberships/${membershipId(franceIt, clusterOf(2))}`);
    expect(succession).toEqual({
      operationId: absorptionOfRhoneAlley.operationId,
      successorClusterId: franceIt,
      on: '2019-01-01',
    });
  });
});

it('networks whose merger is recorded after that of their members, for a day before it, have the same lists', async () => {
  const register = await Register.open();
  const clustersMerge = { ...fusionOf([spn, aliptic], cobalt, countedUuid(1, 0x63)), effectiveOn: EFFECT };
  const networksMerge = {
    ...absorptionOfRhoneAlley,
    predecessors: [{ clusterId: franceClusters }],
    successor: { ...absorptionOfRhoneAlley.successor, clusterId: franceIt, name: 'France IT' },
    newAntennas: [],
    antennaMapping: [],
    effectiveOn: '2019-01-01',
  };
  await register.founds(franceIt, 'France IT', 'network');
  await register.founds(franceClusters, 'France Clusters', 'network');
  for (const id of [spn, aliptic]) {
    await register.founds(id, id);
    await register.admits(franceClusters, id);
  }
  for (const effect of [clustersMerge, networksMerge]) {
    await takeEffect(register.app, effect);
    await register.app.react();
  }
  const counts = await Promise.all(
    ['2018-12-31', '2019-01-01', EVE, EFFECT].map((day) =>
      Promise.all([register.count(franceClusters, day), register.count(franceIt, day)]),
    ),
  );
  expect(counts).toEqual([
    [2, 0],
    [0, 2],
    [0, 2],
    [0, 1],
  ]);
  await register.app.stop();
});
