import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareFolder } from '../prepared-folder.ts';
import { findProgram, outputOf, run, type Environment } from '../system.ts';
import { KafkaUnavailable } from './kafka-unavailable.ts';

/** What Maven and the broker's logging read: infra/kafka. */
export const kafkaFolder = fileURLToPath(new URL('../../kafka', import.meta.url));

/** Kafka 4 brokers need it (KIP-750). */
const OLDEST_JAVA = 17;

export interface PrepareKafkaOptions {
  /** Where PATH, JAVA_HOME, MAVEN_HOME and XDG_CACHE_HOME are read. Default: those of this process. */
  readonly environment?: Environment | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** What a broker is started with. */
export interface PreparedKafka {
  /** Kafka's version, of infra/kafka/pom.xml. */
  readonly version: string;
  readonly java: string;
  /** What it says of itself. */
  readonly javaVersion: string;
  readonly classPath: string;
}

/**
 * Finds Java and Kafka's jars, which Maven fetches once per machine and pom, into `$XDG_CACHE_HOME/grappe` or `~/.cache/grappe`:
 * all that a start needs of the machine and the network.
 * @throws KafkaUnavailable (`no-java`, `old-java`, `no-maven`, `download`)
 */
export async function prepareKafka(options: PrepareKafkaOptions = {}): Promise<PreparedKafka> {
  const { environment = process.env, onProgress = () => undefined } = options;
  const { java, javaVersion } = await findJava(environment);
  const pom = await readFile(join(kafkaFolder, 'pom.xml'), 'utf8');
  const version = /<kafka\.version>([^<]+)</.exec(pom)?.[1] ?? 'unknown';
  const name = `kafka-${version}-${createHash('sha256').update(pom).digest('hex').slice(0, 8)}`;
  // The XDG rule: a variable that is empty counts as not set.
  const { XDG_CACHE_HOME: caches = '' } = environment;
  const folder = join(caches === '' ? join(homedir(), '.cache') : caches, 'grappe', name);
  const isFetched = await prepareFolder({
    folder,
    draftName: name,
    prepare: async (draft) => {
      const maven = await findMaven(environment);
      onProgress(`fetching Apache Kafka ${version} with Maven, about 43 MB, once for this machine`);
      await copyDependencies(maven, draft, environment);
    },
  });
  if (isFetched) onProgress(`Apache Kafka ${version} is in ${folder}`);
  return { java, javaVersion, version, classPath: join(folder, '*') };
}

/** The Java of JAVA_HOME, else the one on the PATH. */
async function findJava(environment: Environment): Promise<Pick<PreparedKafka, 'java' | 'javaVersion'>> {
  const java = await findProgram('java', environment, 'JAVA_HOME');
  if (java === undefined) {
    throw new KafkaUnavailable('no-java', 'java not found on the PATH or in JAVA_HOME; Java 17 or newer is needed.');
  }
  const javaVersion = await run(java, ['-version']).then(
    ({ stderr }) => stderr,
    () => '',
  );
  const version = majorVersion(javaVersion);
  if (version === undefined) throw new KafkaUnavailable('no-java', `${java} does not say its version.`);
  if (version >= OLDEST_JAVA) return { java, javaVersion };
  throw new KafkaUnavailable('old-java', `${java} is Java ${String(version)}; Java 17 or newer is needed.`);
}

/** `17` of `openjdk version "17.0.15"`, `8` of `java version "1.8.0_392"`. */
export function majorVersion(text: string): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

async function findMaven(environment: Environment): Promise<string> {
  const maven = await findProgram('mvn', environment, 'MAVEN_HOME');
  if (maven !== undefined) return maven;
  throw new KafkaUnavailable('no-maven', "mvn not found on the PATH; Maven fetches Kafka's jars the first time.");
}

async function copyDependencies(maven: string, folder: string, environment: Environment): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
  try {
    await run(maven, ['-q', '-B', '-f', join(kafkaFolder, 'pom.xml'), ...goal], { env: { ...environment } });
  } catch (error) {
    // Maven says what went wrong on standard output, in its first lines; the rest is advice about its flags.
    const lines = outputOf(error, 'stdout').split('\n');
    const words = lines.filter((line) => line.includes('ERROR')).slice(0, 4);
    throw new KafkaUnavailable('download', `Maven could not fetch the jars.\n${words.join('\n')}`);
  }
}
