import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasCode } from '../has-code.ts';
import { isAlive } from '../process-state.ts';
import type { ClusterPlan, NodePlan } from './cluster-file.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';
import { nodeProperties } from './node-properties.ts';

const run = promisify(execFile);

export interface JavaSetting {
  readonly java: string;
  readonly classPath: string;
}

/**
 * Formats a node's data folder once. It is prepared beside its place and renamed into it, so that a killed formatting leaves
 * no half-formatted folder, which Kafka refuses.
 * @throws KafkaUnavailable (`failed`)
 */
export async function formatNode(
  folder: string,
  cluster: ClusterPlan,
  node: NodePlan,
  { java, classPath }: JavaSetting,
): Promise<string> {
  const data = join(folder, 'data');
  await removeAbandonedDrafts(folder);
  if (await isFormatted(data)) return data;
  const draft = await mkdtemp(join(folder, `format-${String(process.pid)}-`));
  try {
    const properties = join(draft, 'format.properties');
    const target = join(draft, 'data');
    await writeFile(properties, nodeProperties(cluster, node, target, {}));
    const tool = ['kafka.tools.StorageTool', 'format', '-t', cluster.clusterId, '-c', properties];
    await run(java, ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath, ...tool]);
    await rename(target, data);
    return data;
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM') && (await isFormatted(data))) return data;
    throw new KafkaUnavailable('failed', `formatting ${data} ended with an error.\n${wordsOf(error)}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function isFormatted(data: string): Promise<boolean> {
  return access(join(data, 'meta.properties')).then(
    () => true,
    () => false,
  );
}

function wordsOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'stderr' in error) return String(error.stderr).trim();
  return String(error);
}

async function removeAbandonedDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /^format-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(folder, name), { recursive: true, force: true });
  }
}
