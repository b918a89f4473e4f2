import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, instantFromEpochMs, type RecordedEvent, type Uuid } from '#libs/kernel';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { Attempt, EFFECT, LONG_AGO, STARTED } from './support/attempted-merger.ts';
import { authorise, belongingsOf, commandsOf, establish } from './support/two-clusters.ts';

const REASON = 'Mal saisi';
const drawn = (name: string): Uuid => derivedId('operator-grants', name);
const stranger = drawn('stranger');
const partner = drawn('partner');
const incubator = drawn('incubator');

it('every context whose commands or reads are for operators keeps what was granted to them', () => {
  const lacking = contexts
    .filter(({ commands, queries }) => {
      const sent = commands.some(({ rows }) => rows.some(({ scope }) => scope !== undefined));
      return sent || queries.some(({ isScoped }) => isScoped);
    })
    .filter(({ grants, projections }) => grants === undefined || !projections.some(({ name }) => name === grants.name));
  expect(lacking.map(({ name }) => name)).toEqual([]);
});

describe('the operators of a predecessor', () => {
  let app: TestApplication;
  /** B into A. */
  let merger: Attempt;
  let stamp = 0;

  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '100000' });
    merger = new Attempt(app, 'operator-grants');
    await merger.found();
    for (const each of [stranger, partner]) await merger.register(each);
    await merger.accepted('incubation/incubators', { id: incubator, name: 'I', site: 'Lyon', effectiveAt: LONG_AGO });
  });
  afterAll(() => app.stop());

  const asOperatorOfB = () => ({ as: 'operator', clusters: [merger.b] }) as const;
  const grant = (clusterId: string, effectiveAt: string, predecessorId: string = merger.b) =>
    app.post(`membership/clusters/${clusterId}/authorise-operators`, { predecessorId, effectiveAt });
  const revoke = (clusterId: string, effectiveAt: string) =>
    app.post(`membership/clusters/${clusterId}/revoke-operators`, { predecessorId: merger.b, effectiveAt });
  const correct = (verb: string, body: object) =>
    app.post(`membership/clusters/${merger.a}/${verb}`, { reason: REASON, ...body });

  /** A command of each context for a cluster, by an operator of B. */
  async function acts(clusterId: Uuid): Promise<readonly TestAnswer[]> {
    stamp += 1;
    const of = (what: string): Uuid => drawn(`${what} ${String(stamp)}`);
    const participants = [
      { clusterId, role: 'absorbing' },
      { clusterId: partner, role: 'absorbed' },
    ];
    const effectiveAt = '2020-01-01';
    const commands: readonly (readonly [string, object])[] = [
      [`membership/clusters/${clusterId}/name`, { name: `Name ${String(stamp)}` }],
      ['governance/bodies', { id: of('body'), clusterId, kind: 'board', name: 'Board', size: 5 }],
      [
        'incubation/partners',
        { id: of('partner'), incubatorId: incubator, class: 'sector-body', holder: { kind: 'cluster', id: clusterId } },
      ],
      [
        'mergers/operations',
        { id: of('operation'), kind: 'fusion-absorption', title: 'x', participants, effectiveAt: STARTED },
      ],
    ];
    const answers: TestAnswer[] = [];
    for (const [path, body] of commands) answers.push(await app.post(path, { effectiveAt, ...body }, asOperatorOfB()));
    return answers;
  }
  const statuses = async (clusterId: Uuid) => (await acts(clusterId)).map(({ status }) => status);
  const REFUSED = [403, 403, 403, 403];
  const ACCEPTED = [200, 201, 201, 201];

  function setToday(day: string): void {
    app.clock.set(instantFromEpochMs(Date.parse(`${day}T10:00:00Z`)));
  }

  async function actedFor(answer: TestAnswer | undefined): Promise<unknown> {
    const [recorded] = (answer?.body['events'] ?? []) as readonly { readonly id: string }[];
    const events: RecordedEvent[] = [];
    for await (const page of app.store.readAll(0n)) events.push(...page.events);
    return events.find(({ id }) => id === recorded?.id)?.metadata.actor.clusterId;
  }

  it('cannot be authorised before there is a succession, and for no other cluster ever', async () => {
    for (const [clusterId, answer] of [
      [merger.a, await grant(merger.a, EFFECT)],
      [stranger, await grant(stranger, EFFECT)],
    ] as const)
      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: 'MBR_NO_PREDECESSOR',
          found: `${merger.b}, from ${EFFECT} on`,
          required: `a cluster to which ${clusterId} has succeeded`,
        },
      });
  });

  it('do not act for the successor by the merger alone', async () => {
    await merger.whole();
    await app.react();
    expect(await statuses(merger.a)).toEqual(REFUSED);
    expect(await grant(stranger, EFFECT)).toMatchObject({ status: 409, body: { code: 'MBR_NO_PREDECESSOR' } });
    expect(await grant(merger.b, EFFECT)).toMatchObject({ status: 409, body: { code: 'MBR_NO_PREDECESSOR' } });
    expect(await grant(merger.a, '2017-03-27')).toMatchObject({
      ...{ status: 409, body: { code: 'MBR_NO_PREDECESSOR' } },
      body: { required: `a day from ${EFFECT} on, when ${merger.a} succeeded to it` },
    });
  });

  it('act for it once an administrator authorised them, in every context, and the events say for which cluster', async () => {
    const denied = await app.post(
      `membership/clusters/${merger.a}/authorise-operators`,
      { predecessorId: merger.b },
      asOperatorOfB(),
    );
    expect(denied).toMatchObject({ status: 403, body: { required: ['admin'] } });
    expect((await grant(merger.a, '2022-04-01')).status).toBe(200);
    setToday('2022-03-31');
    expect(await statuses(merger.a)).toEqual(REFUSED);
    setToday('2022-04-01');
    const answers = await acts(merger.a);
    expect(answers.map(({ status }) => status)).toEqual(ACCEPTED);
    for (const answer of answers) expect(await actedFor(answer)).toBe(merger.a);
  });

  it('act for no third cluster, and their own facts are still theirs', async () => {
    expect(await statuses(stranger)).toEqual(REFUSED);
    const named = { name: 'Earlier name', effectiveAt: '2010-01-01' };
    const answer = await app.post(`membership/clusters/${merger.b}/name`, named, asOperatorOfB());
    expect([answer.status, await actedFor(answer)]).toEqual([200, merger.b]);
  });

  it('read what the operators of the successor read', async () => {
    expect(await statuses(merger.a)).toEqual(ACCEPTED);
    const operation = drawn(`operation ${String(stamp)}`);
    const [draft, timeline] = [`mergers/operations/${operation}`, `audit/timeline/${merger.a}`];
    for (const path of [draft, timeline]) {
      expect((await app.get(path, asOperatorOfB())).status).toBe(200);
      expect((await app.get(path, { as: 'operator', clusters: [stranger] })).status).toBeGreaterThanOrEqual(403);
    }
    const listed = async (clusters: readonly string[]) =>
      JSON.stringify((await app.get('mergers/operations', { as: 'operator', clusters })).body);
    expect(await listed([merger.b])).toContain(operation);
    expect(await listed([stranger])).not.toContain(operation);
  });

  it('act for the successor of the successor by a grant of their own, and not for what lies between', async () => {
    const chain = new Attempt(app, 'operator-grants, first');
    const further = new Attempt(app, 'operator-grants, second', 'fusion-absorption', chain.a);
    await chain.found();
    await chain.whole();
    await further.found({}, [further.a]);
    expect(await grant(further.a, EFFECT, chain.b)).toMatchObject({ status: 409 });
    await further.whole();
    await app.react();
    expect((await grant(further.a, EFFECT, chain.b)).status).toBe(200);
    const name = (clusterId: Uuid) => {
      const body = { name: 'Named by B', effectiveAt: '2020-01-01' };
      return app.post(`membership/clusters/${clusterId}/name`, body, { as: 'operator', clusters: [chain.b] });
    };
    expect([(await name(further.a)).status, (await name(chain.a)).status]).toEqual([200, 403]);
  });

  it('act no more once it is revoked', async () => {
    setToday('2022-06-01');
    expect((await revoke(merger.a, '2022-06-02')).status).toBe(200);
    expect(await statuses(merger.a)).toEqual(ACCEPTED);
    setToday('2022-06-02');
    expect(await statuses(merger.a)).toEqual(REFUSED);
    expect((await app.get(`audit/timeline/${merger.a}`, asOperatorOfB())).status).toBe(403);
    expect(await revoke(merger.a, '2022-06-03')).toMatchObject({
      status: 409,
      body: { code: 'MBR_FACT_CONTRADICTED', found: 'revocation of 2022-06-03' },
    });
  });

  it('act on where the revocation is taken back, and not where the authorisation is', async () => {
    const { body } = await app.get(`membership/clusters/${merger.a}`);
    expect(body['operators']).toEqual([{ predecessorId: merger.b, since: '2022-04-01', until: '2022-06-02' }]);
    const [authorisation, revocation] = await factsOf(merger.a);
    expect((await correct('correct-revocation', { fact: revocation, changes: { on: '2022-07-01' } })).status).toBe(200);
    expect(await statuses(merger.a)).toEqual(ACCEPTED);
    expect(
      await correct('correct-authorisation', { fact: authorisation, changes: { since: '2016-01-01' } }),
    ).toMatchObject({ status: 409, body: { code: 'MBR_NO_PREDECESSOR', found: `${merger.b}, from 2016-01-01 on` } });
    expect((await correct('void-authorisation', { fact: authorisation })).body).toMatchObject({
      code: 'MBR_FACT_CONTRADICTED',
    });
    for (const [verb, fact] of [
      ['void-revocation', revocation],
      ['void-authorisation', authorisation],
    ] as const)
      expect([verb, (await correct(verb, { fact })).status]).toEqual([verb, 200]);
    expect(await statuses(merger.a)).toEqual(REFUSED);
  });

  /** The ids of the events that authorised operators for a cluster and revoked it. */
  async function factsOf(clusterId: string): Promise<readonly string[]> {
    const events: RecordedEvent[] = [];
    for await (const page of app.store.readAll(0n)) events.push(...page.events);
    const about = events.filter(({ data }) => data['clusterId'] === clusterId);
    return ['ClusterOperatorsAuthorised', 'ClusterOperatorsRevoked'].map(
      (name) => about.find(({ type }) => type === `membership.${name}`)?.id ?? '',
    );
  }
});

describe('whatever the operators of a cluster may send', () => {
  const [own, other, predecessor] = [belongingsOf('own'), belongingsOf('partner'), belongingsOf('predecessor')];

  /** How an operator of a cluster is answered, command by command. */
  async function answersTo(clusters: readonly string[], isAuthorised: boolean): Promise<readonly unknown[]> {
    const app = await TestApplication.start(contexts);
    for (const each of [own, other]) await establish(app, each);
    if (isAuthorised) await authorise(app, own, predecessor, '2016-01-01');
    const answers: unknown[] = [];
    for (const [path, body] of commandsOf(own, other)) {
      const { status, body: answer } = await app.post(
        path,
        { ...body, effectiveAt: '2016-01-01' },
        { as: 'operator', clusters },
      );
      answers.push([path, status, answer['code']]);
    }
    await app.stop();
    return answers;
  }

  it('those of a predecessor may, once they are authorised, and nothing of it before', async () => {
    const ofTheCluster = await answersTo([own.cluster], false);
    expect(await answersTo([predecessor.cluster], true)).toEqual(ofTheCluster);
    const before = await answersTo([predecessor.cluster], false);
    expect(before.filter((answer) => !(answer as readonly unknown[]).includes(403))).toEqual([]);
    expect(ofTheCluster.filter((answer) => (answer as readonly unknown[]).includes(403)).length).toBeLessThan(5);
  });
});
