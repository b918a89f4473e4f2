import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { EFFECT, EVE, OperationStory, type Part } from './operation-story.ts';

const LATER = '2018-01-01';

describe('a cluster splits into a new one and one that is there', () => {
  let story: OperationStory;
  let split: Uuid;
  let essaim: Uuid;
  let media: Uuid;
  let participants: readonly Part[];
  let presidencies: Readonly<Record<'split' | 'essaim' | 'media', Uuid>>;

  beforeAll(async () => {
    story = new OperationStory(await TestApplication.start(contexts), 'Pôle Sud');
    [split, essaim, media] = [await story.cluster('Pôle Sud'), await story.cluster('Essaim'), story.id('media')];
    participants = [
      { clusterId: split, role: 'split' },
      { clusterId: essaim, role: 'beneficiary' },
    ];
    await belongings();
    presidencies = {
      split: await story.board(split, 'Ada'),
      essaim: await story.board(essaim, 'Blaise'),
      media: story.id('presidency of Média'),
    };
    await story.whole('scission', participants, plan());
  });
  afterAll(() => story.app.stop());

  /** Five members of the one that splits, of whom Esker is a member of the other one as well, an antenna, two subsidies, two seats, and a place in a network. */
  async function belongings(): Promise<void> {
    for (const name of ['Axess', 'Berger', 'Cogelec', 'Dolist', 'Esker', 'Fidal', 'Region']) await story.company(name);
    const antenna = { id: story.id('Nîmes'), clusterId: split, name: 'Nîmes' };
    await story.accepted('membership/antennas', antenna);
    await story.admit(split, 'Axess', { antennaId: antenna.id });
    await story.admit(split, 'Berger');
    await story.admit(split, 'Cogelec');
    await story.admit(split, 'Dolist', { antennaId: antenna.id });
    await story.admit(split, 'Esker');
    for (const name of ['Esker', 'Fidal']) await story.admit(essaim, name);
    for (const name of ['the first', 'the second'])
      await story.accepted('membership/subsidies', {
        ...{ id: story.id('subsidy', name), clusterId: split, granterId: story.id('company', 'Region') },
        ...{ amountCents: 100, purpose: name, year: 2017, effectiveAt: '2016-01-01' },
      });
    await story.accepted('incubation/incubators', { id: story.id('incubator'), name: 'Bivouac', site: 'Nîmes' });
    for (const name of ['the first', 'the second']) await seat(name);
    const network = await story.cluster('France Clusters');
    await story.accepted('membership/memberships', { clusterId: network, organisationId: split });
  }

  async function seat(name: string): Promise<void> {
    const id = story.id('partner', name);
    await story.accepted('incubation/partners', {
      ...{ id, incubatorId: story.id('incubator'), class: 'sector-body' },
      holder: { kind: 'cluster', id: split },
    });
    await story.accepted(`incubation/partners/${id}/grant-seat`, { seatId: story.id('seat', name) });
  }

  function plan(): object {
    const named = { nameKind: 'final', seat: 'Nîmes', departments: ['30'] };
    const holder = { mandateId: story.id('mandate of Chloé'), person: { personId: story.id('Chloé'), name: 'Chloé' } };
    const office = { officeId: presidencies.media, kind: 'president', title: 'President', maxHolders: 1 };
    return {
      successor: { clusterId: media, name: 'Média', ...named },
      heirs: [{ clusterId: essaim, name: 'Essaim', ...named }],
      allocation: {
        otherwise: essaim,
        shares: [
          {
            ...{
              toClusterId: media,
              organisationIds: [story.id('company', 'Berger')],
              antennaIds: [story.id('Nîmes')],
            },
            ...{ subsidyIds: [story.id('subsidy', 'the first')], partnerIds: [story.id('partner', 'the first')] },
            networkIds: [story.id('cluster', 'France Clusters')],
          },
          { toClusterId: essaim, organisationIds: [story.id('company', 'Dolist')] },
        ],
      },
      transitionalGovernance: {
        limit: '2018-03-27',
        bodies: [
          {
            bodyId: story.id('board of Média'),
            kind: 'board',
            name: 'Board',
            offices: [{ ...office, holders: [holder] }],
          },
        ],
      },
    };
  }

  it('was foreseen: who goes where, what ends and begins', () => {
    const ids = (of: readonly string[]) => of.map((mandateId) => expect.objectContaining({ mandateId }));
    expect(story.foreseen).toMatchObject({
      members: {
        ...{ total: 6, sum: 7, merged: 1 },
        byHeir: [
          { clusterId: media, members: 2 },
          { clusterId: essaim, members: 4 },
        ],
        duplicates: [{ organisationId: story.id('company', 'Esker'), clusterIds: [essaim, split] }],
      },
      governance: {
        mandatesEnded: ids([story.id(split, 'mandate')]),
        mandatesBegun: ids([story.id('mandate of Chloé')]),
        bodiesAbolished: [{ bodyId: story.id(split, 'board') }],
        bodiesCreated: [{ bodyId: story.id('board of Média') }],
      },
      guards: { failed: [], notYetDue: [{ guard: 'G8', earliestLawfulDate: EFFECT }] },
    });
  });

  it('sends every member to one heir: by its own name, by its antenna, and all others', async () => {
    expect(await story.members(split, EVE)).toEqual(['Axess', 'Berger', 'Cogelec', 'Dolist', 'Esker']);
    expect(await story.members(split, EFFECT)).toEqual([]);
    expect(await story.members(media, EFFECT)).toEqual(['Axess', 'Berger']);
    expect(await story.members(essaim, EFFECT)).toEqual(['Cogelec', 'Dolist', 'Esker', 'Fidal']);
  });

  it('its diff says what each heir takes', async () => {
    const { effect } = await story.read(`mergers/operations/${story.operationId}/effect`);
    const { diff } = effect as { readonly diff: Readonly<Record<string, unknown>> };
    const taken = (list: string) =>
      (diff[list] as readonly { readonly toClusterId: string }[]).map((each) => each.toClusterId);
    expect(diff['members']).toMatchObject({
      ...{ total: 6, sum: 7, merged: 1 },
      byHeir: [
        { clusterId: media, members: 2 },
        { clusterId: essaim, members: 4 },
      ],
    });
    expect(diff['governance']).toMatchObject({
      mandatesEnded: [{ clusterId: split, personName: 'Ada' }],
      mandatesBegun: [{ clusterId: media, personName: 'Chloé' }],
    });
    expect(taken('subsidies').toSorted()).toEqual([essaim, media].toSorted());
    expect(taken('partners').toSorted()).toEqual([essaim, media].toSorted());
    expect(taken('networks')).toEqual([media]);
  });

  it('counts by the day: 5 and 2 become 2 and 4, for one was a member of both', async () => {
    const counted = (day: string) => Promise.all([split, essaim, media].map((id) => story.counts(id, day)));
    expect(await counted(EVE)).toEqual([5, 2, 0]);
    expect(await counted(EFFECT)).toEqual([0, 4, 2]);
  });

  it('the antenna and its members stay together, and whoever goes elsewhere has none there', async () => {
    const { items } = await story.read(`membership/clusters/${media}/members?validAt=${EFFECT}`);
    expect((items as readonly Record<string, unknown>[]).map(({ name, antennaId }) => [name, antennaId])).toEqual(
      expect.arrayContaining([
        ['Axess', story.id('Nîmes')],
        ['Berger', undefined],
      ]),
    );
    const others = (await story.read(`membership/clusters/${essaim}/members?validAt=${EFFECT}`))['items'];
    expect(others).toEqual(
      (others as readonly object[]).map(() => expect.not.objectContaining({ antennaId: story.id('Nîmes') })),
    );
  });

  it('sends subsidies and seats where the plan says', async () => {
    const holder = async (path: string, day: string) => story.read(`${path}?validAt=${day}`);
    for (const [name, heir] of [
      ['the first', media],
      ['the second', essaim],
    ] as const) {
      expect(await holder(`membership/subsidies/${story.id('subsidy', name)}`, EVE)).toMatchObject({
        clusterId: split,
      });
      expect(await holder(`membership/subsidies/${story.id('subsidy', name)}`, EFFECT)).toMatchObject({
        clusterId: heir,
      });
      expect(await holder(`incubation/partners/${story.id('partner', name)}`, EFFECT)).toMatchObject({
        holder: { kind: 'cluster', id: heir },
      });
    }
  });

  it('ends the mandates of the one that split; those of the other one go on, and the new one has its own', async () => {
    const all = (day: string) =>
      Promise.all([presidencies.split, presidencies.essaim].map((office) => story.holders(office, day)));
    expect(await all(EVE)).toEqual([['Ada'], ['Blaise']]);
    expect(await all(EFFECT)).toEqual([[], ['Blaise']]);
    expect(await story.holders(presidencies.media, EFFECT)).toEqual(['Chloé']);
  });

  it('gives its place in the network to the heir that the plan names', async () => {
    const network = story.id('cluster', 'France Clusters');
    const { items } = await story.read(`membership/clusters/${network}/members?validAt=${EFFECT}`);
    expect(items).toMatchObject([{ organisationId: media }]);
  });

  it('the lineage has an edge to each heir, and the trail names both', async () => {
    expect(await story.lineage(split)).toEqual(['Pôle Sud scission Essaim', 'Pôle Sud scission Média']);
    const { items } = await story.read(`membership/clusters/${media}/members?validAt=${EFFECT}`);
    const [{ membershipId = '' } = {}] = items as readonly { readonly membershipId?: string }[];
    expect(await story.read(`audit/provenance/membership/${membershipId}?validAt=${EFFECT}`)).toMatchObject({
      operations: [{ kind: 'scission', predecessors: [split], successor: media, heirs: [essaim] }],
    });
  });

  it('every context reports, and nothing is set aside', async () => {
    const { references, setAside } = await story.page();
    expect(setAside).toEqual([]);
    expect(
      (references as readonly Record<string, unknown>[])
        .map(({ context, toMove, moved }) => [context, toMove, moved])
        .toSorted(),
    ).toEqual([
      ['events', 0, 0],
      ['governance', 2, 2],
      ['incubation', 2, 2],
      ['membership', 8, 8],
    ]);
  });

  it.each(['subsidyIds', 'partnerIds', 'antennaIds', 'networkIds', 'organisationIds'])(
    'what the body does not have, or nobody, is in no share of it: %s',
    async (list) => {
      const other = new OperationStory(story.app, `with a stranger in ${list}`);
      const body = await other.cluster('Splitting');
      await other.start('scission', [{ clusterId: body, role: 'split' }]);
      const [one, two] = ['one', 'two'].map((name) => ({
        ...{ clusterId: other.id(name), name, nameKind: 'final', seat: 'Lyon', departments: [] },
      }));
      const shares = [{ toClusterId: one?.clusterId, [list]: [story.id('subsidy', 'the first')] }];
      const allocation = { otherwise: two?.clusterId, shares };
      const drafted = (more: object) => other.draft({ successor: one, heirs: [two], allocation, ...more });
      expect(await drafted({})).toMatchObject({ status: 400, body: { code: 'MRG_PLAN_INCONSISTENT' } });
      expect(await drafted({ allocation: { ...allocation, shares: [] } })).toMatchObject({ status: 200 });
    },
  );

  it('who turns out to have been in an antenna goes to the heir that has it, and leaves the other one', async () => {
    const id = membershipId(split, story.id('company', 'Cogelec'));
    await story.accepted(`membership/memberships/${id}/correct-admission`, {
      ...{ fact: await story.eventId('membership.MemberAdmitted', id), reason: 'typed wrong' },
      changes: { antennaId: story.id('Nîmes') },
    });
    await story.app.react();
    expect(await story.members(media, LATER)).toContain('Cogelec');
    expect(await story.members(essaim, LATER)).not.toContain('Cogelec');
    expect([await story.counts(essaim, EFFECT), await story.counts(media, EFFECT)]).toEqual([3, 3]);
  });

  it('handles every event again to no second effect', async () => {
    const { head } = await story.app.store.status();
    await story.app.react();
    expect((await story.app.store.status()).head).toBe(head);
  });

  it.each([
    ['Region', true, 'media'],
    ['Fidal', false, 'essaim'],
  ] as const)(
    'an admission of before it, recorded after it, follows to the right heir: %s',
    async (name, isPlaced, heir) => {
      await story.admit(split, name, isPlaced ? { antennaId: story.id('Nîmes') } : {});
      await story.app.react();
      const to = heir === 'media' ? media : essaim;
      expect(await story.members(to, LATER)).toContain(name);
      expect(await story.members(heir === 'media' ? essaim : media, LATER)).not.toContain(name);
    },
  );
});
