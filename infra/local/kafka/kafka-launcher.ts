import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startCluster, stopCluster } from './kafka-cluster.ts';
import { kafkaJars } from './kafka-jars.ts';
import type { JarsOptions } from './kafka-jars.ts';
import type { LocalKafkaNode } from './kafka-node.ts';
import type { JavaSetting } from './node-format.ts';
import { findJava } from './programs.ts';

export interface StartKafkaOptions {
  /** Where topics, logs and the cluster's identity live; made when missing. */
  readonly dataFolder: string;
  /** 1 unless told. Three keep three copies of everything and survive the loss of one. */
  readonly nodes?: 1 | 3 | undefined;
  /** Broker ports on 127.0.0.1, one for each node; those of the last start, else free ones, unless told. */
  readonly ports?: readonly number[] | undefined;
  /** False: `stop()` removes the data folder. True unless told. */
  readonly keepData?: boolean | undefined;
  /** Receives what the launcher does, a line each: downloads and starts take seconds. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Where the system can (Linux with `setpriv`): the brokers are killed when this process dies, however it dies. */
  readonly diesWithParent?: boolean | undefined;
  /** Properties over the launcher's own, for every node. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** How long a start may take when the jars are there, recovery included; 120,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** Where the jars are kept between runs; `$XDG_CACHE_HOME/grappe`, else `~/.cache/grappe`, unless told. */
  readonly cacheFolder?: string | undefined;
}

export interface LocalKafka {
  /** Kafka's version, of infra/kafka/pom.xml. */
  readonly version: string;
  /** `127.0.0.1:<port>` of every node. */
  readonly brokers: readonly string[];
  readonly nodes: readonly LocalKafkaNode[];
  /** True when all nodes had been running already. */
  readonly reused: boolean;
  /** Stops every node, and removes the data folder where it was not to be kept. The caller's last act. */
  stop(): Promise<void>;
}

/** What a broker is started with. */
export interface PreparedKafka extends JavaSetting {
  readonly version: string;
}

/**
 * Finds Java and Kafka's jars, which Maven fetches the first time: all that a start needs of the machine and the network.
 * @throws KafkaUnavailable (`no-java`, `old-java`, `no-maven`, `download`)
 */
export async function prepareKafka(options: JarsOptions = {}): Promise<PreparedKafka> {
  const java = await findJava(options.environment);
  return { java, ...(await kafkaJars(options)) };
}

/**
 * Starts a real Apache Kafka (KRaft, broker and controller in each process) on 127.0.0.1, or takes the one that is alive on the
 * folder. Resolves when every node says that all are up. A cluster that was killed keeps what it had acknowledged.
 * Needs Java 17, and Maven the first time. Trusts every connection from this machine. Two starts at once on one folder are not
 * for it: the second fails.
 * @throws KafkaUnavailable
 */
export async function startKafka(options: StartKafkaOptions): Promise<LocalKafka> {
  const { version, ...setting } = await prepareKafka(options);
  const dataFolder = resolve(options.dataFolder);
  await mkdir(dataFolder, { recursive: true });
  const began = performance.now();
  const { nodes, reused } = await startCluster({
    dataFolder,
    setting,
    size: options.nodes ?? 1,
    ports: options.ports,
    settings: options.settings ?? {},
    diesWithParent: options.diesWithParent === true,
    timeoutMs: options.timeoutMs ?? 120_000,
  });
  const brokers = nodes.map(({ broker }) => broker);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const how = reused ? 'was already running' : `is running after ${seconds} s`;
  options.onProgress?.(`Kafka ${version} ${how} on ${brokers.join(', ')}`);
  const stop = async (): Promise<void> => {
    await stopCluster(nodes);
    if (options.keepData === false) await rm(dataFolder, { recursive: true, force: true });
  };
  return { version, brokers, nodes, reused, stop };
}
