import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDistributed, type Distributed } from '#infra/distributed';
import { contracts } from '#libs/contracts';
import { consumersOf } from '#libs/hosting';
import { eventually } from '#libs/kernel/testing';
import { topicsOf } from '#libs/messaging/records';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { lateCases } from '../../contexts/late-facts/cases.ts';
import { expectPlayed, playAll } from '../../contexts/late-facts/play.ts';
import { ApiClient } from '../../stories/api-client.ts';
import { systemSettled } from '../../stories/settled.ts';
import { mishaps } from '../../stories/auvergne-rhone-alpes/mishaps.ts';
import { ACTORS, canariesOf } from '../../stories/auvergne-rhone-alpes/without-names.ts';
import { stories } from '../../stories/stories.ts';
import { playTogether } from '../../stories/together.ts';
import type { Player } from '../../stories/player.ts';
import { SharedStoryClock } from '../../stories/story-clock.ts';
import { searchDatabase, searchFiles, searchTopics } from '../../support/personal/search.ts';
import { Api } from '../support/api.ts';
import { readWholeLedger } from '../support/ledger.ts';
import { prepareMerger, REPORTED } from '../support/merger.ts';
import { newDataFolder } from '../support/platform-process.ts';
import { Random } from '../support/random.ts';
import { clusterId, SUBJECT, Traffic } from '../support/traffic.ts';
import { board, EFFECT, gatheringId, mandateId, operationId, waitForTheDay } from './on-the-day.ts';

interface Lineage {
  readonly clusterId: string;
  readonly predecessors: readonly { readonly clusterId: string; readonly on: string }[];
}

interface LedgerRows {
  readonly items: readonly { readonly record: string }[];
}

describe('the system as processes on Kafka', () => {
  let folder: string;
  let system: Distributed;
  let api: Api;
  let client: ApiClient;
  let player: Player;
  const reports: string[] = [];

  beforeAll(async () => {
    folder = await newDataFolder();
    system = await startDistributed({
      dataFolder: folder,
      issuer: 'development',
      port: 0,
      freePorts: true,
      // Consumers ask for each partition five times a second; what is ordered among twelve, the suites of the consumers show.
      partitions: 3,
      variables: { LEASE_TTL_MS: '1000' },
      logLevel: 'trace',
      logFolder: join(folder, 'logs'),
      onReport: (line) => reports.push(line),
    });
    api = await Api.connect(system.url, SUBJECT);
    client = await ApiClient.withDevelopmentToken(system.url, ['admin', 'auditor']);
  });
  afterAll(async () => {
    await system.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(contexts.map((context) => [context.name, context] as const))(
    '%s is ready with its own consumers, behind the gateway',
    async (name, context) => {
      const answer = await api.get(`services/${name}/admin/consumers`);
      expect(answer).toMatchObject({ status: 200, body: { ready: true } });
      const consumers = answer.body['consumers'] as readonly { readonly name: string }[];
      const expected = consumersOf(context).map((each) => each.name);
      expect(consumers.map((each) => each.name).sort()).toEqual(expected.sort());
      expect((await fetch(`${system.url}/docs/${name}`)).status).toBe(200);
    },
  );

  it('tells subscribers of the events, behind the gateway too', async () => {
    const document = (await (await fetch(`${system.url}/asyncapi.json`)).json()) as { readonly asyncapi: string };
    expect(document.asyncapi).toMatch(/^3\./);
  });

  it('plays the stories', async () => {
    const { url, databaseUrl, clockFile } = system;
    const stage = { url, databaseUrl, clock: new SharedStoryClock(clockFile), stop: () => system.stop() };
    const { players } = await playTogether({ ...stage, settled: () => systemSettled(client) }, stories);
    const ofDigitalLeague = players.get('auvergne-rhone-alpes');
    if (ofDigitalLeague === undefined) throw new TypeError('the story of Digital League is one of them');
    player = ofDigitalLeague;
    await mishaps({ url, player });
  });

  it.each(stories)('answers what $key asks as one process does', async ({ questions }) => {
    for (const [question, { put, expected }] of Object.entries(questions))
      expect({ question, ...(await put(client)) }).toMatchObject({ question, answer: expected });
  });

  it('facts that are recorded late, ahead or wrong are read as in one process', async () => {
    const desk = {
      post: (path: string, body: object) => api.post(path, body),
      get: (path: string) => api.get(path),
      settled: () => systemSettled(client),
    };
    const played = await playAll(desk, lateCases);
    lateCases.forEach((each, index) => {
      expectPlayed(each, played[index]);
    });
  });

  it('what an administrator grants and revokes in one service holds in another as soon as it was answered', async () => {
    const { items } = await client.get<{ readonly items: readonly Lineage[] }>('membership/clusters?limit=100');
    const { clusterId: successor = '', predecessors = [] } = items.find((each) => each.predecessors.length > 0) ?? {};
    const [{ clusterId: predecessorId, on } = { clusterId: '', on: '' }] = predecessors;
    const claims = { roles: ['operator'], clusters: [predecessorId] };
    const operator = await Api.connect(system.url, 'operator of a predecessor', 3_600, claims);
    const named = { clusterId: successor, kind: 'board', name: 'Of the operators', size: 5, effectiveAt: on };
    const act = async () => (await operator.post('governance/bodies', named)).status;
    const decide = async (verb: string, body: object) =>
      (await api.post(`membership/clusters/${successor}/${verb}-operators`, { predecessorId, ...body })).status;
    expect(await act()).toBe(403);
    expect([await decide('authorise', { effectiveAt: on }), await act()]).toEqual([200, 201]);
    expect([await decide('revoke', {}), await act()]).toEqual([200, 403]);
  });

  it('a merger takes its whole effect though services are killed in the middle of it', async () => {
    const traffic = new Traffic(new Random(7));
    await traffic.registerCluster(api);
    const vote = await prepareMerger(traffic, api, settledAfterRestart);
    await traffic.all(api, [vote]);
    for (const killed of ['membership', 'governance']) kill(killed);
    await settledAfterRestart();
    const { body } = await api.get(vote.path.replace('/record-vote', ''));
    const reported = body['references'] as readonly { readonly context: string }[];
    expect(reported.find(({ context }) => context === 'membership')).toMatchObject(REPORTED);
    expect(reported.map(({ context }) => context).sort()).toEqual(['events', 'governance', 'incubation', 'membership']);
    expect(reports.filter((line) => line.includes(' ended ('))).toEqual([
      expect.stringContaining('(SIGKILL)'),
      expect.stringContaining('(SIGKILL)'),
    ]);
    expect((await readWholeLedger(system.databaseUrl)).faults).toEqual([]);
  });

  it('the end of an embargo is recorded once, though its service is killed on the day', async () => {
    const clock = new SharedStoryClock(system.clockFile);
    clock.standOn('2016-05-31');
    const secret = { name: 'Projet N2', nameKind: 'code', embargoUntil: '2016-06-01', effectiveAt: '2016-05-30' };
    const headers = { 'idempotency-key': 'embargo' };
    expect(await api.post(`membership/clusters/${clusterId}/name`, secret, { headers })).toMatchObject({ status: 200 });
    await settledAfterRestart();
    const lifted = async () => {
      const { items } = await client.get<LedgerRows>('audit/events?types=membership.EmbargoLifted');
      const records = items.map(({ record }) => record).filter((record) => record.includes(clusterId));
      return records.map((record) => JSON.parse(record) as object);
    };
    expect(await lifted()).toEqual([]);
    clock.standOn('2016-06-01');
    kill('membership');
    await settledAfterRestart();
    clock.goOn();
    const event = { type: 'membership.ClusterNamed', data: { name: 'Projet N2' } };
    expect(await lifted()).toMatchObject([{ data: { on: '2016-06-01', event } }]);
  });

  it('an effect, a reminder and an expiry come on their day, once, over a kill; a service that is away that day catches up', async () => {
    const clock = new SharedStoryClock(system.clockFile);
    clock.standOn('2016-04-01');
    await waitForTheDay(api);
    await settledAfterRestart();
    const count = async (type: string, about: string): Promise<number> => {
      const { items } = await client.get<LedgerRows>(`audit/events?types=${type}&limit=500`);
      return items.filter(({ record }) => record.includes(about)).length;
    };
    const reminded = 'governance.MandateReminded';
    clock.standOn('2016-06-01');
    await eventually(
      'both days are called to mind',
      async () => {
        expect(await count(reminded, mandateId)).toBe(1);
        expect(await count('mergers.OperationReminded', operationId)).toBe(1);
      },
      { deadlineMs: 100_000 },
    );
    signal('governance', 'SIGSTOP');
    clock.standOn(EFFECT);
    for (const killed of ['mergers', 'events']) kill(killed);
    await eventually(
      'the effect has come by itself',
      async () => expect(await statusOf(operationId)).toBe('effective'),
      {
        deadlineMs: 100_000,
      },
    );
    clock.standOn('2016-07-01');
    signal('governance', 'SIGCONT');
    await settledAfterRestart();
    await eventually('the expiry is recorded', async () => expect(await count(reminded, mandateId)).toBe(2), {
      deadlineMs: 100_000,
    });
    await eventually(
      'the offer of a seat is over, and the next one has it',
      async () => expect(await count('events.SeatsOffered', gatheringId)).toBe(2),
      { deadlineMs: 100_000 },
    );
    expect(await count('events.RegistrationEnded', gatheringId)).toBe(2);
    clock.goOn();
    const { body } = await api.get(`mergers/operations/${operationId}`);
    const reported = body['references'] as readonly { readonly context: string }[];
    expect(reported.map(({ context }) => context).sort()).toEqual(['events', 'governance', 'incubation', 'membership']);
    expect(body).toMatchObject({ effectiveOn: EFFECT, history: { reminders: [{ about: 'target', dueOn: EFFECT }] } });
    expect((await api.get(`governance/bodies/${board}`)).body).toMatchObject({ abolished: { on: EFFECT } });
    expect(await count('mergers.SuccessionTookEffect', operationId)).toBe(1);
  });

  it('database server and broker are started again when they are killed, and commands go on', async () => {
    const traffic = new Traffic(new Random(8));
    const enough = new AbortController();
    const flowing = traffic.flow(api, enough.signal, 100);
    await eventually('commands are acknowledged', () => expect(traffic.acknowledged.length).toBeGreaterThan(10), {
      deadlineMs: 100_000,
    });
    for (const { pid } of [system.postgres, ...system.kafka.nodes]) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await eventually(
      'the servers are back',
      () => expect(reports).toEqual(expect.arrayContaining(['PostgreSQL is back', 'Kafka node 1 is back'])),
      { deadlineMs: 100_000 },
    );
    const before = traffic.acknowledged.length;
    await eventually(
      'commands are acknowledged again',
      () => expect(traffic.acknowledged.length).toBeGreaterThan(before + 10),
      { deadlineMs: 100_000 },
    );
    enough.abort();
    await flowing;
    await settledAfterRestart();
    expect(traffic.unavailable).toBeGreaterThan(0);
    expect((await readWholeLedger(system.databaseUrl)).faults).toEqual([]);
  });

  it('the topics are what the ledger says', async () => {
    const lines = await api.lines('services/audit/admin/reconciliations', {});
    expect(lines.at(-1)).toMatchObject({ kind: 'result', result: { ok: true, waiting: 0 } });
    // Database and broker were killed above: what was sent and not yet written down is sent again, and tolerated by ADR 5.
    const { findings } = lines.at(-1)?.['result'] as { readonly findings: readonly { readonly kind: string }[] };
    expect(findings.filter(({ kind }) => kind !== 'duplicated')).toEqual([]);
  });

  it('no table, topic or log has a personal text of the story in clear, whatever was killed', async () => {
    const canaries = canariesOf(player);
    const settings = { brokers: system.kafka.brokers, clientId: 'search' };
    const [tables, topics, programs, servers] = await Promise.all([
      searchDatabase(system.databaseUrl, contexts, canaries, [ACTORS]),
      searchTopics(settings, canaries),
      searchFiles(join(folder, 'logs'), '.log', canaries),
      searchFiles(folder, 'server.log', canaries),
    ]);
    expect([tables.found, topics.found, programs.found, servers.found]).toEqual([[], [], [], []]);
    expect(topics.places).toEqual([...topicsOf(Object.keys(contracts))].sort());
    expect(programs.places).toEqual(system.services.map(({ name }) => `${name}.log`).sort());
    expect(servers.places.length).toBe(1 + system.kafka.nodes.length);
  });

  function signal(service: string, sent: NodeJS.Signals): void {
    const pid = system.services.find(({ name }) => name === service)?.process.pid;
    if (pid !== undefined) process.kill(pid, sent);
  }

  function kill(service: string): void {
    signal(service, 'SIGKILL');
  }

  /** Undefined while its service is away. */
  async function statusOf(operation: string): Promise<unknown> {
    const { status, body } = await api.get(`mergers/operations/${operation}`);
    return status === 200 ? body['status'] : undefined;
  }

  /** While a service is away the gateway says so; what it had begun continues when it is back. */
  async function settledAfterRestart(): Promise<void> {
    for (;;) {
      try {
        await systemSettled(client);
        return;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes('API_SERVICE_UNAVAILABLE')) throw error;
      }
    }
  }
});
