import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { prepareKafka } from '#infra/local/kafka';
import { runFolder } from '#infra/local/testing';

/**
 * Why suites that start brokers of their own cannot run here; nothing when they can. Fetches the jars where they are missing,
 * so it is awaited while the suite loads, when no test's time runs.
 */
export async function whyNoLocalKafka(): Promise<string | undefined> {
  try {
    await prepareKafka({ onProgress: (line) => process.stderr.write(`${line}\n`) });
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/**
 * `describe`, or a suite that is skipped and counted in the run's last lines when something is missing.
 * @throws Error with CI=true and something missing: there a suite that cannot run is a failure
 */
export function describeUnless(missing: string | undefined): (name: string, suite: () => void) => void {
  if (missing === undefined) return describe;
  if (process.env['CI'] === 'true') throw new Error(`with CI=true a missing Kafka is a failure. ${missing}`);
  const { skip } = describe;
  return (name, suite) => {
    appendFileSync(join(runFolder(), 'kafka.skipped'), `${name}\n`);
    skip(name, suite);
  };
}
