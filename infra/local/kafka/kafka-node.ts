import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { prepareFolder, removeAbandonedDrafts } from '../prepared-folder.ts';
import { isAlive, lastLines, startDetached } from '../system.ts';
import { askBroker } from './broker-answer.ts';
import { newKafkaId, requireFree, type ClusterPlan, type NodePlan } from './cluster-file.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';
import { kafkaFolder, type PreparedKafka } from './programs.ts';

/** What the first start on a machine leaves for all others. */
export interface FirstStart {
  /** The features with which a metadata log begins, as Kafka's tool writes them, whatever the cluster and the node. */
  readonly checkpoint: string;
  /** The flags of Java for an archive of the broker's classes. */
  readonly classes: readonly string[];
}

export interface NodeStart {
  readonly prepared: PreparedKafka;
  readonly first: FirstStart;
  readonly dataFolder: string;
  /** Properties over the launcher's own. */
  readonly settings: Readonly<Record<string, string>>;
  readonly diesWithParent: boolean;
}

/** Serial collection and the first compiler only: a broker of a few topics is ready in half the time and keeps to a small heap. */
export const JAVA_FLAGS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 15_000;
const POLL_MS = 20;

/** One broker of a local cluster. */
export class KafkaNode {
  readonly id: number;
  /** Where clients reach it: `127.0.0.1:<port>`, the same after every restart. */
  readonly broker: string;
  readonly #folder: string;
  readonly #logFile: string;
  readonly #pidFile: string;
  #pid: number | undefined;

  constructor(
    private readonly cluster: ClusterPlan,
    private readonly plan: NodePlan,
    private readonly options: NodeStart,
  ) {
    this.id = plan.id;
    this.broker = `127.0.0.1:${String(plan.port)}`;
    this.#folder = join(options.dataFolder, `node-${String(plan.id)}`);
    this.#logFile = join(this.#folder, 'server.log');
    this.#pidFile = join(this.#folder, 'kafka.pid');
  }

  /** The number of its process; nothing while it is down. */
  get pid(): number | undefined {
    return this.#pid !== undefined && isAlive(this.#pid) ? this.#pid : undefined;
  }

  /** Takes over the process of an earlier start, however it does, when it lives. */
  async adopt(): Promise<boolean> {
    const pid = Number(await readFile(this.#pidFile, 'utf8').catch(() => '0'));
    if (!(pid > 0) || !isAlive(pid) || !(await this.#isOurs(pid))) return false;
    this.#pid = pid;
    return true;
  }

  /** The number may be another program's by now. Where the system does not show command lines, the broker itself is asked. */
  async #isOurs(pid: number): Promise<boolean> {
    const line = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => undefined);
    if (line !== undefined) return line.split('\0').includes(join(this.#folder, 'server.properties'));
    return (await askBroker(this.plan.port))?.clusterId === this.cluster.clusterId;
  }

  /** Starts it again on its data and waits until the quorum has admitted it; does nothing when it is up. */
  async start(): Promise<void> {
    if (this.pid === undefined) await this.launch();
    await this.untilAdmitted([this.id]);
  }

  /** Starts the process and does not wait: a node of three is admitted when a second one is there. */
  async launch(): Promise<void> {
    const { prepared, first, settings, diesWithParent } = this.options;
    await mkdir(this.#folder, { recursive: true });
    const data = await this.#format();
    for (const port of [this.plan.port, this.plan.controllerPort]) await requireFree(port);
    const properties = join(this.#folder, 'server.properties');
    await writeFile(properties, nodeProperties(this.cluster, this.plan, data, settings));
    const logging = `-Dlog4j2.configurationFile=${join(kafkaFolder, 'log4j2.properties')}`;
    const java = ['-Xms64m', '-Xmx384m', ...JAVA_FLAGS, '-Xshare:auto', ...first.classes];
    const { pid } = await startDetached({
      program: prepared.java,
      args: [...java, logging, '-cp', prepared.classPath, 'kafka.Kafka', properties],
      cwd: this.#folder,
      logFile: this.#logFile,
      // A broker of three that is asked to shut down waits for minutes once the other two are gone.
      signalAtParentDeath: diesWithParent ? 'KILL' : undefined,
    });
    this.#pid = pid;
    await writeFile(this.#pidFile, String(pid));
  }

  /** Its data folder, formatted as Kafka's tool does it. Kafka refuses a half-formatted one. */
  async #format(): Promise<string> {
    const data = join(this.#folder, 'data');
    const identity = { version: '1', 'cluster.id': this.cluster.clusterId, 'node.id': String(this.id) };
    const prepare = async (draft: string): Promise<void> => {
      await copyFile(this.options.first.checkpoint, join(draft, 'bootstrap.checkpoint'));
      await writeFile(join(draft, 'meta.properties'), propertiesText({ ...identity, 'directory.id': newKafkaId() }));
    };
    await removeAbandonedDrafts(this.#folder, 'format');
    await prepareFolder({ folder: data, mark: 'meta.properties', draftName: 'format', prepare });
    return data;
  }

  /**
   * Waits until this node says that the nodes named are up.
   * @throws KafkaUnavailable (`failed`) when it ends or time is up
   */
  async untilAdmitted(ids: readonly number[]): Promise<void> {
    const deadline = performance.now() + START_LIMIT_MS;
    while (performance.now() < deadline) {
      if (this.pid === undefined) throw await this.#failure('ended while it started');
      const answer = await askBroker(this.plan.port);
      if (answer?.clusterId === this.cluster.clusterId && ids.every((id) => answer.brokers.includes(id))) return;
      await delay(POLL_MS);
    }
    throw await this.#failure('is not ready in time');
  }

  async #failure(what: string): Promise<KafkaUnavailable> {
    const words = await lastLines(this.#logFile);
    const reason = words.includes('Address already in use') ? 'port-taken' : 'failed';
    return new KafkaUnavailable(reason, `node ${String(this.id)} ${what}. Its last lines:\n${words}`);
  }

  /** SIGKILL: a crash. Its process is gone a moment later. */
  kill(): void {
    if (this.pid !== undefined) process.kill(this.pid, 'SIGKILL');
  }

  /** Asks it to end and waits until it has; one that hangs is killed after a while. Nothing is lost either way. */
  async stop(): Promise<void> {
    if (this.pid !== undefined) process.kill(this.pid, 'SIGTERM');
    const deadline = performance.now() + STOP_LIMIT_MS;
    while (this.pid !== undefined) {
      if (performance.now() > deadline) this.kill();
      await delay(POLL_MS);
    }
    await rm(this.#pidFile, { force: true });
  }
}

/**
 * `server.properties` of a node that is broker and controller, on loopback only. Three nodes keep three copies and answer
 * `acks=-1` when two have a record, so that the loss of one loses nothing and stops nothing.
 */
export function nodeProperties(
  cluster: ClusterPlan,
  node: NodePlan,
  data: string,
  settings: Readonly<Record<string, string>>,
): string {
  const copies = String(cluster.nodes.length);
  const inSync = cluster.nodes.length > 1 ? '2' : '1';
  const voters = cluster.nodes.map(({ id, controllerPort }) => `${String(id)}@127.0.0.1:${String(controllerPort)}`);
  const own: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': voters.join(','),
    listeners: `PLAINTEXT://127.0.0.1:${String(node.port)},CONTROLLER://127.0.0.1:${String(node.controllerPort)}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${String(node.port)}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': data,
    'auto.create.topics.enable': 'false',
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '5',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.num.partitions': '5',
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    // The one consumer of a development group is not worth waiting three seconds for others.
    'group.initial.rebalance.delay.ms': '0',
    // A killed broker is let in again only when its old session is over: three seconds of waiting instead of nine.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    // Of its default, 128 MB, the heap would be full before the first record.
    'log.cleaner.dedupe.buffer.size': '16777216',
  };
  return propertiesText({ ...own, ...settings });
}

function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${escape(value)}\n`)
    .join('');
}

/** A Java properties file reads a backslash as an escape. */
const escape = (value: string): string => value.replaceAll('\\', '\\\\');
