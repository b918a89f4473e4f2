import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CommandOutcome } from '#libs/commands';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { streamName, type RecordedEvent, type Uuid } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { planHash } from '../../apps/mergers/src/domain/operation/plan-hash.ts';
import { absorptionPlan } from '../../apps/mergers/test/sample-operation.ts';
import { membershipId } from '../../apps/membership/src/domain/membership/membership.ts';
import { anyDraw, raceEach, type Race } from './support/commands-in-flight.ts';
import { onKurrent, onPostgres, type TwoProcesses } from './support/two-processes.ts';

const find = (events: readonly RecordedEvent[], type: string) => events.find((event) => event.type === type);
const codeOf = (outcome: CommandOutcome) => (outcome.ok ? 'accepted' : outcome.rejection.type);

/** Admitting reads the cluster. From the day of its end on a cluster admits nobody once the end is recorded; of an earlier day, late as well. */
const admission: Race = {
  name: 'a member is admitted, the cluster is dissolved',
  round: (next, { days: [since, on] }) => {
    const [clusterId, organisationId] = [next(), next()];
    return {
      before: [
        { name: 'membership.clusters.create', id: clusterId, body: { name: 'A', seat: 'B' }, on: '2010-01-01' },
        {
          name: 'membership.organisations.create',
          id: organisationId,
          body: { name: 'C', kind: 'company' },
          on: '2010-01-01',
        },
      ],
      one: { name: 'membership.memberships.create', body: { clusterId, organisationId }, on: since },
      two: { name: 'membership.clusters.dissolve', id: clusterId, body: {}, on },
      judge: ([admitted, dissolved], eventsOf) => {
        const member = eventsOf(streamName('membership', 'membership', membershipId(clusterId, organisationId)));
        const gone = find(eventsOf(streamName('membership', 'cluster', clusterId)), 'membership.ClusterDissolved');
        expect([codeOf(dissolved), gone === undefined]).toEqual(['accepted', false]);
        const isFree = since < on;
        const isIn = isFree || admitted.ok;
        expect([codeOf(admitted), member.length]).toEqual(isIn ? ['accepted', 1] : ['MBR_CLUSTER_DISSOLVED', 0]);
        for (const { position } of isFree ? [] : member) expect(position).toBeLessThan(gone?.position ?? 0n);
      },
    };
  },
};

/** Starting a mandate reads the body: recorded after the abolition it ends that day, and none begins from that day on. */
const mandate: Race = {
  name: 'a mandate starts, the body is abolished',
  round: (next, { days: [since, on] }) => {
    const [clusterId, bodyId, officeId, personId] = [next(), next(), next(), next()];
    const body = { name: 'governance.bodies.create', id: bodyId, body: { clusterId, kind: 'board', name: 'CA' } };
    const office = {
      name: 'governance.offices.create',
      id: officeId,
      body: { bodyId, kind: 'president', title: 'Présidence' },
    };
    return {
      before: [registrationOf(clusterId), { ...body, on: '2010-01-01' }, { ...office, on: '2010-01-01' }],
      one: {
        name: 'governance.offices.start-mandate',
        id: officeId,
        body: { person: { personId, name: 'D' }, how: 'elected' },
        on: since,
      },
      two: { name: 'governance.bodies.abolish', id: bodyId, body: {}, on },
      judge: ([started, abolished], eventsOf) => {
        const mandates = eventsOf(streamName('governance', 'office', officeId));
        const gone = find(eventsOf(streamName('governance', 'body', bodyId)), 'governance.BodyAbolished');
        const start = find(mandates, 'governance.MandateStarted');
        expect([codeOf(abolished), gone === undefined]).toEqual(['accepted', false]);
        expect([codeOf(started), start === undefined]).toEqual(
          started.ok ? ['accepted', false] : ['GOV_BODY_ABOLISHED', true],
        );
        if (start === undefined) expect(since >= on).toBe(true);
        // One that was decided behind the abolition knew of it: it began before, and ends with its body where it is read.
        else if (start.position > (gone?.position ?? 0n)) expect(since < on).toBe(true);
      },
    };
  },
};

function registrationOf(clusterId: Uuid) {
  const body = { name: 'A cluster', seat: 'Lyon' };
  return { name: 'membership.clusters.create', id: clusterId, body, on: '2006-01-01' };
}

/** Each adoption is the last of its operation, and binds the same body: one of them finds it bound. */
const adoption: Race = {
  name: 'two operations adopt their plans for one body',
  round: (next) => {
    const shared = next();
    const operations = [1, 2].map(() => {
      const partner = next();
      const successor = { ...absorptionPlan().successor, clusterId: partner };
      return { id: next(), partner, plan: absorptionPlan({ successor }) };
    });
    const adopt = ({ id, plan }: (typeof operations)[number], clusterId: string) => ({
      ...{ name: 'mergers.operations.adopt-plan', id, on: '2016-03-01' },
      body: { clusterId, planHash: planHash(plan) },
    });
    const [first, second] = operations as [(typeof operations)[number], (typeof operations)[number]];
    const registered = [shared, ...operations.map(({ partner }) => partner)].map(registrationOf);
    const drafts = operations.flatMap((operation) => {
      const { id, partner, plan } = operation;
      const participants = [
        { clusterId: partner, role: 'absorbing' },
        { clusterId: shared, role: 'absorbed' },
      ];
      const body = { kind: 'fusion-absorption', title: 'E', participants };
      return [
        { name: 'mergers.operations.create', id, body, on: '2016-01-01' },
        { name: 'mergers.operations.draft-plan', id, body: { plan }, on: '2016-02-01' },
        adopt(operation, partner),
      ];
    });
    return {
      before: [...registered, ...drafts],
      one: adopt(first, shared),
      two: adopt(second, shared),
      judge: (outcomes, eventsOf) => {
        expect(outcomes.map(codeOf).toSorted()).toEqual(['MRG_BODY_ENGAGED', 'accepted']);
        const [winner, loser] = outcomes[0].ok ? [first, second] : [second, first];
        const bound = (id: string) =>
          find(eventsOf(streamName('mergers', 'operation', id)), 'mergers.OperationAdopted');
        expect([bound(winner.id) === undefined, bound(loser.id) === undefined]).toEqual([false, true]);
        expect(eventsOf(streamName('mergers', 'engagement', shared)).map(({ data }) => data['operationId'])).toEqual([
          winner.id,
        ]);
      },
    };
  },
};

const RACES = [admission, mandate, adoption];

function inMemory(): Promise<TwoProcesses> {
  const store = new MemoryEventStore(catalog);
  return Promise.resolve({ stores: [store, store], close: () => store.close() });
}

describe.each([
  ['in memory', inMemory, 100],
  ['on PostgreSQL', onPostgres, 340],
  ['on the KurrentDB double', onKurrent, 60],
] as const)('two commands in flight, %s', (_where, open, rounds) => {
  const seed = propertySeed();
  let harness: TwoProcesses;
  beforeAll(async () => {
    harness = await open();
  });
  afterAll(() => harness.close());

  it.each(RACES.map((race) => [race.name, race] as const))(
    `of which one reads what the other writes: %s (${String(rounds)} rounds, SEED=${String(seed)})`,
    async (_name, race) => {
      const space = 0x10 * (1 + RACES.indexOf(race));
      await raceEach(race, fc.sample(anyDraw, { numRuns: rounds, seed }), harness.stores, space);
    },
  );
});
