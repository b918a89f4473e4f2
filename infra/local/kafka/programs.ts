import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { KafkaUnavailable } from './kafka-unavailable.ts';

const run = promisify(execFile);

/** Kafka 4 brokers need it (KIP-750). */
const OLDEST_JAVA = 17;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The Java of JAVA_HOME, else the one on the PATH.
 * @throws KafkaUnavailable (`no-java`, `old-java`)
 */
export async function findJava(environment: Environment = process.env): Promise<string> {
  const home = environment['JAVA_HOME'];
  const java = await findProgram('java', [...(home ? [join(home, 'bin')] : []), ...pathOf(environment)]);
  if (java === undefined) {
    throw new KafkaUnavailable('no-java', 'java not found on the PATH or in JAVA_HOME; Java 17 or newer is needed.');
  }
  const version = await run(java, ['-version']).then(
    ({ stderr }) => majorVersion(stderr),
    () => undefined,
  );
  if (version === undefined) throw new KafkaUnavailable('no-java', `${java} does not say its version.`);
  if (version >= OLDEST_JAVA) return java;
  throw new KafkaUnavailable('old-java', `${java} is Java ${String(version)}; Java 17 or newer is needed.`);
}

/** @throws KafkaUnavailable (`no-maven`) */
export async function findMaven(environment: Environment = process.env): Promise<string> {
  const home = environment['MAVEN_HOME'];
  const maven = await findProgram('mvn', [...(home ? [join(home, 'bin')] : []), ...pathOf(environment)]);
  if (maven !== undefined) return maven;
  throw new KafkaUnavailable('no-maven', "mvn not found on the PATH; Maven fetches Kafka's jars the first time.");
}

/** `17` of `openjdk version "17.0.15"`, `8` of `java version "1.8.0_392"`. */
export function majorVersion(text: string): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

const pathOf = (environment: Environment): readonly string[] => (environment['PATH'] ?? '').split(delimiter);

export async function findProgram(name: string, folders: readonly string[]): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of folders.filter((each) => each !== '')) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (await isExecutable(file)) return file;
    }
  }
  return undefined;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
