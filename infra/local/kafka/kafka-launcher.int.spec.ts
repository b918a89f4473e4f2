import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { prepareKafka, startKafka } from '#infra/local/kafka';
import type { KafkaNode, LocalKafka } from '#infra/local/kafka';
import { describeUnless, whyNoLocalKafka } from '#infra/local/kafka/testing';
import { eventually } from '#libs/kernel/testing';
import { isAlive, isFree } from '../system.ts';
import { askBroker } from './broker-answer.ts';
import { firstStart } from './first-start.ts';

const describeWithLocalKafka = describeUnless(await whyNoLocalKafka());

const portOf = (broker: string): number => Number(broker.split(':')[1]);

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

const release = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

async function untilGone(pid: number): Promise<void> {
  await eventually(`process ${String(pid)} is gone`, () => !isAlive(pid));
}

describeWithLocalKafka('the local Kafka', () => {
  let parent: string;
  let dataFolder: string;
  let kafka: LocalKafka;
  let clusterId: string;
  const progress: string[] = [];
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'grappe-kafka-'));
    dataFolder = join(parent, 'one');
    kafka = await startKafka({ dataFolder, diesWithParent: true, onProgress: (line) => progress.push(line) });
    clusterId = (await askBroker(portOf(kafka.brokers[0] ?? '')))?.clusterId ?? '';
  });
  afterAll(async () => {
    await kafka.stop();
    await rm(parent, { recursive: true, force: true });
  });

  function node(of: LocalKafka = kafka): KafkaNode {
    const [only] = of.nodes;
    if (only === undefined) throw new Error('a cluster without nodes');
    return only;
  }

  it('is one node that admits itself, on the port it names', async () => {
    expect(kafka).toMatchObject({ version: '4.1.0', reused: false, brokers: [node().broker] });
    expect(await askBroker(portOf(node().broker))).toEqual({ clusterId, brokers: [1] });
    expect(clusterId).toMatch(/^[\w-]{22}$/);
    expect(progress).toEqual([expect.stringMatching(/^Kafka 4\.1\.0 is running after [\d.]+ s on 127\.0\.0\.1:\d+$/)]);
  });

  it('begins with what the first start on this machine left, which its Java takes without a word', async () => {
    const { checkpoint } = await firstStart(await prepareKafka());
    const folder = join(dataFolder, 'node-1');
    expect(await readFile(join(folder, 'data', 'bootstrap.checkpoint'))).toEqual(await readFile(checkpoint));
    expect(await readFile(join(folder, 'server.log'), 'utf8')).not.toMatch(/\[cds/);
  });

  it('is reused while it is alive', async () => {
    const second = await startKafka({ dataFolder });
    expect([second.reused, second.brokers, node(second).pid]).toEqual([true, kafka.brokers, node().pid]);
    await node(second).start();
    expect(node(second).pid).toBe(node().pid);
  });

  it('comes back after SIGKILL: the same cluster at the same port in another process', async () => {
    const before = node().pid ?? 0;
    node().kill();
    await untilGone(before);
    await node().stop();
    expect([node().pid, await askBroker(portOf(node().broker))]).toEqual([undefined, undefined]);
    await node().start();
    expect(node().pid).not.toBe(before);
    expect(await askBroker(portOf(node().broker))).toEqual({ clusterId, brokers: [1] });
  });

  it('refuses a folder that holds a cluster of another size', async () => {
    await expect(startKafka({ dataFolder, nodes: 3 })).rejects.toMatchObject({
      reason: 'other-cluster',
      explanation: expect.stringContaining('a cluster of 1 node(s), and 3 were asked for') as unknown,
    });
  });

  it('says so when a port is taken that it may not change', async () => {
    await kafka.stop();
    const port = portOf(node().broker);
    const other = await occupy(port);
    await expect(node().start()).rejects.toMatchObject({ name: 'KafkaUnavailable', reason: 'port-taken' });
    await expect(startKafka({ dataFolder, ports: [port] })).rejects.toMatchObject({
      reason: 'port-taken',
      explanation: `another program listens on 127.0.0.1:${String(port)}.`,
    });
    await release(other);
  });

  it('moves to another port when that of last time is taken, and dies with its parent where it was asked to', async () => {
    const taken = await occupy(portOf(node().broker));
    const elsewhere = await startElsewhere(dataFolder);
    await release(taken);
    expect(elsewhere.broker).not.toBe(node().broker);
    expect(await askBroker(portOf(elsewhere.broker))).toEqual({ clusterId, brokers: [1] });
    await elsewhere.killParent();
    if (process.platform !== 'linux') process.kill(elsewhere.pid, 'SIGKILL');
    await untilGone(elsewhere.pid);
  });

  it('says with the words of the broker why it does not start, and leaves no process', async () => {
    await expect(startKafka({ dataFolder, settings: { 'num.partitions': 'many' } })).rejects.toMatchObject({
      reason: 'failed',
      explanation: expect.stringMatching(/node 1 ended while it started(.|\n)*num\.partitions/) as unknown,
    });
    await expect(access(join(dataFolder, 'node-1', 'kafka.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves no process where one node of three cannot be prepared while the others start', async () => {
    const folder = join(dataFolder, 'three');
    await mkdir(folder);
    await writeFile(join(folder, 'node-2'), 'a file where a folder has to be');
    await expect(startKafka({ dataFolder: folder, nodes: 3 })).rejects.toMatchObject({ code: 'EEXIST' });
    for (const node of ['node-1', 'node-3']) {
      await access(join(folder, node, 'server.properties'));
      await expect(access(join(folder, node, 'kafka.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });

  it('is the same cluster after all of that, and leaves nothing where nothing is to be kept', async () => {
    kafka = await startKafka({ dataFolder, keepData: false, diesWithParent: true });
    expect(await askBroker(portOf(node().broker))).toEqual({ clusterId, brokers: [1] });
    await kafka.stop();
    expect(await isFree(portOf(node().broker))).toBe(true);
    await expect(access(dataFolder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

async function startElsewhere(folder: string): Promise<{ pid: number; broker: string; killParent(): Promise<void> }> {
  const entry = ['infra/scripts/run.mjs', 'infra/local/testing/start-elsewhere.ts'];
  const child = spawn(process.execPath, [...entry, 'kafka', folder, 'true'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [answer] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
  const { pid, broker } = JSON.parse(String(answer)) as { pid: number; broker: string };
  const killParent = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return { pid, broker, killParent };
}
