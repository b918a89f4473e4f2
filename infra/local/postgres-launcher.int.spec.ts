import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from '#infra/local';
import type { LocalPostgres, StartPostgresOptions } from '#infra/local';
import { eventually } from '#libs/kernel/testing';
import { isAlive } from './system.ts';
import { readPostmaster } from './postgres-server.ts';
import { serviceUser } from './service-user.ts';

const isRoot = process.getuid?.() === 0;
const onlyRoot = isRoot ? it : it.skip;

describe('the embedded PostgreSQL', () => {
  let parent: string;
  /** A cluster that the first test makes and every other one finds and leaves as one that was stopped: to make or to copy one costs more than most tests. */
  let old: string;
  let folders = 0;
  const running: LocalPostgres[] = [];
  beforeAll(async () => {
    parent = await realpath(await mkdtemp(join(tmpdir(), 'grappe-launcher-')));
    await chmod(parent, 0o755);
    old = newFolder();
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  const newFolder = (): string => join(parent, String((folders += 1)));

  async function start(dataFolder: string, more: Partial<StartPostgresOptions> = {}): Promise<LocalPostgres> {
    const server = await startPostgres({ dataFolder, ...more });
    running.push(server);
    return server;
  }

  async function query(server: LocalPostgres, statement: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: server.url() });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  async function pidOf(server: LocalPostgres): Promise<number> {
    const found = await readPostmaster(join(server.dataFolder, 'data'));
    if (found === undefined) throw new Error('no server runs');
    return found.pid;
  }

  async function untilGone(pid: number): Promise<void> {
    await eventually(`process ${String(pid)} is gone`, () => !isAlive(pid));
  }

  it('starts from nothing, on loopback only, durable, in UTF-8 and UTC', async () => {
    const log: string[] = [];
    const server = await start(old, { onLog: (line) => log.push(line) });
    expect(server.reused).toBe(false);
    const password = (await readFile(join(server.dataFolder, 'access', 'password'), 'utf8')).trim();
    expect(server.url('grappe')).toBe(`postgres://postgres:${password}@127.0.0.1:${String(server.port)}/grappe`);
    const names = ['listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit', 'max_connections'];
    const more = ['shared_buffers', 'server_encoding', 'timezone'];
    const settings = [...names, ...more].map((name) => `current_setting('${name}') as ${name}`);
    expect(await query(server, `select ${settings.join(', ')}`)).toEqual([
      {
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        fsync: 'on',
        synchronous_commit: 'on',
        max_connections: '100',
        shared_buffers: '128MB',
        server_encoding: 'UTF8',
        timezone: 'UTC',
      },
    ]);
    expect(log).toEqual([
      `made a new database cluster in ${server.dataFolder}/data`,
      `PostgreSQL is running on 127.0.0.1:${String(server.port)}`,
    ]);
  });

  it('asks for the password of its folder, which its owner alone can read', async () => {
    const server = await start(old);
    const folder = join(server.dataFolder, 'access');
    const modes = await Promise.all(
      [folder, join(folder, 'password')].map(async (each) => (await stat(each)).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600]);
    for (const login of ['postgres', 'postgres:wrong', 'postgres:']) {
      const client = new pg.Client({
        connectionString: `postgres://${login}@127.0.0.1:${String(server.port)}/postgres`,
      });
      client.on('error', () => undefined);
      await expect(client.connect()).rejects.toThrow(/password/);
    }
    expect(await query(server, 'show password_encryption')).toEqual([{ password_encryption: 'scram-sha-256' }]);
    expect((await readdir(server.dataFolder)).filter((name) => /initdb|password/.test(name))).toEqual([]);
  });

  it('a folder of an earlier release, which trusted this machine, goes on working and asks from then on', async () => {
    const folder = newFolder();
    const before = await start(folder, { asksForPassword: false });
    await query(before, 'create table kept as select 7 as n');
    expect(new URL(before.url()).password).toBe('');
    // Whatever had begun it and was interrupted: the rules are the old ones, the password is drawn.
    const alive = await start(folder);
    expect([alive.reused, await query(alive, 'table kept')]).toEqual([true, [{ n: 7 }]]);
    await expect(query(before, 'select 1')).rejects.toThrow(/password/);
    await alive.stop();
    const after = await start(folder);
    expect([after.url() !== before.url(), await query(after, 'table kept')]).toEqual([true, [{ n: 7 }]]);
  });

  it('sorts by code points and knows letters beyond ASCII, whatever the machine', async () => {
    const server = await start(old);
    const rows = await query(
      server,
      `select upper('é') as upper, array(select unnest('{b,a,B,é}'::text[]) order by 1) as sorted`,
    );
    expect(rows).toEqual([{ upper: 'É', sorted: ['B', 'a', 'b', 'é'] }]);
  });

  it('takes the port and the settings it is given', async () => {
    const port = 20_000 + (process.pid % 10_000);
    const server = await start(old, { port, settings: { max_connections: '17' } });
    expect(server.port).toBe(port);
    expect(await query(server, 'show max_connections')).toEqual([{ max_connections: '17' }]);
  });

  it('is reused while it is alive, and stops for everybody', async () => {
    const first = await start(old);
    const second = await startPostgres({ dataFolder: old });
    expect([second.reused, second.port]).toEqual([true, first.port]);
    const pid = await pidOf(first);
    await second.stop();
    expect(isAlive(pid)).toBe(false);
    await first.stop();
  });

  it('keeps its data over a stop and a start', async () => {
    const first = await start(old);
    await query(first, 'create table kept as select 7 as n');
    await first.stop();
    const second = await start(old);
    expect([second.reused, await query(second, 'table kept')]).toEqual([false, [{ n: 7 }]]);
  });

  it('stops although clients are connected and a transaction is open', async () => {
    const server = await start(old);
    const client = new pg.Client({ connectionString: server.url() });
    const errors: unknown[] = [];
    client.on('error', (error) => errors.push(error));
    const lost = new Promise((resolve) => client.once('end', resolve));
    await client.connect();
    await client.query('begin');
    await server.stop();
    await lost;
    expect(errors[0]).toMatchObject({ code: '57P01' });
  });

  it('recovers from a crash: what was committed is there, what was not is not', async () => {
    const first = await start(old);
    const log = await readFile(join(old, 'server.log'), 'utf8');
    await query(first, 'create table committed (n integer)');
    await query(first, 'insert into committed select generate_series(1, 1000)');
    const open = new pg.Client({ connectionString: first.url() });
    open.on('error', () => undefined);
    await open.connect();
    await open.query('begin');
    await open.query('insert into committed values (-1)');
    const pid = await pidOf(first);
    process.kill(pid, 'SIGKILL');
    const second = await start(old);
    expect(await query(second, 'select count(*)::integer as n, min(n) from committed')).toEqual([{ n: 1000, min: 1 }]);
    expect(second.reused).toBe(false);
    const logged = (await readFile(join(old, 'server.log'), 'utf8')).slice(log.length);
    expect(logged).toContain('automatic recovery in progress');
    await open.end().catch(() => undefined);
  });

  it('that was killed is down, and starts again where it was, for those that know it', async () => {
    const server = await start(old);
    const { pid = 0 } = server;
    expect(pid).toBe(await pidOf(server));
    await query(server, 'create table known (n integer)');
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    expect(server.pid).toBeUndefined();
    await server.start();
    expect([server.pid, await query(server, 'select n from known')]).toEqual([await pidOf(server), []]);
    await server.start();
    expect(server.pid).toBe(await pidOf(server));
  });

  it('runs once when starts meet on a new folder, and on an old one; leavings of an initdb that was killed go', async () => {
    const folder = newFolder();
    const leavings = join(folder, 'initdb-4194305-abc');
    await mkdir(leavings, { recursive: true });
    await writeFile(join(leavings, 'PG_VERSION'), '18');
    for (const _round of ['new', 'old']) {
      const servers = await Promise.all([1, 2, 3].map(() => startPostgres({ dataFolder: folder })));
      expect(new Set(servers.map(({ port }) => port)).size).toBe(1);
      expect(servers.filter(({ reused }) => !reused)).toHaveLength(1);
      expect((await readdir(folder)).toSorted()).toEqual(['access', 'data', 'server.log']);
      await servers[0]?.stop();
    }
  });

  it('starts when the one before is still stopping', async () => {
    const first = await start(old);
    const pid = await pidOf(first);
    process.kill(pid, 'SIGINT');
    const status = async () => (await readPostmaster(join(old, 'data')))?.status;
    await eventually('the first server is stopping', async () => expect(await status()).not.toBe('ready'));
    const second = await start(old);
    expect(await pidOf(second)).not.toBe(pid);
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts over the lock of a killed server whose number is another program now', async () => {
    await (await start(old)).stop();
    const lock = [String(process.pid), join(old, 'data'), '1479772800', '5432', '', '127.0.0.1', '', 'ready   '];
    await writeFile(join(old, 'data', 'postmaster.pid'), lock.join('\n'));
    expect((await start(old)).reused).toBe(false);
  });

  it('says with the words of the server why it does not start', async () => {
    const failure = await startPostgres({ dataFolder: old, settings: { max_connections: 'many' } }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: 'PostgresUnavailable', reason: 'failed' });
    expect(failure).toHaveProperty(
      'message',
      expect.stringMatching(/invalid value for parameter "max_connections": "many"(.|\n)*set DATABASE_URL/),
    );
  });

  it('says so when its port is taken', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startPostgres({ dataFolder: old, port })).rejects.toThrow(/Address already in use/);
    await new Promise((resolve) => other.close(resolve));
  });

  describe('started by another process', () => {
    async function startElsewhere(folder: string, diesWithParent: boolean, user: { uid?: number; gid?: number } = {}) {
      const entry = ['infra/scripts/run.mjs', 'infra/local/testing/start-elsewhere.ts'];
      const child = spawn(process.execPath, [...entry, 'postgres', folder, String(diesWithParent)], {
        ...user,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      const [answer] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
      const { port, reused, dataFolder, databaseUrl } = JSON.parse(String(answer)) as LocalPostgres & {
        readonly databaseUrl: string;
      };
      const postmaster = await readPostmaster(join(dataFolder, 'data'));
      const kill = async (): Promise<void> => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      };
      return { port, reused, dataFolder, databaseUrl, pid: postmaster?.pid ?? 0, kill };
    }

    it('outlives the kill of that process and is reused', async () => {
      const elsewhere = await startElsewhere(old, false);
      await elsewhere.kill();
      const server = await start(old);
      expect([server.reused, server.port]).toEqual([true, elsewhere.port]);
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('recovers when both are killed', async () => {
      const elsewhere = await startElsewhere(old, false);
      const client = new pg.Client({ connectionString: elsewhere.databaseUrl });
      client.on('error', () => undefined);
      await client.connect();
      await client.query('create table killed as select 7 as n');
      process.kill(elsewhere.pid, 'SIGKILL');
      await elsewhere.kill();
      const server = await start(old);
      expect([server.reused, await query(server, 'table killed')]).toEqual([false, [{ n: 7 }]]);
      await client.end().catch(() => undefined);
    });

    (process.platform === 'linux' ? it : it.skip)('dies with that process where it was asked to', async () => {
      const elsewhere = await startElsewhere(old, true);
      await elsewhere.kill();
      await untilGone(elsewhere.pid);
      expect(await readPostmaster(join(elsewhere.dataFolder, 'data'))).toBeUndefined();
    });

    onlyRoot('runs as the ordinary user that started it', async () => {
      const folder = newFolder();
      await mkdir(folder);
      const ids = (await serviceUser()).ids ?? { uid: 0, gid: 0 };
      await chown(folder, ids.uid, ids.gid);
      const elsewhere = await startElsewhere(folder, true, ids);
      expect(elsewhere).toMatchObject({ reused: false, dataFolder: folder });
      expect((await stat(join(folder, 'data'))).uid).toBe(ids.uid);
      await elsewhere.kill();
      await untilGone(elsewhere.pid);
    });
  });
});
