import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { planCluster, readCluster, type ClusterPlan } from './cluster-file.ts';
import { firstStart } from './first-start.ts';
import { KafkaNode, type NodeStart } from './kafka-node.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';
import { prepareKafka } from './programs.ts';

export interface StartKafkaOptions {
  /** Where topics, logs and the cluster's identity live; made when missing. */
  readonly dataFolder: string;
  /** Three keep three copies of everything and survive the loss of one. Default: 1. */
  readonly nodes?: 1 | 3 | undefined;
  /** Broker ports on 127.0.0.1, one for each node. Default: those of the last start, else free ones. */
  readonly ports?: readonly number[] | undefined;
  /** False: `stop()` removes the data folder. Default: true. */
  readonly keepData?: boolean | undefined;
  /** Receives what the launcher does, a line each: downloads and starts take seconds. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Where the system can (Linux with `setpriv`): the brokers are killed when this process dies, however it dies. */
  readonly diesWithParent?: boolean | undefined;
  /** Properties over the launcher's own, for every node. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

export interface LocalKafka {
  /** Kafka's version, of infra/kafka/pom.xml. */
  readonly version: string;
  /** `127.0.0.1:<port>` of every node. */
  readonly brokers: readonly string[];
  readonly nodes: readonly KafkaNode[];
  /** True when all nodes had been running already. */
  readonly reused: boolean;
  /** Stops every node, and removes the data folder where it was not to be kept. The caller's last act. */
  stop(): Promise<void>;
}

/** Between the choice of a free port and its use lie seconds, in which another program may take it. */
const ATTEMPTS = 3;

/**
 * Starts a real Apache Kafka (KRaft, broker and controller in each process) on 127.0.0.1, or takes the one that is alive on the
 * folder. Resolves when every node says that all are up. A cluster that was killed keeps what it had acknowledged.
 * Needs Java 17, and Maven the first time. Trusts every connection from this machine. Two starts at once on one folder are not
 * for it: the second fails. A start takes two minutes at most when the jars are there, recovery included.
 * @throws KafkaUnavailable, after what was started has been stopped
 */
export async function startKafka(options: StartKafkaOptions): Promise<LocalKafka> {
  const { onProgress, settings = {}, diesWithParent = false } = options;
  const prepared = await prepareKafka({ onProgress });
  const dataFolder = resolve(options.dataFolder);
  await mkdir(dataFolder, { recursive: true });
  const first = await firstStart(prepared);
  const began = performance.now();
  const start: NodeStart = { prepared, first, dataFolder, settings, diesWithParent };
  const taken = await takeOver(start, options.nodes ?? 1);
  const nodes = taken?.nodes ?? (await startAll(start, options, ATTEMPTS));
  const reused = taken?.areAllAlive ?? false;
  const brokers = nodes.map(({ broker }) => broker);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const how = reused ? 'was already running' : `is running after ${seconds} s`;
  onProgress?.(`Kafka ${prepared.version} ${how} on ${brokers.join(', ')}`);
  const stop = async (): Promise<void> => {
    await stopAll(nodes);
    if (options.keepData === false) await rm(dataFolder, { recursive: true, force: true });
  };
  return { version: prepared.version, brokers, nodes, reused, stop };
}

/** Takes over the nodes of the folder that live and starts the others; nothing when none lives. */
async function takeOver(start: NodeStart, size: number) {
  const known = await readCluster({ dataFolder: start.dataFolder, nodes: size });
  if (known === undefined) return undefined;
  const nodes = nodesOf(known, start);
  const alive = await Promise.all(nodes.map((node) => node.adopt()));
  if (!alive.includes(true)) return undefined;
  await launchMissing(nodes);
  return { nodes, areAllAlive: !alive.includes(false) };
}

async function startAll(start: NodeStart, options: StartKafkaOptions, attempts: number): Promise<readonly KafkaNode[]> {
  const { nodes: size = 1, ports } = options;
  const nodes = nodesOf(await planCluster({ dataFolder: start.dataFolder, nodes: size, ports }), start);
  try {
    await launchMissing(nodes);
    return nodes;
  } catch (error) {
    const canMove = error instanceof KafkaUnavailable && error.reason === 'port-taken' && ports === undefined;
    if (!canMove || attempts === 1) throw error;
    return startAll(start, options, attempts - 1);
  }
}

function nodesOf(cluster: ClusterPlan, start: NodeStart): readonly KafkaNode[] {
  return cluster.nodes.map((node) => new KafkaNode(cluster, node, start));
}

async function launchMissing(nodes: readonly KafkaNode[]): Promise<void> {
  const missing = nodes.filter(({ pid }) => pid === undefined);
  try {
    // Each is waited for, also where one has failed: a start that is still under way would outlive the clean-up.
    const launched = await Promise.allSettled(missing.map((node) => node.launch()));
    for (const launch of launched) if (launch.status === 'rejected') throw launch.reason;
    const ids = nodes.map(({ id }) => id);
    await Promise.all(nodes.map((node) => node.untilAdmitted(ids)));
  } catch (error) {
    for (const node of missing) node.kill();
    await Promise.allSettled(missing.map((node) => node.stop()));
    throw error;
  }
}

/**
 * A broker that ends politely hands over to others, with the consent of the quorum's majority. The last one has neither: it
 * would wait for minutes, and is killed, which loses nothing that was acknowledged.
 */
async function stopAll(nodes: readonly KafkaNode[]): Promise<void> {
  const alive = nodes.filter(({ pid }) => pid !== undefined);
  const last = nodes.length > 1 ? alive.at(-1) : undefined;
  await Promise.all(alive.filter((node) => node !== last).map((node) => node.stop()));
  last?.kill();
  await Promise.all(nodes.map((node) => node.stop()));
}
