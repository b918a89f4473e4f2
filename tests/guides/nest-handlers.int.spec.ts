import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ContractSamples } from '#libs/event-store/testing';
import type { RecordedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { findConsumer, messagingSchema } from '#libs/messaging';
import { describeWithKafka, testBrokers, TopicsHarness } from '#libs/messaging/kafka/testing';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { lettersSchema } from './nest-handlers/letters.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guide = join(root, 'docs/guides/nest-handlers.md');
const TIMEOUT_MS = 120_000;
const LONG = { deadlineMs: 50_000 };

describe('the guide to handlers in the style of Nest', () => {
  const text = readFileSync(guide, 'utf8');
  /** Indentation is the formatter's, here and there. */
  const flush = (code: string): string => code.replaceAll(/^ +/gm, '');
  const quotes = [...text.matchAll(/^<!-- (\S+) -->\n+```ts\n(.*?)^```$/gms)].map(([, path = '', code = '']) => ({
    path,
    code,
  }));

  it('quotes all the TypeScript that it shows', () => {
    expect(quotes.length).toBeGreaterThan(2);
    expect(quotes).toHaveLength([...text.matchAll(/^```ts$/gm)].length);
  });

  it.each(quotes)('shows what stands in $path', ({ path, code }) => {
    const source = flush(readFileSync(join(root, path), 'utf8'));
    for (const part of code.split(/^ *\/\/ …\n/m)) expect(source).toContain(flush(part).trim());
  });

  it('names files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(dirname(guide), link)))).toEqual([]);
  });
});

describeWithKafka('the service of the guide', () => {
  const samples = new ContractSamples(0x1e);
  let database: TestDatabase;
  let pool: Pool;
  let topics: TopicsHarness;
  const running = new Set<ChildProcess>();

  beforeEach(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url);
    for (const schema of [messagingSchema, lettersSchema]) await migrate(pool, schema);
    const store = new MemoryEventStore(catalog);
    topics = await TopicsHarness.open({ brokers: testBrokers(), store, contexts: ['membership'] });
  });
  afterEach(async () => {
    for (const child of running) await end(child, 'SIGKILL');
    await topics.close();
    await pool.end();
    await database.drop();
  }, TIMEOUT_MS);

  function start(): ChildProcess {
    const entry = [join(root, 'infra/scripts/run.mjs'), join(root, 'tests/guides/nest-handlers/main.ts')];
    const child = spawn(process.execPath, entry, {
      cwd: root,
      stdio: 'ignore',
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_ENV: 'test',
        DATABASE_URL: database.url,
        KAFKA_BROKERS: topics.settings.brokers.join(','),
        KAFKA_TOPIC_PREFIX: topics.settings.topicPrefix ?? '',
        LEASE_TTL_MS: '1500',
      },
    });
    running.add(child);
    return child;
  }

  async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    running.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  const publish = (...names: readonly string[]): Promise<readonly RecordedEvent[]> =>
    topics.publish(names.map((name) => ({ stream: samples.organisation(), event: samples.registered(name) })));
  const position = async (): Promise<bigint | undefined> => (await findConsumer(pool, 'letters.welcome'))?.position;
  const letters = async () => {
    const { rows } = await pool.query<{ addressee: string; position: bigint; tries: number }>(
      'select addressee, position, tries from letters.welcome order by position',
    );
    return rows;
  };

  it(
    'killed between effect and position is given the event again, at the same position, and writes nobody twice',
    async () => {
      const [, second] = await publish('Alto', 'Boréa', 'Cima');
      // Whoever writes the second letter waits for this transaction: the first one is written, its position is not.
      const holding = await pool.connect();
      await holding.query('begin');
      await holding.query('insert into letters.welcome values ($1, $2, 0, 0)', [second?.id, 'nobody']);
      const killed = start();
      await eventually('the first letter is written', async () => expect(await letters()).not.toEqual([]), LONG);
      await end(killed, 'SIGKILL');
      expect(await letters()).toEqual([{ addressee: 'Alto', position: 0n, tries: 1 }]);
      expect(await position()).toBe(0n);
      await holding.query('rollback');
      holding.release();

      const survivor = start();
      await eventually('the survivor is at the head', async () => expect(await position()).toBe(3n), LONG);
      expect(await letters()).toEqual([
        { addressee: 'Alto', position: 0n, tries: 2 },
        { addressee: 'Boréa', position: 1n, tries: expect.any(Number) },
        { addressee: 'Cima', position: 2n, tries: 1 },
      ]);
      expect(await end(survivor, 'SIGTERM')).toBe(0);
    },
    TIMEOUT_MS,
  );
});
