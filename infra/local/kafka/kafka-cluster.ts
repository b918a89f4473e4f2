import { checkSize, planCluster, readCluster } from './cluster-file.ts';
import type { ClusterPlan } from './cluster-file.ts';
import { KafkaNode } from './kafka-node.ts';
import type { NodeOptions } from './kafka-node.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';

export interface ClusterStart extends Omit<NodeOptions, 'cluster' | 'node'> {
  readonly size: number;
  /** Broker ports that were asked for, one for each node. */
  readonly ports?: readonly number[] | undefined;
}

export interface StartedCluster {
  readonly nodes: readonly KafkaNode[];
  /** True when all nodes had been running already. */
  readonly reused: boolean;
}

/** Between the choice of a free port and its use lie seconds, in which another program may take it. */
const ATTEMPTS = 3;

/**
 * Takes over the nodes of the folder that live and starts the others.
 * @throws KafkaUnavailable, after what was started has been stopped
 */
export async function startCluster(start: ClusterStart): Promise<StartedCluster> {
  const known = await readCluster(start.dataFolder);
  if (known !== undefined) {
    checkSize(known, start.size);
    const nodes = nodesOf(known, start);
    const alive = await Promise.all(nodes.map((node) => node.adopt()));
    if (alive.includes(true)) {
      await bringUp(nodes);
      return { nodes, reused: !alive.includes(false) };
    }
  }
  return { nodes: await startAll(start, ATTEMPTS), reused: false };
}

async function startAll(start: ClusterStart, attempts: number): Promise<readonly KafkaNode[]> {
  const plan = await planCluster({ dataFolder: start.dataFolder, nodes: start.size, ports: start.ports });
  const nodes = nodesOf(plan, start);
  try {
    await bringUp(nodes);
    return nodes;
  } catch (error) {
    const canMove = error instanceof KafkaUnavailable && error.reason === 'port-taken' && start.ports === undefined;
    if (!canMove || attempts === 1) throw error;
    return startAll(start, attempts - 1);
  }
}

function nodesOf(cluster: ClusterPlan, start: ClusterStart): readonly KafkaNode[] {
  return cluster.nodes.map((node) => new KafkaNode({ ...start, cluster, node }));
}

async function bringUp(nodes: readonly KafkaNode[]): Promise<void> {
  const started = nodes.filter(({ pid }) => pid === undefined);
  try {
    await Promise.all(started.map((node) => node.launch()));
    const ids = nodes.map(({ id }) => id);
    await Promise.all(nodes.map((node) => node.untilAdmitted(ids)));
  } catch (error) {
    for (const node of started) node.kill();
    await Promise.all(started.map((node) => node.stop()));
    throw error;
  }
}

/**
 * A broker that ends politely hands over to others, with the consent of the quorum's majority. The last one has neither: it
 * would wait for minutes, and is killed, which loses nothing that was acknowledged.
 */
export async function stopCluster(nodes: readonly KafkaNode[]): Promise<void> {
  const alive = nodes.filter(({ pid }) => pid !== undefined);
  const last = nodes.length > 1 ? alive.at(-1) : undefined;
  await Promise.all(alive.filter((node) => node !== last).map((node) => node.stop()));
  last?.kill();
  await Promise.all(nodes.map((node) => node.stop()));
}
