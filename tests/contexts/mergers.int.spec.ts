import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendarDate, streamName } from '#libs/kernel';
import { ADOPTED, ensure, id, MergerDesk, typesOf, VOTED, type PlannedMerger } from './support/merger-desk.ts';
import { TestPlatform, type Answer } from './support/test-platform.ts';

const ROUNDS = Array.from({ length: 10 }, (_each, index) => index);

/** Two absorptions by one body, which cannot give itself away twice (G12). */
const pairOf = (round: number) => {
  const shared = id('cluster', 'shared', round);
  const merger = (side: 'left' | 'right'): PlannedMerger => ({
    operationId: id('operation', side, round),
    kind: 'fusion-absorption',
    successorId: shared,
    participants: [shared, id('cluster', side, round)],
  });
  return { shared, left: merger('left'), right: merger('right') };
};
const absorption = (name: string, plan?: object): PlannedMerger => ({
  operationId: id('operation', name),
  kind: 'fusion-absorption',
  successorId: id('cluster', name, 'stays'),
  participants: [id('cluster', name, 'stays'), id('cluster', name, 'goes')],
  plan,
});

describe('mergers on PostgreSQL', () => {
  let platform: TestPlatform;
  let desk: MergerDesk;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    desk = new MergerDesk(platform);
  });
  afterAll(() => platform.stop());

  const statusOf = async (operationId: string) => {
    await platform.untilSettled();
    return (await desk.operation(operationId))['status'];
  };
  const eventsOn = async (operationId: string, ...types: readonly string[]) =>
    (await platform.events(...types)).filter(({ data }) => data['operationId'] === operationId);

  describe('two operations over one body, their last adoptions at once', () => {
    const races = new Map<number, { readonly winner: PlannedMerger; readonly loser: PlannedMerger; hash: string }>();

    it.each(ROUNDS)('round %i: one is adopted, the other is refused by G12', async (round) => {
      const { shared, left, right } = pairOf(round);
      const hashes = await Promise.all([desk.draft(left), desk.draft(right)]);
      const adoptions = [left, right].map((merger, index) => ({ merger, hash: hashes[index] ?? '' }));
      for (const { merger, hash } of adoptions)
        ensure(await desk.adopt(merger.operationId, merger.participants[1] ?? '', hash));

      const answers = await Promise.all(
        adoptions.map(({ merger, hash }) => desk.adopt(merger.operationId, shared, hash)),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const lost = answers.findIndex(({ status }) => status === 409);
      const [loser, winner] = [adoptions[lost], adoptions[1 - lost]];
      if (loser === undefined || winner === undefined) throw new Error('a race has two sides');
      expect(answers[lost]?.body['code']).toBe('MRG_BODY_ENGAGED');
      const again = await desk.adopt(loser.merger.operationId, shared, loser.hash);
      expect(again).toMatchObject({
        status: 409,
        body: {
          code: 'MRG_BODY_ENGAGED',
          guard: 'G12',
          citation: 'Loi du 1er juillet 1901, art. 9 bis, III',
          found: `body ${shared} is bound by operation ${winner.merger.operationId}, which every board has adopted`,
        },
      });
      races.set(round, { winner: winner.merger, loser: loser.merger, hash: loser.hash });
    });

    it('leaves one operation of each pair ADOPTED and the other a draft', async () => {
      expect(races.size).toBe(ROUNDS.length);
      for (const { winner, loser } of races.values()) {
        expect([await statusOf(winner.operationId), await statusOf(loser.operationId)]).toEqual(['adopted', 'drafted']);
      }
    });

    it('binds the bodies of the winners, each once, and none of the losers alone', async () => {
      const engaged = (await platform.events('mergers.BodyEngaged')).map(({ data }) => data['clusterId']);
      const bound = [...races.values()].flatMap(({ winner }) => winner.participants);
      expect(engaged.toSorted()).toEqual(bound.toSorted());
    });

    it('shows it in the guards of both', async () => {
      const { winner, loser } = races.get(0) ?? pairless();
      const guards = async ({ operationId }: PlannedMerger) => {
        const { body } = await platform.get(`mergers/operations/${operationId}/guards?validAt=${ADOPTED}`);
        const items = body['items'] as readonly { guard: string; state: string }[];
        return items.filter(({ guard }) => guard === 'G12').map(({ state }) => state);
      };
      expect(await guards(winner)).toEqual(['passed', 'passed']);
      expect(await guards(loser)).toEqual(['failed', 'not-yet-due']);
    });

    it.each(ROUNDS.slice(0, 5))('round %i: the withdrawal of the one frees the body for the other', async (round) => {
      const { winner, loser, hash } = races.get(round) ?? pairless();
      const [shared = ''] = loser.participants;
      const withdrawn = ensure(await desk.send(winner.operationId, 'withdraw', { reason: 'another way' }));
      expect(typesOf(withdrawn)).toEqual([
        'mergers.OperationWithdrawn',
        'mergers.BodyReleased',
        'mergers.BodyReleased',
      ]);
      const adopted = ensure(await desk.adopt(loser.operationId, shared, hash));
      expect(typesOf(adopted).toSorted()).toEqual([
        'mergers.BodyEngaged',
        'mergers.BodyEngaged',
        'mergers.OperationAdopted',
        'mergers.PlanAdopted',
      ]);
      expect([await statusOf(winner.operationId), await statusOf(loser.operationId)]).toEqual(['withdrawn', 'adopted']);
    });

    it.each(ROUNDS.slice(5, 8))('round %i: a revision frees the body as well', async (round) => {
      const { winner, loser, hash } = races.get(round) ?? pairless();
      const operation = await desk.operation(winner.operationId);
      const { plan } = operation['plan'] as { readonly plan: object };
      ensure(await desk.send(winner.operationId, 'draft-plan', { plan: { ...plan, motives: 'Revised.' } }));
      ensure(await desk.adopt(loser.operationId, loser.participants[0] ?? '', hash));
      expect([await statusOf(winner.operationId), await statusOf(loser.operationId)]).toEqual(['drafted', 'adopted']);
    });

    it('what stayed bound is still refused', async () => {
      const { loser, hash } = races.get(9) ?? pairless();
      const answer = await desk.adopt(loser.operationId, loser.participants[0] ?? '', hash);
      expect(answer.body).toMatchObject({ code: 'MRG_BODY_ENGAGED', guard: 'G12' });
    });
  });

  describe('acts on one operation at once', () => {
    /** Both acts, each again when the other came in between. */
    const both = (...sends: readonly (() => Promise<Answer>)[]) => Promise.all(sends.map((send) => send()));

    it('two boards: both have adopted, the bodies are bound once', async () => {
      const merger = absorption('boards');
      const hash = await desk.draft(merger);
      const answers = await both(
        ...merger.participants.map((each) => () => desk.adopt(merger.operationId, each, hash)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await statusOf(merger.operationId)).toBe('adopted');
      expect(await eventsOn(merger.operationId, 'mergers.PlanAdopted')).toHaveLength(2);
      expect(await eventsOn(merger.operationId, 'mergers.OperationAdopted')).toHaveLength(1);
      expect(await eventsOn(merger.operationId, 'mergers.BodyEngaged')).toHaveLength(2);
    });

    it('two assemblies: one effect, with the later of them', async () => {
      const merger = absorption('assemblies');
      for (const clusterId of merger.participants) await desk.cluster(clusterId, `Cluster ${clusterId.slice(-4)}`);
      await Promise.all(merger.participants.map((clusterId) => desk.statutes(clusterId)));
      await platform.untilSettled();
      await desk.adoptEverywhere(merger);
      await desk.callEverywhere(merger);
      const answers = await both(...merger.participants.map((each) => () => desk.vote(merger.operationId, each)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await eventsOn(merger.operationId, 'mergers.AssemblyVoted')).toHaveLength(2);
      expect(await eventsOn(merger.operationId, 'mergers.SuccessionTookEffect')).toHaveLength(1);
      expect(await eventsOn(merger.operationId, 'mergers.BodyReleased')).toHaveLength(2);
      expect(await statusOf(merger.operationId)).toBe('effective');
    });

    it('a withdrawal against the last adoption: never bound and withdrawn', async () => {
      const merger = absorption('withdrawal');
      const hash = await desk.draft(merger);
      const [stays = '', goes = ''] = merger.participants;
      ensure(await desk.adopt(merger.operationId, goes, hash));
      const [adoption, withdrawal] = await both(
        () => desk.adopt(merger.operationId, stays, hash),
        () => desk.send(merger.operationId, 'withdraw', { reason: 'given up' }),
      );
      expect(withdrawal?.status).toBe(200);
      expect(await statusOf(merger.operationId)).toBe('withdrawn');
      const bound = await eventsOn(merger.operationId, 'mergers.BodyEngaged');
      const freed = await eventsOn(merger.operationId, 'mergers.BodyReleased');
      expect([bound.length, freed.length]).toEqual(adoption?.status === 200 ? [2, 2] : [0, 0]);
      if (adoption?.status !== 200)
        expect(adoption?.body).toMatchObject({ code: 'MRG_WRONG_STATUS', found: 'the operation is withdrawn' });
    });

    it('the same request twenty times: one fact', async () => {
      const merger = absorption('repeats');
      const hash = await desk.draft(merger);
      const [stays = ''] = merger.participants;
      const sends = Array.from({ length: 20 }, () => () => desk.adopt(merger.operationId, stays, hash));
      expect(new Set((await both(...sends)).map(({ status }) => status))).toEqual(new Set([200]));
      expect(await eventsOn(merger.operationId, 'mergers.PlanAdopted')).toHaveLength(1);
    });
  });

  describe('the dry run and the effect', () => {
    const antennaId = id('antenna', 'drome');
    const merger = absorption('dry-run', {
      newAntennas: [
        {
          antennaId,
          name: 'Drôme-Ardèche',
          departments: ['07', '26'],
          originClusterId: id('cluster', 'dry-run', 'goes'),
        },
      ],
      antennaMapping: [{ fromClusterId: id('cluster', 'dry-run', 'goes'), toAntennaId: antennaId }],
    });
    const [stays = '', goes = ''] = merger.participants;
    const company = (number: number) => id('organisation', 'dry-run', number);
    /** 9 and 7 members, 3 of them in both; one more has left. */
    const members = { [stays]: [1, 2, 3, 4, 5, 6, 7, 8, 9], [goes]: [7, 8, 9, 10, 11, 12, 13] };
    let forecast: Record<string, unknown>;

    beforeAll(async () => {
      for (const clusterId of merger.participants) {
        await desk.cluster(clusterId, clusterId === stays ? 'Numélink' : 'RhôneAlley');
        await desk.statutes(clusterId);
      }
      const organisations = Array.from({ length: 14 }, (_each, index) => index + 1);
      await platform.acceptedAll(
        organisations.map((n) => [
          'membership/organisations',
          { id: company(n), name: `Company ${String(n)}`, kind: 'company' },
        ]),
      );
      const admissions = [...Object.entries(members), [goes, [14]] as const].flatMap(([clusterId, numbers]) =>
        numbers.map((n) => ({ clusterId, organisationId: company(n), effectiveAt: '2012-01-01' })),
      );
      await platform.acceptedAll(admissions.map((admission) => ['membership/memberships', admission]));
      const { body } = await platform.sendAccepted('membership/memberships', admissions.at(-1) ?? {});
      await platform.sendAccepted(`membership/memberships/${String(body['id'])}/end`, {
        clusterId: goes,
        cause: 'resignation',
        effectiveAt: '2014-01-01',
      });
      await desk.voteEverywhere(merger, [stays]);
      await platform.untilSettled();
    });

    it('tells the members, who is counted twice and where they will stand', async () => {
      const { head } = await platform.platform.runtime.store.status();
      const answer = await platform.post(`mergers/operations/${merger.operationId}/dry-run`, { on: VOTED });
      forecast = answer.body['members'] as Record<string, unknown>;
      expect(forecast).toMatchObject({
        total: 13,
        sum: 16,
        merged: 3,
        byOrigin: [
          { clusterId: stays, name: 'Numélink', members: 9 },
          { clusterId: goes, name: 'RhôneAlley', members: 7 },
        ],
        byAntenna: [
          { antennaId: null, members: 9 },
          { antennaId, name: 'Drôme-Ardèche', members: 4 },
        ],
      });
      const duplicates = forecast['duplicates'] as readonly { readonly name: string }[];
      expect(duplicates.map(({ name }) => name).toSorted()).toEqual(['Company 7', 'Company 8', 'Company 9']);
      expect(answer.body['effect']).toMatchObject({ lastVoteIsEffect: true });
      expect((await platform.platform.runtime.store.status()).head).toBe(head);
    });

    it('is forbidden to who may not see members that are not theirs', async () => {
      const path = `mergers/operations/${merger.operationId}/dry-run`;
      expect(await platform.post(path, { on: VOTED }, { as: 'subscriber' })).toMatchObject({ status: 403 });
    });

    it('is what the effect does', async () => {
      expect(typesOf(ensure(await desk.vote(merger.operationId, goes)))).toContain('mergers.SuccessionTookEffect');
      await platform.untilSettled();
      const counts = await platform.get(`membership/clusters/${stays}/counts?validAt=${VOTED}&since=2016-03-30`);
      expect(counts.body).toMatchObject({ members: forecast['total'], before: 9, joins: 4, leaves: 0 });
      const register = await platform.all(`membership/clusters/${stays}/members?validAt=${VOTED}`, 5);
      expect(register).toHaveLength(Number(forecast['total']));
      const moved = register.filter((member) => (member['origins'] as readonly unknown[]).length > 0);
      expect(moved).toHaveLength(7);
      const placed = register.filter((member) => member['antennaId'] === antennaId);
      expect(placed).toHaveLength(4);
    });

    it('and what the contexts report', async () => {
      const { references } = await desk.operation(merger.operationId);
      expect(references).toEqual(
        expect.arrayContaining([
          { context: 'membership', toMove: 7, moved: 7, merged: forecast['merged'], needConsent: 0 },
        ]),
      );
    });

    it('afterwards says that it took effect, and moves nobody', async () => {
      const { body } = await platform.post(`mergers/operations/${merger.operationId}/dry-run`, { on: VOTED });
      expect(body).toMatchObject({
        status: 'effective',
        effect: { expectedOn: VOTED, lastVoteIsEffect: false, note: 'It took effect.' },
      });
    });
  });

  describe('a cluster that is dissolved at the instant at which an operation binds it', () => {
    const merger = absorption('crossing');
    const [stays = '', goes = ''] = merger.participants;
    const notice = `operation ${merger.operationId}: membership has set aside clusters (MBR_CLUSTER_DISSOLVED)`;

    it('is named by readiness, and the process is ready', async () => {
      for (const each of [stays, goes]) await desk.registered([each]).then(() => desk.statutes(each));
      await desk.adoptEverywhere(merger);
      await desk.callEverywhere(merger);
      await platform.untilSettled();
      // What membership decides when it has not heard of the engagement.
      await platform.platform.runtime.store.append(streamName('membership', 'cluster', goes), 'any', [
        {
          id: id('event', 'crossing'),
          type: 'membership.ClusterDissolved',
          schemaVersion: 1,
          data: { clusterId: goes, on: VOTED },
          metadata: {
            recordedAt: platform.clock.now(),
            effectiveAt: calendarDate(VOTED),
            actor: { id: 'spec' },
            correlationId: id('correlation', 'crossing'),
            visibility: { kind: 'public' },
          },
        },
      ]);
      for (const each of [stays, goes]) ensure(await desk.vote(merger.operationId, each));
      await platform.untilSettled();
      expect(await platform.platform.runtime.health()).toMatchObject({ ready: true, notices: [notice] });
    });

    it('until an administrator has settled it', async () => {
      const reference = { context: 'membership', reference: 'clusters', reason: 'dissolved on that very day' };
      ensure(await desk.send(merger.operationId, 'pass-over-reference', reference));
      await platform.untilSettled();
      const health = await platform.platform.runtime.health();
      expect(health).toMatchObject({ ready: true });
      expect(health).not.toHaveProperty('notices');
    });
  });

  it('every read model is what a rebuild makes of the ledger', async () => {
    await platform.untilSettled();
    expect(await platform.modelsThatDiffer()).toEqual([]);
  });
});

function pairless(): never {
  throw new Error('that round has not been run');
}
