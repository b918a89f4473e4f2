import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '#libs/kernel';
import { TestPlatform } from '../support/test-platform.ts';
import { RESTORED, Return } from './restored-body.ts';
import { EFFECT, EVE, OperationStory, type Part, type Stage } from './operation-story.ts';

const named = { nameKind: 'final', seat: 'Lyon', departments: ['69'] };

describe('a split, a branch, a federation and a restoration on PostgreSQL', () => {
  let platform: TestPlatform;
  let stage: Stage;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    stage = {
      get: async (path) => {
        await platform.untilSettled();
        return await platform.get(path);
      },
      post: (path, body) => platform.post(path, body),
      react: () => platform.untilSettled(),
    };
  });
  afterAll(() => platform.stop());

  /** Two clusters with two members each, of whom one is a member of both. */
  async function founded(name: string): Promise<readonly [OperationStory<Stage>, Uuid, Uuid]> {
    const story = new OperationStory(stage, name);
    const [own, other] = [await story.cluster('own'), await story.cluster('other')];
    for (const company of ['Axess', 'Berger', 'Cogelec']) await story.company(company);
    for (const company of ['Axess', 'Berger']) await story.admit(own, company);
    for (const company of ['Berger', 'Cogelec']) await story.admit(other, company);
    return [story, own, other];
  }
  const parts = (...all: readonly (readonly [Uuid, string])[]): readonly Part[] =>
    all.map(([clusterId, role]) => ({ clusterId, role }));
  const countsOf = (story: OperationStory<Stage>, ...ids: readonly Uuid[]) =>
    Promise.all([EVE, EFFECT].map((day) => Promise.all(ids.map((id) => story.counts(id, day)))));
  const allocated = (toClusterId: Uuid, story: OperationStory<Stage>, company: string) => ({
    shares: [{ toClusterId, organisationIds: [story.id('company', company)] }],
  });

  it('a split: each member goes to one heir', async () => {
    const [story, own, other] = await founded('a split');
    const heir = story.id('heir');
    await story.whole('scission', parts([own, 'split'], [other, 'beneficiary']), {
      successor: { clusterId: heir, name: 'Heir', ...named },
      heirs: [{ clusterId: other, name: 'other', ...named }],
      allocation: { otherwise: other, ...allocated(heir, story, 'Axess') },
    });
    expect(await countsOf(story, own, other, heir)).toEqual([
      [2, 2, 0],
      [0, 2, 1],
    ]);
  });

  it('a branch: what is named passes, and a fact recorded late follows', async () => {
    const [story, own, other] = await founded('a branch');
    await story.whole('apport-partiel', parts([own, 'giving'], [other, 'receiving']), {
      successor: { clusterId: other, name: 'other', ...named },
      allocation: {
        shares: [
          { toClusterId: other, organisationIds: ['Axess', 'Cogelec'].map((name) => story.id('company', name)) },
        ],
      },
    });
    expect(await countsOf(story, own, other)).toEqual([
      [2, 2],
      [1, 3],
    ]);
    await story.admit(own, 'Cogelec');
    await platform.untilSettled();
    expect(await countsOf(story, own, other)).toEqual([
      [3, 2],
      [1, 3],
    ]);
  });

  it('a federation: both stay, and are members of the umbrella', async () => {
    const [story, own, other] = await founded('a federation');
    const umbrella = story.id('umbrella');
    const successor = { clusterId: umbrella, name: 'Umbrella', ...named };
    await story.whole('federation', parts([own, 'federating'], [other, 'federating']), { successor });
    expect(await countsOf(story, own, other, umbrella)).toEqual([
      [2, 2, 0],
      [2, 2, 2],
    ]);
  });

  it('a restoration: the body is there again, without the members that it had', async () => {
    const story = new Return(stage, 'a restoration');
    const own = await story.cluster('own');
    await story.company('Axess');
    await story.admit(own, 'Axess');
    const office = await story.board(own, 'Alice', '2012-01-01');
    await story.accepted(`membership/clusters/${own}/dissolve`, { effectiveAt: '2015-06-30' });
    await story.restored(own, { name: 'Own again', seat: 'Lyon' });
    await story.admit(own, 'Axess', { effectiveAt: '2020-01-01' });
    await platform.untilSettled();
    const days = ['2015-06-29', '2015-06-30', '2018-01-01', RESTORED, '2020-01-01'];
    expect(await Promise.all(days.map((day) => story.counts(own, day)))).toEqual([1, 0, 0, 0, 1]);
    expect(await Promise.all(days.map((day) => story.holders(office, day)))).toEqual([['Alice'], [], [], [], []]);
  });

  it('every read model is what a rebuild makes of the ledger', async () => {
    expect(await platform.modelsThatDiffer()).toEqual([]);
  });
});
