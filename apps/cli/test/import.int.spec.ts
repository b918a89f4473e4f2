import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '#libs/kernel/testing';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { gatheringFile, registrationFile } from './event-files.ts';
import { memberFile } from './member-file.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const SLOW = 1_800_000;
/** `IMPORT_LINES=20000 npm test -- apps/cli/test/import.int` plays it with the file of an office of any size. */
const LINES = Number(process.env['IMPORT_LINES'] ?? 400);
/** `GATHERINGS=2000 REGISTRATIONS=20000 IMPORT_LINES=2000 npm test -- apps/cli/test/import.int` plays it with files of years. */
const [GATHERINGS, REGISTRATIONS] = [
  Number(process.env['GATHERINGS'] ?? 5),
  Number(process.env['REGISTRATIONS'] ?? 40),
];
/** A registration, the claim of its SIREN, an admission. */
const EVENTS_OF_A_LINE = 3;
const clusterId = '01500000-0000-7000-8000-000000000c01';
/** Far less than the file with everything that is made of it would take. */
const HEAP = '--max-old-space-size=48';

interface Imported {
  readonly lines: number;
  readonly entered: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly events: number;
}

describe('a file of members on a running platform', () => {
  const { text, broken } = memberFile(LINES);
  const right = LINES - broken.length;
  let database: TestDatabase;
  let folder: string;
  let platform: ChildProcess;
  let url: string;
  let file: string;

  const run = (entry: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess =>
    spawn(process.execPath, ['infra/scripts/run.mjs', entry, ...args], {
      cwd: root,
      env: {
        ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: database.url, DATA_FOLDER: folder },
        ...{ PORT: '0', LOG_LEVEL: 'silent', AUTH: 'development', ...more },
      },
    });
  const words = (what: string, name: string): readonly string[] => [
    ...['import', what, name, '--cluster', clusterId, '--date-format', 'dd/mm/yyyy', '--url', url],
  ];
  async function head(): Promise<number> {
    const health = (await (await fetch(`${url}/health/ready`)).json()) as { readonly head: string };
    return Number(health.head);
  }
  async function grappe(args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
    const child = run('apps/cli/src/main.ts', args, { NODE_OPTIONS: HEAP });
    let [out, err] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (out += piece));
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => (err += piece));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0 && code !== 1) throw new Error(err);
    return { code, out };
  }
  async function imported(
    name: string,
    more: readonly string[] = [],
    what = 'members',
  ): Promise<Imported & { readonly code: number | null }> {
    const { code, out } = await grappe([...words(what, name), '--json', ...more]);
    return { code, ...(JSON.parse(out) as Imported) };
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'grappe-import-'));
    file = path.join(folder, 'members.csv');
    await writeFile(file, text);
    platform = run('apps/platform/src/main.ts', []);
    const address = async () => {
      const written = await readFile(path.join(folder, 'platform.json'), 'utf8').catch(() => '');
      if (written.endsWith('\n')) ({ url } = JSON.parse(written) as { readonly url: string });
      return written.endsWith('\n') || 'the platform has not said where it is';
    };
    await eventually('the platform says where it is', address, { deadlineMs: 120_000 });
    const json = { 'content-type': 'application/json' };
    const claims = JSON.stringify({ sub: 'test', roles: ['admin'] });
    const issued = await fetch(`${url}/development/tokens`, { method: 'POST', headers: json, body: claims });
    const { token } = (await issued.json()) as { readonly token: string };
    const cluster = { id: clusterId, name: 'Numélink', seat: 'Saint-Étienne', effectiveAt: '2004-01-01' };
    const headers = { ...json, authorization: `Bearer ${token}` };
    const body = JSON.stringify(cluster);
    const answer = await fetch(`${url}/api/v1/membership/clusters`, { method: 'POST', headers, body });
    expect(answer.status).toBe(201);
  }, SLOW);

  afterAll(async () => {
    if (platform.exitCode === null && platform.signalCode === null) {
      platform.kill('SIGTERM');
      await once(platform, 'close');
    }
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }, SLOW);

  it(
    'that was killed in the middle is gone on with by the same words',
    async () => {
      const begun = run('apps/cli/src/main.ts', words('members', file));
      const isUnderWay = async () => (await head()) > (LINES * EVENTS_OF_A_LINE) / 3 || 'a third of it';
      await eventually('a third of it is recorded', isUnderWay, { deadlineMs: 200_000 });
      begun.kill('SIGKILL');
      await once(begun, 'close');
      const before = await head();
      expect(before).toBeLessThan(right * EVENTS_OF_A_LINE);
      const report = path.join(folder, 'refused.ndjson');
      const found = await imported(file, ['--report', report]);
      expect(found).toMatchObject({ code: 1, lines: LINES, refused: broken.length });
      expect(found.entered + found.unchanged).toBe(right);
      expect(found.unchanged).toBeGreaterThan(0);
      // The cluster is one event.
      await eventually(
        'all of it has its place',
        async () => (await head()) === right * EVENTS_OF_A_LINE + 1 || (await head()),
      );
      const refused = (await readFile(report, 'utf8')).trimEnd().split('\n');
      expect(refused.map((line) => (JSON.parse(line) as { readonly line: number }).line)).toEqual(broken);
    },
    SLOW,
  );

  it(
    'imported again writes nothing, and its export neither',
    async () => {
      const before = await head();
      expect(await imported(file)).toMatchObject({ code: 1, unchanged: right, events: 0 });
      const output = path.join(folder, 'export.csv');
      const exporting = ['export', 'membership.members', '--cluster', clusterId, '--output', output, '--url', url];
      expect(await grappe([...exporting, '--valid-at', '2016-01-01'])).toMatchObject({ code: 0 });
      expect(await imported(output)).toMatchObject({ code: 0, lines: right, unchanged: right, events: 0 });
      expect(await head()).toBe(before);
    },
    SLOW,
  );

  it.each([
    ['gatherings', gatheringFile(GATHERINGS)],
    ['registrations', registrationFile(REGISTRATIONS, GATHERINGS, LINES)],
  ] as const)(
    'with a file of %s beside it writes all of it once, and nothing the second time',
    async (what, { text: lines, broken: refused, events }) => {
      const name = path.join(folder, `${what}.csv`);
      const report = path.join(folder, `${what}.ndjson`);
      await writeFile(name, lines);
      const figures: string[] = [];
      const before = await head();
      for (const recorded of [events, 0]) {
        const began = performance.now();
        const found = await imported(name, ['--report', report], what);
        const seconds = (performance.now() - began) / 1_000;
        expect(found).toMatchObject({ events: recorded, refused: refused.length });
        const reported = (await readFile(report, 'utf8')).split('\n').flatMap((line) => (line === '' ? [] : [line]));
        expect(reported.map((line) => (JSON.parse(line) as { readonly line: number }).line)).toEqual(refused);
        await eventually('all of it has its place', async () => (await head()) === before + events || (await head()));
        figures.push(`${String(found.lines)} lines in ${seconds.toFixed(1)} s, ${String(recorded)} events`);
      }
      process.stdout.write(`${what}: ${figures.join('; again ')}\n`);
    },
    SLOW,
  );
});
