import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres } from '#infra/local';
import { startKafka } from '#infra/local/kafka';
import { describeUnless, whyNoLocalKafka } from '#infra/local/kafka/testing';
import { images, startStandInEngine, type StandInEngine } from '#infra/local/testing';
import { startKurrentDouble } from '#libs/event-store/kurrent/testing';
import { testBrokers } from '#libs/messaging/kafka/testing';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** One small suite for each of the servers. */
const SUITES = [
  'libs/postgres/testing/test-database.int.spec.ts',
  'libs/messaging/kafka/testing/test-brokers.int.spec.ts',
  'libs/event-store/kurrent/testing/run-server.int.spec.ts',
];
const NAMES = ['DATABASE_URL', 'KAFKA_BROKERS', 'KURRENTDB_URL', 'GRAPPE_TEST_ENGINE', 'DOCKER_HOST', 'CI'];

/** What `npm test` of those suites, in one process, says at its end, with those variables and without all others that choose servers. */
async function saidBy(
  variables: Readonly<Record<string, string>>,
  suites: readonly string[] = SUITES,
): Promise<string> {
  const without = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NAMES.includes(name)));
  const env = { ...without, NODE_OPTIONS: '', ...variables };
  const child = spawn(process.execPath, ['infra/scripts/test.mjs', '-i', ...suites], { cwd: root, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return said;
}

describeUnless(await whyNoLocalKafka())('the servers of a run', () => {
  let dataFolder: string;
  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'grappe-stand-in-'));
  });
  afterAll(() => rm(dataFolder, { recursive: true, force: true }));

  it('are those that variables name', async () => {
    const double = await startKurrentDouble();
    const said = await saidBy({
      DATABASE_URL: process.env['GRAPPE_TEST_POSTGRES'] ?? '',
      KAFKA_BROKERS: testBrokers().join(','),
      KURRENTDB_URL: double.url,
    });
    await double.close();
    expect(said).toMatch(/^PostgreSQL: the server of DATABASE_URL 18\.\d+$/m);
    expect(said).toMatch(/^Kafka: the server of KAFKA_BROKERS$/m);
    expect(said).toMatch(/^KurrentDB: gRPC double, and the server of KURRENTDB_URL$/m);
    expect(said).toMatch(/^\d+ passed, 0 failed, 0 skipped$/m);
  });

  it('are embedded where that is asked for, and KurrentDB is a double', async () => {
    const said = await saidBy({ GRAPPE_TEST_ENGINE: 'embedded' });
    expect(said).toMatch(/^PostgreSQL: embedded 18\.\d+$/m);
    expect(said).toMatch(/^Kafka: local 4\.1\.\d+, 1 node$/m);
    expect(said).toMatch(/^KurrentDB: gRPC double only$/m);
    expect(said).toMatch(/^\d+ passed, 0 failed, 0 skipped$/m);
  });

  it('cannot be containers where no engine answers: the run fails and says what helps', async () => {
    const said = await saidBy({ GRAPPE_TEST_ENGINE: 'container', DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(said).toContain(
      'GRAPPE_TEST_ENGINE is "container", and no container engine answers at DOCKER_HOST=unix:///nowhere/docker.sock',
    );
    expect(said).toMatch(/^0 passed, [1-9]\d* failed, 0 skipped$/m);
  });

  it('are not replaced by a double when a container does not start', async () => {
    const engine = await startStandInEngine({});
    const said = await saidBy({ DOCKER_HOST: engine.url, DATABASE_URL: process.env['GRAPPE_TEST_POSTGRES'] ?? '' }, [
      'libs/event-store/kurrent/testing/run-server.int.spec.ts',
    ]);
    await engine.close();
    expect(said).toContain('the KurrentDB of this run did not start: ');
    expect(said).toContain(`nothing stands in for ${images.kurrentdb}`);
    expect(said).toMatch(/^0 passed, 1 failed, 0 skipped$/m);
  });

  describe('are containers of an engine that answers', () => {
    let engine: StandInEngine;
    let said: string;
    beforeAll(async () => {
      engine = await startStandInEngine({
        postgres: async () => {
          const options = { diesWithParent: true, asksForPassword: false };
          const server = await startPostgres({ ...options, dataFolder: join(dataFolder, 'postgres') });
          const log = ['database system is ready to accept connections'];
          return { ports: new Map([[5432, server.port]]), log: [...log, ...log], stop: () => server.stop() };
        },
        'apache/kafka': async ({ wantedPorts }) => {
          const ports = [...wantedPorts.values()];
          const kafka = await startKafka({ dataFolder: join(dataFolder, 'kafka'), ports, diesWithParent: true });
          return { ports: wantedPorts, stop: () => kafka.stop() };
        },
        'kurrentplatform/kurrentdb': async () => {
          const double = await startKurrentDouble();
          return { ports: new Map([[2113, double.port]]), stop: () => double.close() };
        },
      });
      said = await saidBy({ DOCKER_HOST: engine.url });
    });
    afterAll(() => engine.close());

    it('by pinned images, each named at the end of the run', () => {
      expect(said).toMatch(/^PostgreSQL: container postgres:18\.\d+ 18\.\d+$/m);
      expect(said).toMatch(/^Kafka: container apache\/kafka:4\.1\.\d+$/m);
      expect(said).toMatch(/^KurrentDB: gRPC double, and container kurrentplatform\/kurrentdb:26\.1\.\d+$/m);
      expect(said).toMatch(/^\d+ passed, 0 failed, 0 skipped$/m);
      const started = engine.started.map(({ image }) => image).toSorted();
      expect(started).toEqual([images.kafka, images.kurrentdb, images.postgres]);
    });

    it('is described by what a test needs of it', () => {
      const planOf = (image: string) => engine.started.find((plan) => plan.image === image);
      expect(planOf(images.postgres)?.command).toEqual(['postgres', '-c', 'max_connections=300']);
      expect(planOf(images.kurrentdb)?.command).toEqual(['--insecure', '--mem-db']);
      const kafka = planOf(images.kafka);
      const [port] = kafka?.wantedPorts.values() ?? [];
      expect(kafka?.environment['KAFKA_ADVERTISED_LISTENERS']).toBe(`PLAINTEXT://localhost:${String(port)}`);
    });

    it('ended with the run', () => {
      expect(engine.running()).toBe(0);
    });
  });
});
