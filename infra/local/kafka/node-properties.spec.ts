import { describe, expect, it } from '@jest/globals';
import type { ClusterPlan } from './cluster-file.ts';
import { nodeProperties } from './kafka-node.ts';

describe('the properties of a node', () => {
  const planOf = (size: number): ClusterPlan => ({
    clusterId: 'id',
    nodes: Array.from({ length: size }, (_, n) => ({ id: n + 1, port: 20_001 + n, controllerPort: 21_001 + n })),
  });

  function propertiesOf(size: number, settings: Readonly<Record<string, string>> = {}): Map<string, string> {
    const plan = planOf(size);
    const [node] = plan.nodes;
    if (node === undefined) throw new Error('a cluster without nodes');
    const lines = nodeProperties(plan, node, 'C:\\data', settings).trimEnd().split('\n');
    return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  }

  it.each([1, 3])('listen on loopback only, of %d nodes', (size) => {
    const properties = propertiesOf(size);
    const places = ['listeners', 'advertised.listeners', 'controller.quorum.voters'].flatMap((name) =>
      (properties.get(name) ?? '').split(','),
    );
    expect(places).toHaveLength(3 + size);
    for (const place of places) expect(place).toMatch(/(\/\/|@)127\.0\.0\.1:2\d{4}$/);
  });

  it.each([
    [1, '1', '1'],
    [3, '3', '2'],
  ])('of %d nodes keep %s copies, of which %s have a record that is acknowledged', (size, copies, inSync) => {
    const properties = propertiesOf(size);
    const topics = ['offsets.topic', 'transaction.state.log', 'share.coordinator.state.topic'];
    for (const topic of topics) expect(properties.get(`${topic}.replication.factor`)).toBe(copies);
    expect(properties.get('default.replication.factor')).toBe(copies);
    for (const name of [
      'min.insync.replicas',
      'transaction.state.log.min.isr',
      'share.coordinator.state.topic.min.isr',
    ])
      expect(properties.get(name)).toBe(inSync);
  });

  it('make no topic because somebody asked for one, and let a lone consumer begin at once', () => {
    const properties = propertiesOf(1);
    expect(properties.get('auto.create.topics.enable')).toBe('false');
    expect(properties.get('group.initial.rebalance.delay.ms')).toBe('0');
  });

  it('are overruled by those that are given, and written as Java reads them', () => {
    const properties = propertiesOf(1, { 'num.partitions': '6', 'auto.create.topics.enable': 'true' });
    expect(properties.get('num.partitions')).toBe('6');
    expect(properties.get('auto.create.topics.enable')).toBe('true');
    expect(properties.get('log.dirs')).toBe('C:\\\\data');
  });
});
