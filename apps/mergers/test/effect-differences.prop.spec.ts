import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import type { Happened } from '#libs/projections/testing';
import { auvergneTic, numelink, operationId } from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

const EFFECT = '2016-03-31';
const clusters = [numelink, auvergneTic];
const organisation = (n: number) => countedUuid(n, 0x50);
const membershipOf = (cluster: number, n: number) => countedUuid(n, 0x60 + cluster);

/** What somebody records between the dry run and the effect about a membership: that there is one, that it has ended, or that it never was. */
interface Late {
  readonly does: 'admits' | 'ends' | 'voids';
  readonly cluster: number;
  readonly n: number;
}

const anyLate: fc.Arbitrary<readonly Late[]> = fc.uniqueArray(
  fc.record({
    does: fc.constantFrom('admits' as const, 'ends' as const, 'voids' as const),
    cluster: fc.integer({ min: 0, max: 1 }),
    n: fc.integer({ min: 1, max: 12 }),
  }),
  { selector: ({ cluster, n }) => `${String(cluster)}/${String(n)}`, maxLength: 8 },
);

/** Of the first cluster those with odd numbers are members, of the other one those from 5 to 8. */
const isMember = (cluster: number, n: number): boolean => (cluster === 0 ? n % 2 === 1 : n >= 5 && n <= 8);

const ofMembership = (cluster: number, n: number) => ({
  ...{ membershipId: membershipOf(cluster, n), clusterId: clusters[cluster] ?? '', organisationId: organisation(n) },
});
const admission = (cluster: number, n: number): Happened<GrappeEvents> => ({
  type: 'membership.MemberAdmitted',
  data: { ...ofMembership(cluster, n), since: '2012-01-01' },
});

/** The event of a late fact; undefined where it says nothing that could be. */
async function eventOf(world: MergersWorld, { does, cluster, n }: Late): Promise<Happened<GrappeEvents> | undefined> {
  if (does === 'admits') return isMember(cluster, n) ? undefined : admission(cluster, n);
  if (!isMember(cluster, n)) return undefined;
  const of = ofMembership(cluster, n);
  if (does === 'ends')
    return { type: 'membership.MembershipEnded', data: { ...of, cause: 'resignation', on: '2015-06-30' } };
  for await (const page of world.app.store.readAll(0n))
    for (const { id: fact, type, data } of page.events)
      if (type === 'membership.MemberAdmitted' && data['membershipId'] === of.membershipId) {
        const was = { ...of, since: '2012-01-01' };
        return { type: 'membership.MemberAdmittedVoided', data: { fact, reason: 'x', on: '2012-01-01', was } };
      }
  return undefined;
}

interface Difference {
  readonly part: string;
  readonly key: string;
  readonly causes: readonly { readonly type: string; readonly kind: string }[];
}

async function differencesAfter(late: readonly Late[]): Promise<{ concerned: string[]; found: readonly Difference[] }> {
  const world = await MergersWorld.start();
  try {
    await world.statutes();
    for (const cluster of [0, 1])
      for (let n = 1; n <= 12; n += 1) if (isMember(cluster, n)) await world.publish(admission(cluster, n));
    await world.adoptPlan(operationId);
    for (const clusterId of clusters)
      await world.sendAccepted(operationId, 'schedule-assembly', { clusterId, scheduledFor: EFFECT });
    await world.call(operationId);
    await world.app.post('mergers/dry-runs', { operationId, on: '2016-03-01' });
    const concerned: string[] = [];
    for (const each of late) {
      const event = await eventOf(world, each);
      if (event === undefined) continue;
      await world.publish(event);
      concerned.push(organisation(each.n));
    }
    for (const clusterId of clusters) await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId, EFFECT));
    const { effect } = (await world.read(`/${operationId}/effect`)).body as {
      readonly effect: { readonly comparison: { readonly differences: readonly Difference[] } };
    };
    return { concerned, found: effect.comparison.differences };
  } finally {
    await world.stop();
  }
}

it('the effect differs for those of whom something was recorded late, and for each of them the event says why', async () => {
  await fc.assert(
    fc.asyncProperty(anyLate, async (late) => {
      const { concerned, found } = await differencesAfter(late);
      expect(found.map(({ key }) => key).toSorted()).toEqual([...new Set(concerned)].toSorted());
      for (const { part, causes } of found) {
        expect([part, causes.length]).toEqual(['members', expect.any(Number)]);
        expect(causes.length).toBeGreaterThan(0);
        for (const { type, kind } of causes) expect(kind).toBe(type.endsWith('Voided') ? 'correction' : 'late-fact');
      }
    }),
    { numRuns: 15, seed: propertySeed() },
  );
});
