import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KafkaUnavailable, prepareKafka } from '#infra/local/kafka';
import { majorVersion } from './programs.ts';

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
    ['something else', undefined],
  ])('of %s is %s', (text, version) => {
    expect(majorVersion(text)).toBe(version);
  });
});

// The programs of the machine are stood in for by scripts: what is held here is what the launcher makes of their answers.
(process.platform === 'win32' ? describe.skip : describe)('what Kafka needs of the machine', () => {
  let folder: string;
  let bin: string;
  let cacheFolder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grappe-programs-'));
    [bin, cacheFolder] = [join(folder, 'bin'), join(folder, 'cache', 'grappe')];
    await mkdir(bin);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function program(name: string, ...lines: readonly string[]): Promise<void> {
    await writeFile(join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'));
    await chmod(join(bin, name), 0o755);
  }

  const java = (version: string): Promise<void> => program('java', `echo 'openjdk version "${version}"' >&2`);
  /** A Maven that notes its call and puts one jar where it is asked to. */
  const maven = (...first: readonly string[]): Promise<void> =>
    program(
      'mvn',
      ...first,
      `echo called >> '${folder}/calls'`,
      'for word in "$@"; do case "$word" in -DoutputDirectory=*) echo jar > "${word#*=}/kafka.jar";; esac; done',
    );

  const prepare = (onProgress?: (line: string) => void): ReturnType<typeof prepareKafka> =>
    prepareKafka({ environment: { PATH: bin, XDG_CACHE_HOME: join(folder, 'cache') }, onProgress });
  const calls = async (): Promise<number> => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n').length;

  async function refusal(): Promise<KafkaUnavailable> {
    const error = await prepare().catch((caught: unknown) => caught);
    if (error instanceof KafkaUnavailable) return error;
    throw new Error(`expected a refusal, found ${String(error)}`);
  }

  it('is a Java', async () => {
    const error = await refusal();
    expect(error.reason).toBe('no-java');
    expect(error.message).toMatch(/java not found on the PATH(.|\n)*set KAFKA_BROKERS/);
  });

  it('is one that runs', async () => {
    await program('java', 'exit 1');
    expect(await refusal()).toMatchObject({ reason: 'no-java', explanation: `${bin}/java does not say its version.` });
  });

  it('is a Java of 17 or more', async () => {
    await java('11.0.2');
    const explanation = `${bin}/java is Java 11; Java 17 or newer is needed.`;
    expect(await refusal()).toMatchObject({ reason: 'old-java', explanation });
  });

  it('is the Java of JAVA_HOME where that is set', async () => {
    await java('21.0.1');
    await maven();
    const environment = { PATH: '', JAVA_HOME: folder, MAVEN_HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
    expect(await prepareKafka({ environment })).toMatchObject({ java: join(bin, 'java') });
  });

  it('is Maven while the jars are not there', async () => {
    await java('17.0.1');
    expect(await refusal()).toMatchObject({ reason: 'no-maven' });
  });

  it('is a download that succeeds; one that fails leaves nothing and says why', async () => {
    await java('17.0.1');
    await maven('echo "[ERROR] Could not transfer artifact org.apache.kafka: Connection refused"', 'exit 1');
    const error = await refusal();
    expect(error.reason).toBe('download');
    expect(error.explanation).toContain('Could not transfer artifact org.apache.kafka: Connection refused');
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it('is fetched once and then found, with a line that says so', async () => {
    await java('17.0.1');
    await maven();
    const lines: string[] = [];
    const first = await prepare((line) => lines.push(line));
    expect(await prepare((line) => lines.push(line))).toEqual(first);
    expect(await calls()).toBe(1);
    const [jars] = await readdir(cacheFolder);
    const classPath = join(cacheFolder, jars ?? '', '*');
    const javaVersion = expect.stringContaining('17.0.1') as unknown;
    expect(first).toEqual({ java: join(bin, 'java'), javaVersion, version: '4.1.0', classPath });
    expect(lines).toEqual([
      'fetching Apache Kafka 4.1.0 with Maven, about 43 MB, once for this machine',
      `Apache Kafka 4.1.0 is in ${join(cacheFolder, jars ?? '')}`,
    ]);
  });

  it('is kept once when two fetch it at the same time', async () => {
    await java('17.0.1');
    const arrived = join(folder, 'arrived');
    // Neither goes on before the other one has come.
    const both = `until [ "$(/usr/bin/wc -l < '${arrived}')" -ge 2 ]; do /bin/sleep 0.01; done`;
    await maven(`echo here >> '${arrived}'`, both);
    const [first, second] = await Promise.all([prepare(), prepare()]);
    expect(second).toEqual(first);
    expect(await calls()).toBe(2);
    expect(await readdir(cacheFolder)).toHaveLength(1);
  });
});
