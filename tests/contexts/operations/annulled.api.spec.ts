import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { ANNULLED, judgement } from '../support/annulled-merger.ts';
import { EFFECT, EVE, OperationStory } from './operation-story.ts';

const named = { nameKind: 'final', seat: 'Nîmes', departments: ['30'] };
const LAST_OF_GAP = '2019-06-23';

describe('what a court annuls beside mergers', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts);
  });
  afterAll(() => app.stop());

  /** One cluster with members, an antenna and a subsidy. */
  async function withBelongings(name: string): Promise<readonly [OperationStory, Uuid, Uuid]> {
    const story = new OperationStory(app, name);
    const [own, other] = [await story.cluster(name), await story.cluster(`Beside ${name}`)];
    for (const each of ['Axess', 'Berger', 'Cogelec', 'Fidal', 'Region']) await story.company(each);
    await story.accepted('membership/antennas', { id: story.id('antenna'), clusterId: own, name: 'Nîmes' });
    await story.admit(own, 'Axess', { antennaId: story.id('antenna') });
    for (const each of ['Berger', 'Cogelec']) await story.admit(own, each);
    for (const each of ['Cogelec', 'Fidal']) await story.admit(other, each);
    await story.accepted('membership/subsidies', {
      ...{ id: story.id('subsidy'), clusterId: own, granterId: story.id('company', 'Region') },
      ...{ amountCents: 100, purpose: 'events', year: 2017, effectiveAt: '2016-01-01' },
    });
    return [story, own, other];
  }

  async function annulled(story: OperationStory): Promise<void> {
    await story.acted('annul', { judgement });
    await app.react();
  }

  const share = (story: OperationStory, toClusterId: Uuid) => ({
    ...{ toClusterId, organisationIds: [story.id('company', 'Berger')] },
    ...{ antennaIds: [story.id('antenna')], subsidyIds: [story.id('subsidy')] },
  });

  it('a split: every heir gives back what it took, and the new one ends', async () => {
    const [story, split, there] = await withBelongings('Pôle Sud');
    const founded = story.id('founded');
    await story.whole(
      'scission',
      [
        { clusterId: split, role: 'split' },
        { clusterId: there, role: 'beneficiary' },
      ],
      {
        successor: { clusterId: founded, name: 'Média', ...named },
        heirs: [{ clusterId: there, name: 'Essaim', ...named }],
        allocation: { otherwise: there, shares: [share(story, founded)] },
      },
    );
    await annulled(story);
    const members = (day: string) => Promise.all([split, founded, there].map((id) => story.members(id, day)));
    const before = ['Axess', 'Berger', 'Cogelec'];
    expect(await members(EVE)).toEqual([before, [], ['Cogelec', 'Fidal']]);
    expect(await members(EFFECT)).toEqual([[], ['Axess', 'Berger'], ['Cogelec', 'Fidal']]);
    expect(await members(LAST_OF_GAP)).toEqual([[], ['Axess', 'Berger'], ['Cogelec', 'Fidal']]);
    expect(await members(ANNULLED)).toEqual([before, [], ['Cogelec', 'Fidal']]);
    expect(await story.read(`membership/antennas/${story.id('antenna')}`)).toMatchObject({ clusterId: split });
    expect(await story.read(`membership/subsidies/${story.id('subsidy')}`)).toMatchObject({ clusterId: split });
    expect(await story.read(`membership/clusters/${founded}`)).toMatchObject({
      state: 'dissolved',
      stateSince: ANNULLED,
    });
    expect(await story.read(`membership/clusters/${there}`)).toMatchObject({ state: 'active' });
  });

  it('a branch: it goes back to the giver, which had stood all along', async () => {
    const [story, giver, receiver] = await withBelongings('Numélink');
    await story.whole(
      'apport-partiel',
      [
        { clusterId: giver, role: 'giving' },
        { clusterId: receiver, role: 'receiving' },
      ],
      {
        successor: { clusterId: receiver, name: 'Essaim', ...named },
        allocation: { shares: [share(story, receiver)] },
      },
    );
    await annulled(story);
    const members = (day: string) => Promise.all([giver, receiver].map((id) => story.members(id, day)));
    expect(await members(EFFECT)).toEqual([['Cogelec'], ['Axess', 'Berger', 'Cogelec', 'Fidal']]);
    expect(await members(ANNULLED)).toEqual([
      ['Axess', 'Berger', 'Cogelec'],
      ['Cogelec', 'Fidal'],
    ]);
    expect(await story.read(`membership/subsidies/${story.id('subsidy')}`)).toMatchObject({ clusterId: giver });
    expect(await story.read(`membership/clusters/${giver}`)).toMatchObject({ state: 'active' });
    expect(await story.page()).toMatchObject({ status: 'annulled', setAside: [] });
  });

  it('a federation: its network ends, and nobody has lost anything', async () => {
    const story = new OperationStory(app, 'Littoral');
    const [one, two, umbrella] = [await story.cluster('Axe'), await story.cluster('Baie'), story.id('umbrella')];
    const participants = [one, two].map((clusterId) => ({ clusterId, role: 'federating' }));
    await story.whole('federation', participants, { successor: { clusterId: umbrella, name: 'Littoral', ...named } });
    await annulled(story);
    expect(await story.read(`membership/clusters/${umbrella}`)).toMatchObject({
      state: 'dissolved',
      stateSince: ANNULLED,
    });
    expect([await story.counts(umbrella, LAST_OF_GAP), await story.counts(umbrella, ANNULLED)]).toEqual([2, 0]);
    expect(await story.page()).toMatchObject({ status: 'annulled', setAside: [] });
  });
});
