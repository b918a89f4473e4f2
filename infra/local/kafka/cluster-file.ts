import { randomBytes, randomInt } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, isFree } from '../system.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';

export interface NodePlan {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
}

/** A cluster as its data folder remembers it. Clients that come back find the brokers at the ports where they were. */
export interface ClusterPlan {
  readonly clusterId: string;
  readonly nodes: readonly NodePlan[];
}

export interface ClusterWish {
  readonly dataFolder: string;
  readonly nodes: number;
  /** Broker ports, one for each node. */
  readonly ports?: readonly number[] | undefined;
}

const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;

const fileOf = (folder: string): string => join(folder, 'cluster.json');

/** @throws KafkaUnavailable (`other-cluster`) */
export async function readCluster({ dataFolder, nodes }: ClusterWish): Promise<ClusterPlan | undefined> {
  const text = await readFile(fileOf(dataFolder), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const found = JSON.parse(text) as ClusterPlan;
  if (found.nodes.length === nodes) return found;
  throw new KafkaUnavailable(
    'other-cluster',
    `the data folder holds a cluster of ${String(found.nodes.length)} node(s), and ${String(nodes)} were asked for. Choose another folder, or remove this one.`,
  );
}

/**
 * The plan for a start when no node of the folder is alive: identity and ports of before, other ports where another program
 * has taken them meanwhile.
 * @throws KafkaUnavailable (`port-taken`, `other-cluster`)
 */
export async function planCluster(wish: ClusterWish): Promise<ClusterPlan> {
  const before = await readCluster(wish);
  const nodes: NodePlan[] = [];
  for (let id = 1; id <= wish.nodes; id += 1) {
    const old = before?.nodes.find((node) => node.id === id);
    const wanted = wish.ports?.[id - 1];
    if (wanted !== undefined) await requireFree(wanted);
    nodes.push({
      id,
      port: wanted ?? (await keepOrReplace(old?.port)),
      controllerPort: await keepOrReplace(old?.controllerPort),
    });
  }
  const plan = { clusterId: before?.clusterId ?? newKafkaId(), nodes };
  await write(fileOf(wish.dataFolder), plan, before === undefined);
  return (await readCluster(wish)) ?? plan;
}

/** @throws KafkaUnavailable (`port-taken`) */
export async function requireFree(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new KafkaUnavailable('port-taken', `another program listens on 127.0.0.1:${String(port)}.`);
}

async function keepOrReplace(port: number | undefined): Promise<number> {
  return port !== undefined && (await isFree(port)) ? port : lastingPort();
}

/**
 * A free port below the range from which systems take the ports of outgoing connections (from 32768 on Linux, from 49152
 * elsewhere): another program's connection cannot sit on it while a broker is down.
 */
async function lastingPort(): Promise<number> {
  const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
  return (await isFree(port)) ? port : lastingPort();
}

/** Sixteen bytes as Kafka writes them; it takes none that begins with a dash. */
export function newKafkaId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newKafkaId() : id;
}

/** The first plan is linked, which leaves one that is there: of two first starts at once, both go on with the plan of one. */
async function write(file: string, plan: ClusterPlan, isFirst: boolean): Promise<void> {
  const draft = `${file}.${String(process.pid)}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, JSON.stringify(plan, undefined, 2));
  await (isFirst ? link(draft, file) : rename(draft, file)).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await rm(draft, { force: true });
}
