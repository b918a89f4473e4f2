import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KafkaUnavailable, prepareKafka, startKafka } from '#infra/local/kafka';
import type { LocalKafka } from '#infra/local/kafka';

/**
 * The broker of one test run, as a process of its own: writes where it is, or why it is not, into the run's folder, and ends
 * (broker killed, data removed) when its standard input does, so that a killed run leaves nothing behind.
 */
const folder = process.argv[2] ?? '';
const dataFolder = join(folder, 'data');

async function start(): Promise<LocalKafka | undefined> {
  try {
    // Of all that a start does only a download is worth a line among the suites'.
    await prepareKafka({ onProgress: (line) => process.stderr.write(`${line}\n`) });
    const kafka = await startKafka({ dataFolder, keepData: false, diesWithParent: true });
    await say({ brokers: kafka.brokers, kind: `local ${kafka.version}, 1 node` });
    return kafka;
  } catch (error) {
    const why = error instanceof KafkaUnavailable ? error.explanation : String(error);
    await say({ missing: String(error), kind: `none (${why.split('\n')[0] ?? ''})` });
    return undefined;
  }
}

async function say(answer: object): Promise<void> {
  await writeFile(join(folder, 'answer.draft'), JSON.stringify(answer));
  await rename(join(folder, 'answer.draft'), join(folder, 'answer.json'));
}

const started = start();
process.stdin.on('end', () => {
  void started
    .then(async (kafka) => {
      for (const node of kafka?.nodes ?? []) node.kill();
      await kafka?.stop();
      await rm(folder, { recursive: true, force: true });
    })
    .then(() => process.exit(0));
});
process.stdin.resume();
