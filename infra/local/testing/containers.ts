import { GenericContainer, Wait, type StartedTestContainer, type WaitStrategy } from 'testcontainers';
import { freePort } from '../system.ts';
import { images } from './images.ts';
import type { TestServer } from './test-server.ts';

/** Long enough for the first pull of an image over a slow connection. */
const START_MS = 300_000;

/** A PostgreSQL in a container, with room for the connections of a whole run. */
export async function startPostgresContainer(): Promise<TestServer> {
  const container = await startReady(
    new GenericContainer(images.postgres)
      .withEnvironment({ POSTGRES_PASSWORD: 'postgres' })
      .withCommand(['postgres', '-c', 'max_connections=300'])
      .withTmpFs({ '/var/lib/postgresql': 'rw' })
      .withExposedPorts(5432),
    // The image starts the server twice: first to initialise its data folder.
    Wait.forLogMessage(/database system is ready to accept connections/, 2),
  );
  const at = `${container.getHost()}:${String(container.getMappedPort(5432))}`;
  return server(container, images.postgres, `postgres://postgres:postgres@${at}/postgres`);
}

/** One node of Kafka in a container. Its port is chosen here, because a broker tells clients the address that it was started with. */
export async function startKafkaContainer(): Promise<TestServer> {
  const port = await freePort();
  const host = process.env['TESTCONTAINERS_HOST_OVERRIDE'] ?? 'localhost';
  const settings = {
    NODE_ID: '1',
    PROCESS_ROLES: 'broker,controller',
    LISTENERS: `PLAINTEXT://:${String(port)},CONTROLLER://:9093`,
    ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${String(port)}`,
    LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
    OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    TRANSACTION_STATE_LOG_MIN_ISR: '1',
    GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    AUTO_CREATE_TOPICS_ENABLE: 'false',
  };
  const environment = Object.entries(settings).map(([name, value]) => [`KAFKA_${name}`, value]);
  const container = await startReady(
    new GenericContainer(images.kafka)
      .withEnvironment(Object.fromEntries(environment) as Record<string, string>)
      .withExposedPorts({ container: port, host: port }),
  );
  return server(container, images.kafka, `${host}:${String(port)}`);
}

/** An empty KurrentDB (EventStoreDB, before 2025) in a container, in memory. */
export async function startKurrentContainer(): Promise<TestServer> {
  const container = await startReady(
    new GenericContainer(images.kurrentdb).withCommand(['--insecure', '--mem-db']).withExposedPorts(2113),
  );
  const at = `${container.getHost()}:${String(container.getMappedPort(2113))}`;
  return server(container, images.kurrentdb, `kurrentdb://${at}?tls=false`);
}

/** Waits for the port inside and outside of the container: outside alone, it may be the proxy of the engine that listens. */
function startReady(container: GenericContainer, ...more: readonly WaitStrategy[]): Promise<StartedTestContainer> {
  const isUp = Wait.forAll([Wait.forListeningPorts(), ...more]);
  return container.withWaitStrategy(isUp).withStartupTimeout(START_MS).start();
}

function server(container: StartedTestContainer, image: string, url: string): TestServer {
  return { url, kind: `container ${image}`, stop: () => container.stop().then(() => undefined) };
}
