import type { ClusterPlan, NodePlan } from './cluster-file.ts';

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
  return Object.entries({ ...own, ...settings })
    .map(([name, value]) => `${name}=${escape(value)}\n`)
    .join('');
}

/** A Java properties file reads a backslash as an escape. */
const escape = (value: string): string => value.replaceAll('\\', '\\\\');
