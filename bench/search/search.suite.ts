import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventStore } from '../../libs/event-store/index.ts';
import { caughtUp } from '../caught-up.ts';
import { quantile, roundTo, runTimes } from '../measure.ts';
import { startPlatform } from '../platform-process.ts';
import { openStore, waitUntilSequenced } from '../product.ts';
import type { Row, Suite, SuiteOptions } from '../report.ts';
import { tokenFor } from '../tokens.ts';
import { registration } from './organisations.ts';

const CHUNK = 1_000;

/** The directory over HTTP, one search after the other: what somebody at a desk waits for. */
export const searchSuite: Suite = {
  name: 'search',
  async run(server, { quick, say }) {
    const url = await server.database('grappe');
    const organisations = quick ? 20_000 : 100_000;
    const store = await openStore(url);
    await seed(store, organisations, say);
    await store.close();
    const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-search-'));
    const platform = await startPlatform(folder, { DATABASE_URL: url, RATE_LIMIT_PER_SECOND: '1000000' });
    try {
      const token = await tokenFor(platform.url, { sub: 'bench', roles: ['auditor'] });
      say('waiting until every organisation is in the directory');
      await caughtUp(platform.url, token);
      await server.checkpoint();
      const rows: Row[] = [];
      for (const [name, queryOf] of Object.entries(SEARCHES)) {
        say(name);
        rows.push(
          ...(await measured(name, (turn) => search(platform.url, token, queryOf(turn, organisations)), quick)),
        );
      }
      return { rows, ratios: {} };
    } finally {
      await platform.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function seed(store: EventStore, organisations: number, say: SuiteOptions['say']): Promise<void> {
  for (let from = 0; from < organisations; from += CHUNK) {
    const chunk = Array.from({ length: CHUNK }, (_, each) => registration(from + each));
    await store.appendAll(chunk.map(({ stream, event }) => ({ stream, expected: 'no-stream', events: [event] })));
    if (from % 20_000 === 0) say(`stored ${from.toLocaleString('en')} of ${organisations.toLocaleString('en')}`);
  }
  await waitUntilSequenced(store);
}

/** What is searched in each turn: of somebody else. */
type QueryOf = (turn: number, organisations: number) => string;

/** Somebody of the directory, far from the one of the turn before. */
const somebody = (turn: number, organisations: number) => registration((turn * 7_919) % organisations);
const properOf = (name: string): string => name.split(' ')[1] ?? '';
const withoutAccents = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

const SEARCHES: Readonly<Record<string, QueryOf>> = {
  'whole name': (turn, all) => somebody(turn, all).name,
  'one word': (turn, all) => properOf(somebody(turn, all).name),
  'part of a word': (turn, all) => properOf(somebody(turn, all).name).slice(2, 7),
  'capitals without accents': (turn, all) => withoutAccents(properOf(somebody(turn, all).name)).toUpperCase(),
  'decomposed accents': (turn, all) => somebody(turn, all).name.normalize('NFD'),
  'ligature as two letters': (turn) => (turn % 2 === 0 ? `coeur${'abc'[turn % 3] ?? ''}` : 'maer'),
  'what most have': (turn) => ['société', 'lyon', 'compagnie', 'st', 'a'][turn % 5] ?? '',
  'what nobody has': (turn) => `xyzq${String(turn)}`,
  'SIREN with spaces': (turn, all) => somebody(turn, all).siren.replaceAll(/(\d{3})(?=\d)/g, '$1 '),
  'SIREN with dots': (turn, all) => somebody(turn, all).siren.replaceAll(/(\d{3})(?=\d)/g, '$1.'),
  'first digits of a SIREN': (turn, all) => somebody(turn, all).siren.slice(0, 6),
};

async function search(url: string, token: string, q: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/membership/directory?q=${encodeURIComponent(q)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const body = (await answer.json()) as { readonly items?: readonly unknown[] };
  if (answer.status !== 200) throw new Error(`${q}: ${String(answer.status)} ${JSON.stringify(body)}`);
  return body.items?.length ?? 0;
}

async function measured(
  name: string,
  find: (turn: number) => Promise<number>,
  quick: boolean,
): Promise<readonly Row[]> {
  let [turn, found] = [0, 0];
  const next = async (): Promise<void> => {
    found += await find(turn);
    turn += 1;
  };
  await runTimes(20, next);
  found = 0;
  const times = quick ? 100 : 500;
  const { latencies } = await runTimes(times, next);
  if (name !== 'what nobody has' && found < times)
    throw new Error(`${name}: ${String(found)} found in ${String(times)} searches`);
  return [
    { name: `${name}, p50`, unit: 'ms', value: roundTo(quantile(latencies, 0.5), 1) },
    { name: `${name}, p99`, unit: 'ms', value: roundTo(quantile(latencies, 0.99), 1) },
  ];
}
