import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { interleave, ratioOf, roundTo, rowsOf, runTimes, type Round } from '../measure.ts';
import { startPlatform } from '../platform-process.ts';
import type { Figures, Suite, SuiteOptions } from '../report.ts';
import { tokenFor } from '../tokens.ts';

const DEPTH = 1_500;
const WIDTH = 340_000;

const named = (name: string): string => `{"kind":"company","name":${name}}`;
const nested = (depth: number, inside: string): string => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;

/** Bodies that are refused: one that is wrong as people are, and those that cost whoever walks them before knowing their size. */
const BODIES = {
  plain: named('7'),
  'nesting of 5,000': named(nested(5_000, '')),
  '1,500 × 340,000': named(nested(DEPTH, '[],'.repeat(WIDTH).slice(0, -1))),
  'text of 1 MB': named(`"${'x'.repeat(1_000_000)}"`),
} as const;

type Body = keyof typeof BODIES;
const HOSTILE: readonly Body[] = ['nesting of 5,000', '1,500 × 340,000', 'text of 1 MB'];

/** Refusing a hostile body, beside refusing a plain one, one request after the other: what a refusal costs everybody else. */
export const edgeSuite: Suite = {
  name: 'edge',
  async run(server, options) {
    const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-edge-'));
    const settings = { DATABASE_URL: await server.database('edge'), RATE_LIMIT_PER_SECOND: '1000000' };
    try {
      const platform = await startPlatform(folder, settings);
      try {
        return await compared(platform.url, options);
      } finally {
        await platform.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function compared(url: string, { quick, say }: SuiteOptions): Promise<Figures> {
  const authorization = `Bearer ${await tokenFor(url, { sub: 'bench', roles: ['admin'] })}`;
  const round = (body: Body, times: number) => () => runTimes(times, () => refuse(url, authorization, BODIES[body]));
  const contenders = (times: number) => ({
    plain: round('plain', times),
    'nesting of 5,000': round('nesting of 5,000', times),
    '1,500 × 340,000': round('1,500 × 340,000', times),
    'text of 1 MB': round('text of 1 MB', times),
  });
  say('warming up');
  await interleave(contenders(20), 1);
  say('measuring');
  const results = await interleave(contenders(quick ? 50 : 300), quick ? 3 : 5);
  const names = Object.keys(BODIES) as readonly Body[];
  return {
    rows: names.flatMap((name) => [...rowsOf(name, 'requests/s', results[name]), longestOf(name, results[name])]),
    ratios: Object.fromEntries(HOSTILE.map((name) => [`${name}/plain`, ratioOf(results[name], results.plain)])),
  };
}

function longestOf(name: Body, rounds: readonly Round[]) {
  const longest = Math.max(...rounds.flatMap(({ latencies }) => latencies));
  return { name: `${name}, longest`, unit: 'ms', value: roundTo(longest, 2) };
}

async function refuse(url: string, authorization: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization };
  const answer = await fetch(`${url}/api/v1/membership/organisations`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status !== 400) throw new Error(`a body that is to be refused: ${String(answer.status)} ${text}`);
}
