import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hasCode } from '../has-code.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';
import { findMaven } from './programs.ts';
import type { Environment } from './programs.ts';

const run = promisify(execFile);

/** What Maven and the broker's logging read: infra/kafka. */
export const kafkaFolder = fileURLToPath(new URL('../../kafka', import.meta.url));

export interface JarsOptions {
  /** Where jars are kept between runs; `$XDG_CACHE_HOME/grappe`, else `~/.cache/grappe`, unless told. */
  readonly cacheFolder?: string | undefined;
  readonly environment?: Environment | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface KafkaJars {
  readonly version: string;
  /** Java's class path. */
  readonly classPath: string;
}

/**
 * Kafka's jars of infra/kafka/pom.xml, fetched by Maven once per machine and pom. A download happens beside its place and is
 * renamed into it: a killed one leaves nothing half, and of two at once one is kept.
 * @throws KafkaUnavailable (`no-maven`, `download`)
 */
export async function kafkaJars(options: JarsOptions = {}): Promise<KafkaJars> {
  const pom = await readFile(join(kafkaFolder, 'pom.xml'), 'utf8');
  const version = /<kafka\.version>([^<]+)</.exec(pom)?.[1] ?? 'unknown';
  const cache = options.cacheFolder ?? defaultCache(options.environment ?? process.env);
  const key = createHash('sha256').update(pom).digest('hex').slice(0, 8);
  const folder = join(cache, `kafka-${version}-${key}`);
  if (!(await exists(folder))) await fetchJars(folder, version, options);
  return { version, classPath: join(folder, '*') };
}

/** The XDG rule: a variable that is empty counts as not set. */
function defaultCache(environment: Environment): string {
  const given = environment['XDG_CACHE_HOME'];
  return join(given === undefined || given === '' ? join(homedir(), '.cache') : given, 'grappe');
}

async function fetchJars(folder: string, version: string, options: JarsOptions): Promise<void> {
  const maven = await findMaven(options.environment);
  const cache = join(folder, '..');
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  options.onProgress?.(`fetching Apache Kafka ${version} with Maven, about 43 MB, once for this machine`);
  try {
    await copyDependencies(maven, draft, options.environment);
    await keep(draft, folder);
    options.onProgress?.(`Apache Kafka ${version} is in ${folder}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function copyDependencies(maven: string, folder: string, environment: Environment | undefined): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
  try {
    await run(maven, ['-q', '-B', '-f', join(kafkaFolder, 'pom.xml'), ...goal], {
      env: { ...(environment ?? process.env) },
    });
  } catch (error) {
    throw new KafkaUnavailable('download', `Maven could not fetch the jars.\n${wordsOf(error)}`);
  }
}

async function keep(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder);
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM') || !(await exists(folder))) throw error;
  }
}

/** Maven says what went wrong on standard output, in its first lines; the rest is advice about its flags. */
function wordsOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stdout' in error)) return String(error);
  const lines = String(error.stdout).split('\n');
  return lines
    .filter((line) => line.includes('ERROR'))
    .slice(0, 4)
    .join('\n');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
