import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { eventually } from '#libs/kernel/testing';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { printedAs, typedIn } from '../../../tests/guides/console.ts';
import { guide } from '../../../tests/guides/exchanges.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const SLOW = 180_000;
const LONG = { deadlineMs: 80_000 };

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let database: TestDatabase;
let folder: string;
let platform: ChildProcess;
let sql: pg.Client;
let url: string;
const clusterId = '01500000-0000-7000-8000-000000000c01';
const ids = [1, 2, 3].map((number) => `01500000-0000-7000-8000-00000000000${String(number)}`);
const streamOf = (id: string | undefined): string => `membership.organisation-${id ?? ''}`;

const environment = (): NodeJS.ProcessEnv => ({
  ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: database.url },
  ...{ DATA_FOLDER: folder, PORT: '0', LOG_LEVEL: 'silent', AUTH: 'development' },
});

function run(entry: string, args: readonly string[], env = environment()): ChildProcess {
  return spawn(process.execPath, ['infra/scripts/run.mjs', entry, ...args], { cwd: root, env });
}

async function grappe(args: readonly string[], env = environment()): Promise<Answer> {
  const child = run('apps/cli/src/main.ts', args, env);
  const texts = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

const jsonOf = ({ out }: Answer) => JSON.parse(out) as Record<string, unknown>;

async function untilAnnounced(): Promise<string> {
  let text: string | undefined;
  const announced = async (): Promise<boolean> => {
    if (platform.exitCode !== null) throw new Error('the platform ended');
    text = await readFile(path.join(folder, 'platform.json'), 'utf8').catch(() => undefined);
    return text?.endsWith('\n') === true;
  };
  await eventually('the platform says where it is', announced, LONG);
  return (JSON.parse(text ?? '{}') as { readonly url: string }).url;
}

async function post(resource: string, body: object): Promise<void> {
  const issued = await fetch(`${url}/development/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sub: 'test', roles: ['admin'] }),
  });
  const { token } = (await issued.json()) as { readonly token: string };
  const answer = await fetch(`${url}/api/v1/membership/${resource}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Three organisations, the first of which is renamed, and a cluster: five events. */
async function tellHistory(): Promise<void> {
  for (const [index, id] of ids.entries()) {
    await post('organisations', {
      id,
      name: `Société ${String(index + 1)}`,
      kind: 'company',
      effectiveAt: '2015-01-01',
    });
  }
  await post(`organisations/${ids[0] ?? ''}/rename`, { name: 'Société Un', effectiveAt: '2016-01-01' });
  await post('clusters', { id: clusterId, name: 'Numélink', seat: 'Saint-Étienne', effectiveAt: '2004-01-01' });
}

/** Every consumer has seen every event. */
async function untilCaughtUp(): Promise<void> {
  const caughtUp = async (): Promise<unknown> => {
    const health = (await (await fetch(`${url}/health/ready`)).json()) as {
      readonly head: string;
      readonly consumers: readonly { readonly name: string; readonly position: string }[];
    };
    return (health.head === '5' && health.consumers.every(({ position }) => position === '5')) || health;
  };
  await eventually('every consumer has seen all five events', caughtUp, LONG);
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'grappe-cli-'));
  platform = run('apps/platform/src/main.ts', []);
  url = await untilAnnounced();
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  await tellHistory();
  await untilCaughtUp();
}, SLOW);

afterAll(async () => {
  await sql.end();
  if (platform.exitCode === null && platform.signalCode === null) {
    platform.kill('SIGTERM');
    await once(platform, 'close');
  }
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}, SLOW);

describe('grappe on a running platform', () => {
  it(
    'tells its state',
    async () => {
      const { code, out } = await grappe(['status', '--data', folder]);
      expect(code).toBe(0);
      expect(out).toContain(`${url}: ready, 5 events`);
      expect(out).toMatch(/^membership\.organisations +running +5 +0$/m);
      const json = jsonOf(await grappe(['status', '--json', '--url', url]));
      expect(json).toMatchObject({ url, ready: true, head: '5', unsequenced: '0' });
    },
    SLOW,
  );

  it(
    'shows a stream, up to a revision or a day',
    async () => {
      const whole = await grappe(['show', streamOf(ids[0]), '--data', folder]);
      expect(whole.out.match(/^ +\d+ {2}membership\.\w+/gm)).toEqual([
        '   0  membership.OrganisationRegistered',
        '   1  membership.OrganisationRenamed',
      ]);
      const first = jsonOf(await grappe(['show', streamOf(ids[0]), '--up-to', '0', '--json', '--data', folder]));
      expect(first['events']).toMatchObject([{ revision: '0', data: { name: 'Société 1' } }]);
      const before = await grappe(['show', streamOf(ids[0]), '--up-to', '2000-01-01', '--data', folder]);
      expect([before.code, before.out]).toEqual([0, '']);
    },
    SLOW,
  );

  it(
    'prints the history of a fact',
    async () => {
      const { code, out } = await grappe(['history', clusterId, '--data', folder]);
      expect(code).toBe(0);
      expect(out).toMatch(/^2004-01-01 .* name Numélink, nameKind final +membership\.ClusterRegistered /m);
    },
    SLOW,
  );

  it(
    'draws a lineage',
    async () => {
      const svg = path.join(folder, 'lineage.svg');
      const drawn = await grappe(['lineage', clusterId, '--svg', svg, '--valid-at', '2015-01-01', '--data', folder]);
      expect([drawn.code, drawn.err]).toEqual([0, `the drawing is in ${svg}\n`]);
      expect(drawn.out).toMatch(/^Numélink +active +2004-01-01/m);
      expect(await readFile(svg, 'utf8')).toMatch(/<svg[\s\S]*Numélink/);
      expect((await grappe(['lineage', clusterId, '--dot', '--data', folder])).out).toMatch(/^digraph/);
      const json = jsonOf(await grappe(['lineage', clusterId, '--json', '--direction', 'ancestors', '--data', folder]));
      expect(json).toMatchObject({ root: clusterId, direction: 'ancestors', edges: [] });
    },
    SLOW,
  );

  it(
    'replays a read model to a moment and compares it with another',
    async () => {
      const args = ['replay', 'membership.organisations', '--until', '1', '--data', folder];
      const one = jsonOf(await grappe([...args, '--json']));
      expect(one).toMatchObject({ until: '1', lastPosition: 1, digest: { documents: 2 } });
      const two = await grappe([...args, '--compare', '2']);
      expect([two.code, two.out.split('\n').at(-2)]).toEqual([0, 'different: at 2 1 documents more than at 1']);
      const same = jsonOf(await grappe([...args, '--compare', '1', '--json']));
      expect(same).toMatchObject({ same: true, left: { digest: { documents: 2 } }, right: { lastPosition: 1 } });
    },
    SLOW,
  );

  it(
    'rebuilds a read model, and finds that it was another',
    async () => {
      const args = ['rebuild', 'membership.organisations', '--json', '--data', folder];
      expect(jsonOf(await grappe(args))).toMatchObject({ switched: true, comparison: { same: true } });
      await sql.query(`update membership.organisations set document = document || '{"extra":1}' where key = $1`, [
        ids[1],
      ]);
      const compared = await grappe([...args, '--no-switch']);
      expect(compared.code).toBe(1);
      expect(jsonOf(compared)).toMatchObject({ switched: false, comparison: { same: false, differingKeys: [ids[1]] } });
      expect((await grappe(args)).code).toBe(1);
      expect((await grappe(args)).code).toBe(0);
    },
    SLOW,
  );

  it.each([
    ['an unknown command', ['nonsense']],
    ['a moment that is none', ['replay', 'membership.organisations', '--until', 'yesterday']],
    ['an unknown read model', ['rebuild', 'membership.nonsense']],
    ['an unknown stream', ['show', streamOf('nobody')]],
    ['a stream that cannot be', ['show', 'nonsense']],
    ['an unknown cluster', ['lineage', ids[0] ?? '']],
    ['the history of something unknown', ['history', '01500000-0000-7000-8000-0000000000ee']],
    ['a drawing that has no place', ['lineage', clusterId, '--svg', '/nowhere/at/all.svg']],
    ['a system that is not there', ['status', '--url', 'http://127.0.0.1:1']],
  ])(
    'refuses %s with exit code 2 and one clear message',
    async (_what, args) => {
      const { code, out, err } = await grappe(args);
      expect([code, out]).toEqual([2, '']);
      expect(err).not.toBe('');
      expect(err).not.toMatch(/^ +at /m);
    },
    SLOW,
  );

  it(
    'does what a token allows and no more',
    async () => {
      const { code, err } = await grappe(['status', '--data', folder], { ...environment(), GRAPPE_TOKEN: 'nonsense' });
      expect(code).toBe(2);
      expect(err).toContain('API_UNAUTHENTICATED');
    },
    SLOW,
  );
});

describe('grappe verify', () => {
  const verifyJson = async () => {
    const answer = await grappe(['verify', '--json', '--data', folder]);
    return { code: answer.code, ...(jsonOf(answer) as { ok: boolean; problems: Record<string, unknown>[] }) };
  };

  it(
    'is good on what is as it should be',
    async () => {
      const { code, out, err } = await grappe(['verify', '--data', folder]);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^5 events in 4 streams, \d+ read models: everything is as it should be\n$/);
      const shown = typedIn(guide('audit.md')).find(({ command }) => command === 'grappe verify');
      expect(out.trimEnd().split('\n')).toEqual(printedAs(shown?.printed ?? []));
    },
    SLOW,
  );

  it(
    'names position and stream of an old event of which one byte was changed, until it is put back',
    async () => {
      const alter = (from: string, to: string) =>
        sql.query('update store.events set record = replace(record, $2, $3) where stream = $1', [
          streamOf(ids[1]),
          from,
          to,
        ]);
      await alter('Société 2', 'Société 7');
      const { code, out } = await grappe(['verify', '--data', folder]);
      expect(code).toBe(1);
      expect(out).toContain(`position 1 of ${streamOf(ids[1])}: leaf-hash: `);
      expect(out).toContain('read-model: membership.organisations is not what its events');
      await alter('Société 7', 'Société 2');
      expect(await verifyJson()).toMatchObject({ code: 0, ok: true, events: 5, streams: 4, problems: [] });
    },
    SLOW,
  );

  it(
    'names a position that is not there, and looks at what stands around it',
    async () => {
      const { rows } = await sql.query<{ seq: string; leaf_hash: Buffer }>(
        'delete from store.ledger where position = 1 returning seq, leaf_hash',
      );
      const { code, events, problems } = (await verifyJson()) as Awaited<ReturnType<typeof verifyJson>> & {
        events: number;
      };
      expect([code, events]).toEqual([1, 4]);
      const message = 'no event at this position';
      expect(problems[0]).toEqual({ check: 'dense-positions', position: 1, message });
      await sql.query('insert into store.ledger (position, seq, leaf_hash) values (1, $1, $2)', [
        rows[0]?.seq,
        rows[0]?.leaf_hash,
      ]);
      expect(await verifyJson()).toMatchObject({ code: 0, ok: true });
    },
    SLOW,
  );

  it(
    'names what has handled more than there is, when the end was cut off',
    async () => {
      await sql.query('create table kept as select * from store.ledger order by position desc limit 1');
      await sql.query('delete from store.ledger where position = (select position from kept)');
      const { code, problems } = await verifyJson();
      const message = expect.stringMatching(
        /^the ledger ends before position 4, and .* has handled what was before 5: /,
      );
      expect([code, problems[0]]).toEqual([1, { check: 'ledger-end', message }]);
      await sql.query('insert into store.ledger select * from kept');
      await sql.query('drop table kept');
      expect(await verifyJson()).toMatchObject({ code: 0, ok: true });
    },
    SLOW,
  );
});

describe('grappe where no platform runs', () => {
  beforeAll(async () => {
    platform.kill('SIGTERM');
    await once(platform, 'close');
  }, SLOW);

  it(
    'says what it needs when there is no data',
    async () => {
      const { code, err } = await grappe(['status', '--data', folder]);
      expect(code).toBe(2);
      expect(err).toContain(`there is no data in ${folder}`);
    },
    SLOW,
  );

  it(
    'starts one on the data for the command, past the address of one that was killed, and stops it',
    async () => {
      await mkdir(path.join(folder, 'postgres'));
      const left = { url: 'http://127.0.0.1:1', pid: platform.pid, databaseUrl: database.url };
      await writeFile(path.join(folder, 'platform.json'), `${JSON.stringify(left)}\n`);
      const { code, out, err } = await grappe(['status', '--json', '--data', folder]);
      expect([code, err]).toEqual([
        0,
        `no platform runs; starting one on ${folder} for this command\nstopping the platform\n`,
      ]);
      const status = JSON.parse(out) as { readonly url: string; readonly head: string };
      expect(status.head).toBe('5');
      await expect(fetch(`${status.url}/health/live`)).rejects.toBeDefined();
      await expect(access(path.join(folder, 'platform.json'))).rejects.toMatchObject({ code: 'ENOENT' });
    },
    SLOW,
  );

  it(
    'says why a platform does not start',
    async () => {
      const env = { ...environment(), DATABASE_URL: 'nonsense' };
      const { code, err } = await grappe(['status', '--data', folder], env);
      expect(code).toBe(2);
      expect(err).toContain(`the platform does not start on ${folder}`);
      expect(err).toContain('DATABASE_URL');
    },
    SLOW,
  );
});
