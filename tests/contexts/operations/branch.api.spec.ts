import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import { EFFECT, EVE, OperationStory, type Part } from './operation-story.ts';

const LATER = '2018-01-01';

describe('a cluster gives one branch to another one, and stays', () => {
  let story: OperationStory;
  let giver: Uuid;
  let receiver: Uuid;
  let presidencies: readonly Uuid[];

  beforeAll(async () => {
    story = new OperationStory(await TestApplication.start(contexts), 'Numélink');
    [giver, receiver] = [await story.cluster('Numélink'), await story.cluster('Essaim')];
    await belongings();
    presidencies = [await story.board(giver, 'Ada'), await story.board(receiver, 'Blaise')];
    const participants: readonly Part[] = [
      { clusterId: giver, role: 'giving' },
      { clusterId: receiver, role: 'receiving' },
    ];
    await story.whole('apport-partiel', participants, plan());
  });
  afterAll(() => story.app.stop());

  /** The branch: an antenna with its members, a college, a member by its name, a subsidy and a seat. Everything else stays. */
  async function belongings(): Promise<void> {
    for (const name of ['Axess', 'Berger', 'Cogelec', 'Dolist', 'Esker', 'Fidal', 'Gaia', 'Region'])
      await story.company(name);
    const antenna = { id: story.id('Nîmes'), clusterId: giver, name: 'Nîmes' };
    await story.accepted('membership/antennas', antenna);
    for (const college of ['makers', 'others']) await story.accepted(`membership/colleges/${giver}/open`, { college });
    await story.admit(giver, 'Axess', { antennaId: antenna.id });
    await story.admit(giver, 'Berger');
    await story.admit(giver, 'Cogelec', { college: 'makers' });
    await story.admit(giver, 'Dolist');
    await story.admit(giver, 'Esker', { antennaId: antenna.id });
    for (const name of ['Esker', 'Fidal']) await story.admit(receiver, name);
    for (const name of ['of the branch', 'of all'])
      await story.accepted('membership/subsidies', {
        ...{ id: story.id('subsidy', name), clusterId: giver, granterId: story.id('company', 'Region') },
        ...{ amountCents: 100, purpose: name, year: 2017, effectiveAt: '2016-01-01' },
        onSuccession: 'needs-consent',
      });
    await story.accepted('incubation/incubators', { id: story.id('incubator'), name: 'Bivouac', site: 'Nîmes' });
    for (const name of ['of the branch', 'of all'])
      await story.accepted('incubation/partners', {
        ...{ id: story.id('partner', name), incubatorId: story.id('incubator'), class: 'sector-body' },
        holder: { kind: 'cluster', id: giver },
      });
    const network = await story.cluster('France Clusters');
    await story.accepted('membership/memberships', { clusterId: network, organisationId: giver });
  }

  function plan(): object {
    return {
      successor: { clusterId: receiver, name: 'Essaim', nameKind: 'final', seat: 'Lyon', departments: ['30'] },
      allocation: {
        shares: [
          {
            ...{ toClusterId: receiver, antennaIds: [story.id('Nîmes')], colleges: ['makers'] },
            organisationIds: [story.id('company', 'Berger')],
            subsidyIds: [story.id('subsidy', 'of the branch')],
            partnerIds: [story.id('partner', 'of the branch')],
          },
        ],
      },
    };
  }

  it('was foreseen: who goes, who stays, and that no mandate ends', () => {
    expect(story.foreseen).toMatchObject({
      members: { total: 5, sum: 6, merged: 1, staying: 1 },
      governance: { mandatesEnded: [], mandatesBegun: [], bodiesAbolished: [], bodiesCreated: [] },
      guards: { failed: [], notYetDue: [{ guard: 'G8', earliestLawfulDate: EFFECT }] },
    });
  });

  it('moves the members of the branch and nobody else', async () => {
    expect(await story.members(giver, EVE)).toEqual(['Axess', 'Berger', 'Cogelec', 'Dolist', 'Esker']);
    expect(await story.members(giver, EFFECT)).toEqual(['Dolist']);
    expect(await story.members(receiver, EFFECT)).toEqual(['Axess', 'Berger', 'Cogelec', 'Esker', 'Fidal']);
  });

  it('counts by the day: 5 and 2 become 1 and 5, for one was a member of both', async () => {
    const counted = (day: string) => Promise.all([giver, receiver].map((id) => story.counts(id, day)));
    expect(await counted(EVE)).toEqual([5, 2]);
    expect(await counted(EFFECT)).toEqual([1, 5]);
  });

  it('the members have left it by the succession, and kept where they came from', async () => {
    const [from, to] = [giver, receiver].map((id) => membershipId(id, story.id('company', 'Axess')));
    expect(await story.read(`membership/memberships/${from ?? ''}`)).toMatchObject({
      periods: [{ since: '2012-01-01', until: EFFECT, cause: 'succession', clusterStays: true }],
    });
    expect(await story.read(`membership/memberships/${to ?? ''}`)).toMatchObject({
      antennaId: story.id('Nîmes'),
      origins: [{ clusterId: giver, membershipId: from, memberSince: '2012-01-01' }],
    });
  });

  it('moves the subsidy and the seat of the branch', async () => {
    const both = (path: string, kind: string) =>
      Promise.all(
        ['of the branch', 'of all'].map((name) => story.read(`${path}/${story.id(kind, name)}?validAt=${EFFECT}`)),
      );
    expect(await both('membership/subsidies', 'subsidy')).toMatchObject([
      { clusterId: receiver },
      { clusterId: giver },
    ]);
    expect(await both('incubation/partners', 'partner')).toMatchObject([
      { holder: { id: receiver } },
      { holder: { id: giver } },
    ]);
  });

  it('the subsidies of a cluster are on each day those that it had then', async () => {
    const listed = async (clusterId: string, day: string) => {
      const { items } = await story.read(`membership/clusters/${clusterId}/subsidies?validAt=${day}`);
      return (items as readonly { readonly purpose: string }[]).map(({ purpose }) => purpose).toSorted();
    };
    expect(await listed(giver, EVE)).toEqual(['of all', 'of the branch']);
    expect([await listed(giver, EFFECT), await listed(receiver, EFFECT)]).toEqual([['of all'], ['of the branch']]);
  });

  it('the giving cluster stays: its state, its mandates, its place in the network', async () => {
    expect(await story.read(`membership/clusters/${giver}`)).toMatchObject({
      ...{
        state: 'active',
        successors: [],
        gaveTo: [{ clusterId: receiver, operationId: story.operationId, on: EFFECT }],
      },
    });
    expect(await Promise.all(presidencies.map((office) => story.holders(office, EFFECT)))).toEqual([
      ['Ada'],
      ['Blaise'],
    ]);
    const network = story.id('cluster', 'France Clusters');
    const { items } = await story.read(`membership/clusters/${network}/members?validAt=${EFFECT}`);
    expect(items).toMatchObject([{ organisationId: giver }]);
  });

  it('the lineage has an edge between two that stand', async () => {
    expect(await story.lineage(giver)).toEqual(['Numélink apport-partiel Essaim']);
    const { nodes } = await story.read(`audit/lineage/${giver}?direction=both&validAt=${EFFECT}`);
    expect((nodes as readonly object[]).map((node) => ({ ...node }))).toEqual([
      expect.objectContaining({ state: 'active' }),
      expect.objectContaining({ state: 'active' }),
    ]);
  });

  it('every context reports, and nothing is set aside', async () => {
    const { references, setAside } = await story.page();
    expect(setAside).toEqual([]);
    expect(
      (references as readonly Record<string, unknown>[])
        .map(({ context, toMove, merged }) => [context, toMove, merged])
        .toSorted(),
    ).toEqual([
      ['events', 0, 0],
      ['governance', 0, 0],
      ['incubation', 1, 0],
      ['membership', 5, 1],
    ]);
  });

  it('lists on the operation the consent that the subsidy of the branch needs, and from whom', async () => {
    const { references } = await story.page();
    const reports = references as readonly Record<string, unknown>[];
    const consent = { reference: `subsidy:${story.id('subsidy', 'of the branch')}`, needs: 'consent' };
    expect(reports.find(({ context }) => context === 'membership')).toMatchObject({
      needConsent: 1,
      consents: [{ ...consent, from: story.id('company', 'Region') }],
    });
    await story.accepted(`membership/subsidies/${story.id('subsidy', 'of the branch')}/consent`, {
      effectiveAt: LATER,
    });
    const [{ consents = [] } = {}] = ((await story.page())['references'] as readonly { consents?: unknown[] }[]).filter(
      (report) => 'consents' in report,
    );
    expect(consents).toMatchObject([{ ...consent, answered: { answer: 'given', on: LATER } }]);
  });

  it('handles every event again to no second effect', async () => {
    const { head } = await story.app.store.status();
    await story.app.react();
    expect((await story.app.store.status()).head).toBe(head);
  });

  it.each([
    ['Gaia', { college: 'makers' }, true],
    ['Fidal', {}, false],
  ])('an admission of before it, recorded after it, follows the branch or stays: %s', async (name, place, moves) => {
    await story.admit(giver, name, place);
    await story.app.react();
    expect((await story.members(giver, LATER)).includes(name)).toBe(!moves);
    expect(await story.members(receiver, LATER)).toContain(name);
  });

  it('a member of the branch may become one of the giving cluster again', async () => {
    await story.admit(giver, 'Berger', { effectiveAt: '2017-09-01' });
    await story.app.react();
    expect(await story.members(giver, LATER)).toContain('Berger');
    expect(await story.members(receiver, LATER)).toContain('Berger');
    for (const day of [EVE, EFFECT, LATER]) {
      const { nodes } = await story.read(`audit/lineage/${giver}?direction=both&validAt=${day}`);
      const [node] = (nodes as readonly Record<string, unknown>[]).filter(({ clusterId }) => clusterId === giver);
      expect(node?.['members']).toEqual({ count: await story.counts(giver, day), on: day });
    }
  });

  it('who is moved to a college of the branch by a correction passes as well, and back', async () => {
    const id = membershipId(giver, story.id('company', 'Dolist'));
    const admission = await story.eventId('membership.MemberAdmitted', id);
    const correct = (college: string) =>
      story.accepted(`membership/memberships/${id}/correct-admission`, {
        ...{ fact: admission, changes: { college }, reason: 'typed wrong' },
      });
    await correct('makers');
    await story.app.react();
    expect(await story.members(receiver, LATER)).toContain('Dolist');
    expect(await story.members(giver, LATER)).not.toContain('Dolist');
    await correct('others');
    await story.app.react();
    expect(await story.members(receiver, LATER)).not.toContain('Dolist');
    expect(await story.members(giver, LATER)).toContain('Dolist');
  });
});
