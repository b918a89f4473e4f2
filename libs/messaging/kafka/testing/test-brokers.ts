import { randomBytes } from 'node:crypto';
import { describeUnless } from '#infra/local/kafka/testing';
import { askForServer } from '#infra/local/testing';

/** The first suite that loads this module makes the run start its broker; every suite waits for it here, before its tests. */
const found = await askForServer('kafka');

/** `describe` for suites that need a broker: skipped where there is none, and a failure there with CI=true. */
export const describeWithKafka = describeUnless(found.missing);

/** The brokers of this run, `host:port` each. All suites share them: see uniquePrefix. */
export function testBrokers(): readonly string[] {
  if (found.url === undefined) throw new Error(`this run has no Kafka: ${found.missing ?? 'no reason is known'}`);
  return found.url.split(',').map((broker) => broker.trim());
}

/** A prefix for names of topics, groups and transactions that no other suite of any run uses; a legal part of all three. */
export function uniquePrefix(): string {
  return `test-${String(process.pid)}-${randomBytes(6).toString('hex')}`;
}
