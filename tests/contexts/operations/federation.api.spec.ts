import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { EFFECT, EVE, OperationStory, type Part } from './operation-story.ts';

const NAMES = ['Axe', 'Baie', 'Cap', 'Dune', 'Estuaire'];

describe('five clusters federate under an umbrella', () => {
  let story: OperationStory;
  let five: readonly Uuid[];
  let umbrella: Uuid;
  let presidencies: readonly Uuid[];
  let president: Uuid;

  beforeAll(async () => {
    story = new OperationStory(await TestApplication.start(contexts), 'Littoral');
    [umbrella, president] = [story.id('umbrella'), story.id('presidency of the umbrella')];
    const clusters: Uuid[] = [];
    const offices: Uuid[] = [];
    for (const name of NAMES) {
      const clusterId = await story.cluster(name);
      clusters.push(clusterId);
      offices.push(await story.board(clusterId, `President of ${name}`));
      for (const member of [`${name} one`, `${name} two`]) {
        await story.company(member);
        await story.admit(clusterId, member);
      }
    }
    [five, presidencies] = [clusters, offices];
    const participants: readonly Part[] = five.map((clusterId) => ({ clusterId, role: 'federating' }));
    await story.whole('federation', participants, plan());
  });
  afterAll(() => story.app.stop());

  function plan(): object {
    const holder = { mandateId: story.id('mandate of Zoé'), person: { personId: story.id('Zoé'), name: 'Zoé' } };
    const office = { officeId: president, kind: 'president', title: 'President', maxHolders: 1, holders: [holder] };
    const board = { bodyId: story.id('board of the umbrella'), kind: 'board', name: 'Board', offices: [office] };
    return {
      successor: { clusterId: umbrella, name: 'Littoral', nameKind: 'final', seat: 'Nantes', departments: ['44'] },
      transitionalGovernance: { limit: '2018-03-27', bodies: [board] },
    };
  }

  it('was foreseen: five members of the umbrella, and nobody else moves', () => {
    expect(story.foreseen).toMatchObject({
      members: { total: 5, sum: 5, merged: 0 },
      governance: { mandatesEnded: [], mandatesBegun: [{ mandateId: story.id('mandate of Zoé') }] },
      guards: { failed: [], notYetDue: [{ guard: 'G8', earliestLawfulDate: EFFECT }] },
    });
  });

  it('keeps all five, with their members and their presidents', async () => {
    for (const [index, clusterId] of five.entries()) {
      const name = NAMES[index] ?? '';
      expect(await story.read(`membership/clusters/${clusterId}`)).toMatchObject({ state: 'active', name });
      for (const day of [EVE, EFFECT]) {
        expect(await story.members(clusterId, day)).toEqual([`${name} one`, `${name} two`]);
        expect(await story.holders(presidencies[index] ?? '', day)).toEqual([`President of ${name}`]);
      }
    }
  });

  it('founds a network of which they are the members from the day of the effect on', async () => {
    expect(await story.read(`membership/clusters/${umbrella}`)).toMatchObject({
      ...{ kind: 'network', name: 'Littoral', since: EFFECT, predecessors: [] },
    });
    expect([await story.counts(umbrella, EVE), await story.counts(umbrella, EFFECT)]).toEqual([0, 5]);
    const { items } = await story.read(`membership/clusters/${umbrella}/members?validAt=${EFFECT}`);
    const ids = (items as readonly { readonly organisationId: string }[]).map(({ organisationId }) => organisationId);
    expect(ids.toSorted()).toEqual(five.toSorted());
    expect(await story.holders(president, EFFECT)).toEqual(['Zoé']);
  });

  it('the lineage has an edge from each of the five, and they stand', async () => {
    expect(await story.lineage(umbrella)).toEqual(NAMES.map((name) => `${name} federation Littoral`));
    const { nodes } = await story.read(`audit/lineage/${umbrella}?direction=both&validAt=${EFFECT}`);
    const states = (nodes as readonly { readonly state: string }[]).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 6 }, () => 'active'));
  });

  it('every context reports, and nothing is set aside', async () => {
    const { references, setAside, status } = await story.page();
    expect([status, setAside]).toEqual(['effective', []]);
    expect(
      (references as readonly Record<string, unknown>[])
        .map(({ context, toMove, moved }) => [context, toMove, moved])
        .toSorted(),
    ).toEqual([
      ['events', 0, 0],
      ['governance', 0, 0],
      ['incubation', 0, 0],
      ['membership', 5, 5],
    ]);
  });

  it('handles every event again to no second effect', async () => {
    const { head } = await story.app.store.status();
    await story.app.react();
    expect((await story.app.store.status()).head).toBe(head);
  });

  it('one of them leaves the umbrella, and stays what it is', async () => {
    const [first = umbrella] = five;
    const { items } = await story.read(`membership/clusters/${umbrella}/members?validAt=${EFFECT}`);
    const { membershipId = '' } =
      (items as readonly { readonly membershipId: string; readonly organisationId: string }[]).find(
        ({ organisationId }) => organisationId === first,
      ) ?? {};
    const body = { clusterId: umbrella, cause: 'resignation', effectiveAt: '2017-12-31' };
    await story.accepted(`membership/memberships/${membershipId}/end`, body);
    await story.app.react();
    expect(await story.counts(umbrella, '2018-01-01')).toBe(4);
    expect(await story.counts(first, '2018-01-01')).toBe(2);
  });
});
