import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../process-state.ts';
import { askBroker } from './broker-answer.ts';
import type { ClusterPlan, NodePlan } from './cluster-file.ts';
import { isFree, portTaken } from './cluster-file.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';
import { formatNode } from './node-format.ts';
import type { JavaSetting } from './node-format.ts';
import { lastWords, startNodeProcess } from './node-process.ts';
import type { NodeProcess } from './node-process.ts';
import { nodeProperties } from './node-properties.ts';

/** One broker of a local cluster. */
export interface LocalKafkaNode {
  readonly id: number;
  /** Where clients reach it: `127.0.0.1:<port>`, the same after every restart. */
  readonly broker: string;
  /** The number of its process; nothing while it is down. */
  readonly pid: number | undefined;
  /** Asks it to end and waits until it has; one that hangs is killed after a while. Nothing is lost either way. */
  stop(): Promise<void>;
  /** SIGKILL: a crash. Its process is gone a moment later. */
  kill(): void;
  /** Starts it again on its data and waits until the quorum has admitted it; of one that is up nothing is asked. */
  start(): Promise<void>;
}

export interface NodeOptions {
  readonly setting: JavaSetting;
  readonly dataFolder: string;
  readonly cluster: ClusterPlan;
  readonly node: NodePlan;
  readonly settings: Readonly<Record<string, string>>;
  readonly diesWithParent: boolean;
  readonly timeoutMs: number;
}

const POLL_MS = 20;
const STOP_LIMIT_MS = 15_000;

export class KafkaNode implements LocalKafkaNode {
  readonly #options: NodeOptions;
  readonly #folder: string;
  #process: NodeProcess | undefined;

  constructor(options: NodeOptions) {
    this.#options = options;
    this.#folder = join(options.dataFolder, `node-${String(options.node.id)}`);
  }

  get id(): number {
    return this.#options.node.id;
  }

  get broker(): string {
    return `127.0.0.1:${String(this.#options.node.port)}`;
  }

  get pid(): number | undefined {
    return this.#process === undefined || this.#hasEnded() ? undefined : this.#process.pid;
  }

  /** Takes over the process of an earlier start, however it does, when it lives. */
  async adopt(): Promise<boolean> {
    const pid = Number(await readFile(this.#pidFile, 'utf8').catch(() => '0'));
    if (!(pid > 0) || !isAlive(pid) || !(await this.#isOurs(pid))) return false;
    this.#process = { pid, hasEnded: () => !isAlive(pid) };
    return true;
  }

  /** The number may be another program's by now. Where the system does not show command lines, the broker itself is asked. */
  async #isOurs(pid: number): Promise<boolean> {
    const line = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => undefined);
    if (line !== undefined) return line.split('\0').includes(join(this.#folder, 'server.properties'));
    return (await askBroker(this.#options.node.port))?.clusterId === this.#options.cluster.clusterId;
  }

  async start(): Promise<void> {
    if (this.pid === undefined) await this.launch();
    await this.untilAdmitted([this.id]);
  }

  /** Starts the process and does not wait: a node of three is admitted when a second one is there. */
  async launch(): Promise<void> {
    const { cluster, node, setting, settings, diesWithParent } = this.#options;
    await mkdir(this.#folder, { recursive: true });
    const data = await formatNode(this.#folder, cluster, node, setting);
    for (const port of [node.port, node.controllerPort]) if (!(await isFree(port))) throw portTaken(port);
    await writeFile(join(this.#folder, 'server.properties'), nodeProperties(cluster, node, data, settings));
    this.#process = await startNodeProcess({ ...setting, folder: this.#folder, diesWithParent });
    await writeFile(this.#pidFile, String(this.#process.pid));
  }

  /**
   * Waits until this node says that the nodes named are up.
   * @throws KafkaUnavailable (`failed`) when it ends or time is up
   */
  async untilAdmitted(ids: readonly number[]): Promise<void> {
    const deadline = performance.now() + this.#options.timeoutMs;
    while (performance.now() < deadline) {
      if (this.#hasEnded()) throw await this.#failure('ended while it started');
      const answer = await askBroker(this.#options.node.port);
      if (answer?.clusterId === this.#options.cluster.clusterId && ids.every((id) => answer.brokers.includes(id)))
        return;
      await delay(POLL_MS);
    }
    throw await this.#failure('is not ready in time');
  }

  kill(): void {
    if (this.pid !== undefined) process.kill(this.pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    const pid = this.pid;
    if (pid !== undefined) process.kill(pid, 'SIGTERM');
    const deadline = performance.now() + STOP_LIMIT_MS;
    while (!this.#hasEnded()) {
      if (performance.now() > deadline) this.kill();
      await delay(POLL_MS);
    }
    await rm(this.#pidFile, { force: true });
  }

  get #pidFile(): string {
    return join(this.#folder, 'kafka.pid');
  }

  #hasEnded(): boolean {
    return this.#process?.hasEnded() ?? true;
  }

  async #failure(what: string): Promise<KafkaUnavailable> {
    const words = await lastWords(this.#folder);
    const reason = words.includes('Address already in use') ? 'port-taken' : 'failed';
    return new KafkaUnavailable(reason, `node ${String(this.id)} ${what}. Its last lines:\n${words}`);
  }
}
