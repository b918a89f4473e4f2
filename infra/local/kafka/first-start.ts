import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { prepareFolder } from '../prepared-folder.ts';
import { exists, outputOf, run } from '../system.ts';
import { planCluster } from './cluster-file.ts';
import { JAVA_FLAGS, KafkaNode, nodeProperties, type FirstStart } from './kafka-node.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';
import type { PreparedKafka } from './programs.ts';

const CHECKPOINT = 'bootstrap.checkpoint';
const ARCHIVE = 'classes.jsa';

/**
 * Starts a Kafka once for a machine, its jars and its Java, and stops it: with what that leaves, the start of a new node takes 1.3
 * seconds of processor in place of 3.3, which went into reading and checking classes, for Kafka's tool and for the broker.
 * @throws KafkaUnavailable
 */
export async function firstStart(prepared: PreparedKafka): Promise<FirstStart> {
  const java = createHash('sha256').update(prepared.javaVersion).digest('hex').slice(0, 8);
  const folder = `${dirname(prepared.classPath)}-started-${java}`;
  const prepare = (draft: string): Promise<void> => makeFirstStart(prepared, draft);
  await prepareFolder({ folder, draftName: basename(folder), prepare });
  const archive = join(folder, ARCHIVE);
  // Not every Java writes one.
  const classes = (await exists(archive)) ? [`-XX:SharedArchiveFile=${archive}`] : [];
  return { checkpoint: join(folder, CHECKPOINT), classes };
}

async function makeFirstStart(prepared: PreparedKafka, folder: string): Promise<void> {
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder);
  const cluster = await planCluster({ dataFolder, nodes: 1 });
  const [plan = { id: 1, port: 0, controllerPort: 0 }] = cluster.nodes;
  const properties = join(dataFolder, 'format.properties');
  await writeFile(properties, nodeProperties(cluster, plan, dataFolder, {}));
  const tool = ['kafka.tools.StorageTool', 'format', '-t', cluster.clusterId, '-c', properties];
  await run(prepared.java, ['-Xmx128m', ...JAVA_FLAGS, '-cp', prepared.classPath, ...tool]).catch((error: unknown) => {
    throw new KafkaUnavailable('failed', `formatting a data folder ended with an error.\n${outputOf(error)}`);
  });
  const checkpoint = join(folder, CHECKPOINT);
  await rename(join(dataFolder, CHECKPOINT), checkpoint);
  const first: FirstStart = { checkpoint, classes: [`-XX:ArchiveClassesAtExit=${join(folder, ARCHIVE)}`] };
  const node = new KafkaNode(cluster, plan, { prepared, first, dataFolder, settings: {}, diesWithParent: true });
  try {
    await node.start();
  } finally {
    await node.stop();
  }
  await rm(dataFolder, { recursive: true });
}
