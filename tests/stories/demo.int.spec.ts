import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bivouac } from './bivouac/story.ts';
import { stories } from './stories.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SLOW = 300_000;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The program of `npm run demo`; the whole of it is played by stories.int.spec.ts, and on a clone. */
describe('the demo', () => {
  let folder: string;

  async function demo(...args: readonly string[]): Promise<Ended> {
    const data = path.join(folder, 'demo');
    const program = ['infra/scripts/run.mjs', 'tests/stories/demo.ts', '--data', data, '--port', '0'];
    // It has a database of its own, and does not so much as ask the one that is named.
    const env = {
      ...process.env,
      LOG_LEVEL: 'silent',
      NODE_OPTIONS: '',
      DATABASE_URL: 'postgres://127.0.0.1:1/office',
    };
    const child = spawn(process.execPath, [...program, ...args], { cwd: root, env });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (said.out += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (said.err += piece));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grappe-demo-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it(
    'prints the answers to all questions of a story as one object, with what verifies them, and draws its page',
    async () => {
      const { code, out, err } = await demo('--exit', '--json', '--story', bivouac.key);
      expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining(bivouac.script[0]?.title ?? '') });
      const printed = JSON.parse(out) as {
        readonly stories: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      };
      expect(printed).toMatchObject({ verify: { ok: true, problemCount: 0 }, reconcile: { ok: true } });
      expect(Object.keys(printed.stories)).toEqual([bivouac.key]);
      const answers = printed.stories[bivouac.key] ?? {};
      expect(Object.keys(answers)).toEqual(Object.keys(bivouac.questions));
      for (const [question, { expected }] of Object.entries(bivouac.questions))
        expect({ question, answer: answers[question] }).toMatchObject({ question, answer: expected });
      const page = await readFile(path.join(folder, 'demo', 'stories.html'), 'utf8');
      for (const { title } of bivouac.drawings) expect(page).toContain(title.replaceAll('&', '&amp;'));
      expect(page).not.toMatch(/src=|href="http|undefined|NaN/);
    },
    SLOW,
  );

  it('says which stories there are, and begins nothing', async () => {
    const { code, out, err } = await demo('--data', path.join(folder, 'none'), '--story', 'bivouak');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const { key } of stories) expect(err).toContain(key);
    expect(existsSync(path.join(folder, 'none'))).toBe(false);
  });
});
