import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { Attempt, clauses, EFFECT } from './support/attempted-merger.ts';

type Json = Readonly<Record<string, unknown>>;
const why = { reason: 'Deux chiffres intervertis' };
const VOTED = '2017-02-15';
/** Each cluster of these mergers has one member. */
const yes = { members: 1, present: 1, represented: 0, for: 1, against: 0, abstentions: 0 };
const no = { ...yes, for: 0, against: 1 };

/** What was recorded of a merger is corrected, with all contexts behind it. */
describe('a merger of which something was recorded wrong', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '100000' });
  });
  afterAll(() => app.stop());

  /** B into A, adopted by both boards; the treaty sets the day of the effect unless the plan says otherwise. */
  async function adopted(name: string, plan: object = {}): Promise<Attempt> {
    const merger = new Attempt(app, name);
    await merger.found();
    await merger.start();
    await merger.draft(plan);
    await merger.adopt();
    return merger;
  }

  async function vote(merger: Attempt, clusterId: string, tally = yes): Promise<string> {
    const body = { clusterId, tally, effectiveAt: VOTED };
    const answer = await merger.accepted(`mergers/operations/${merger.operationId}/record-vote`, body);
    return (answer.body['events'] as readonly { readonly id: string }[])[0]?.id ?? '';
  }
  const correctVote = (merger: Attempt, fact: string, tally: object): Promise<TestAnswer> =>
    merger.act('correct-vote', { fact, ...why, changes: { tally } });
  const votesOf = async ({ operationId }: Attempt) =>
    (await app.get(`mergers/operations/${operationId}/votes`)).body['items'] as readonly Json[];
  const typesOf = ({ body }: TestAnswer) =>
    (body['events'] as readonly { readonly type: string }[]).map(({ type }) => type);

  it('by a tally that says no is rejected, and its bodies are free for another', async () => {
    const merger = await adopted('a corrected no');
    const fact = await vote(merger, merger.b);
    expect(typesOf(await correctVote(merger, fact, no))).toContain('mergers.OperationRejected');
    expect(await merger.page()).toMatchObject({ status: 'rejected' });
    expect((await app.post(`membership/clusters/${merger.b}/dissolve`, { effectiveAt: '2018-01-01' })).status).toBe(
      200,
    );
  });

  it('by a tally that makes the last approval takes effect, and every context follows', async () => {
    const merger = await adopted('a corrected yes', { effectDate: undefined });
    const fact = await vote(merger, merger.b, { ...yes, present: 0, for: 0 });
    await vote(merger, merger.a);
    expect(await merger.page()).toMatchObject({ status: 'published' });
    expect(typesOf(await correctVote(merger, fact, yes))).toContain('mergers.SuccessionTookEffect');
    await app.react();
    await merger.isComplete();
    // The vote is the effect: its members were members that day, before they passed.
    for (const each of await votesOf(merger)) expect(each).not.toHaveProperty('differs');
  });

  describe('once it took effect', () => {
    let merger: Attempt;
    let fact: string;
    beforeAll(async () => {
      merger = await adopted('corrected after the effect');
      await vote(merger, merger.a);
      fact = await vote(merger, merger.b);
      expect(await merger.takeEffect()).toMatchObject({ status: 200 });
      await app.react();
    });

    it('differs in nothing by what is known', async () => {
      for (const each of await votesOf(merger)) expect(each).not.toHaveProperty('differs');
    });

    it('differs in the count once a resignation of before the vote is recorded', async () => {
      const { body } = await app.get(`membership/clusters/${merger.b}/members?validAt=2017-01-01`);
      const [{ membershipId } = { membershipId: '' }] = body['items'] as readonly { readonly membershipId: string }[];
      const of = { clusterId: merger.b, cause: 'resignation' };
      await merger.accepted(`membership/memberships/${membershipId}/end`, { ...of, effectiveAt: '2016-12-31' });
      await app.react();
      expect(await votesOf(merger)).toMatchObject([{}, { outcome: 'adopted', tally: yes, differs: { members: 0 } }]);
      expect(await merger.page()).toMatchObject({ status: 'effective', votes: [{}, { differs: { members: 0 } }] });
      const successor = await app.get(`membership/clusters/${merger.a}/members?validAt=${EFFECT}`);
      expect(successor.body['items']).toEqual([]);
    });

    it('differs in the rule once statutes of before the vote are recorded', async () => {
      const majority = { numerator: 3, denominator: 4 };
      await merger.accepted(`governance/statutes/${merger.b}/adopt`, {
        ...{ clauses: { ...clauses, dissolution: { ...clauses.dissolution, majority } }, effectiveAt: '2016-12-01' },
      });
      await app.react();
      const differs = { rule: { statutesVersion: 2, majority }, outcome: 'adopted', members: 0 };
      expect(await votesOf(merger)).toMatchObject([{}, { outcome: 'adopted', differs }]);
    });

    it('keeps its verdict beside a tally that is corrected, on the audit side as well', async () => {
      app.clock.advanceMs(1_000);
      expect(typesOf(await correctVote(merger, fact, no))).toEqual(['mergers.AssemblyVotedCorrected']);
      await app.react();
      expect(await votesOf(merger)).toMatchObject([
        {},
        {
          outcome: 'adopted',
          tally: yes,
          corrected: { tally: no, outcome: 'rejected' },
          differs: { outcome: 'rejected' },
        },
      ]);
      expect(await merger.page()).toMatchObject({ status: 'effective', setAside: [] });
      const type = 'mergers.AssemblyVotedCorrected';
      const timeline = await app.get(`audit/timeline/${merger.operationId}?type=${type}`);
      expect(timeline.body['items']).toMatchObject([{ type, corrects: fact, effectiveAt: VOTED }]);
      const history = await app.get(`audit/history/${merger.operationId}`);
      const items = history.body['items'] as readonly { readonly kind: string; readonly subjectId: string }[];
      const vote = items.find(({ kind, subjectId }) => kind === 'vote' && subjectId === merger.b);
      expect(vote).toMatchObject({
        versions: [
          { value: { tally: yes }, withdrawnBy: why },
          { value: { tally: no, outcome: 'adopted' }, correctedBy: why, knownTo: null },
        ],
      });
    });
  });
});
