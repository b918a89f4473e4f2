import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consumersOf, provisionDatabase } from '#libs/hosting';
import { newDevelopmentKey } from '#libs/nest-kit';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { UPSTREAMS } from '../../../apps/gateway/src/routes.ts';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { Api } from '../support/api.ts';
import { newDataFolder, PlatformProcess } from '../support/platform-process.ts';
import { ServiceProcess } from './service-process.ts';

/** Below which names of the API a context answers: its own, and for the auditors' side the keys of personal texts. */
const namesServedBy = (context: string): readonly string[] => (context === 'audit' ? ['audit', 'privacy'] : [context]);

const NAMES = contexts.map(({ name }) => name);

describe('the program of one context', () => {
  let database: TestDatabase;
  let environment: Readonly<Record<string, string>>;
  const services = new Map<string, ServiceProcess>();

  const urlOf = (context: string): string => {
    const url = new URL(database.url);
    url.username = `grappe_${context}`;
    return url.toString();
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    await provisionDatabase(
      database.url,
      NAMES.map((context) => ({ context, password: undefined })),
    );
    environment = { DEVELOPMENT_KEY: await newDevelopmentKey() };
    for (const name of NAMES)
      services.set(name, await ServiceProcess.spawn(name, { ...environment, DATABASE_URL: urlOf(name) }));
    await Promise.all([...services.values()].map((service) => service.ready()));
  });
  afterAll(async () => {
    for (const service of services.values()) await service.end('SIGKILL');
    await database.drop();
  });

  it.each(NAMES)('%s is ready with its own consumers and routes, and takes tokens of any other', async (name) => {
    const url = services.get(name)?.url ?? '';
    const issuer = await Api.connect(services.get('audit')?.url ?? '', 'smoke');
    const answer = await issuer.at(url).get('admin/consumers');
    expect(answer).toMatchObject({ status: 200, body: { ready: true, head: '0' } });
    const consumers = answer.body['consumers'] as readonly { readonly name: string }[];
    const expected = contexts.filter((each) => each.name === name).flatMap(consumersOf);
    expect(consumers.map((each) => each.name).sort()).toEqual(expected.map((each) => each.name).sort());
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
    const routed = Object.keys(paths).flatMap((path) => /^\/api\/v1\/([a-z]+)\//.exec(path)?.[1] ?? []);
    expect([...new Set(routed)].sort()).toEqual([...namesServedBy(name), 'admin'].sort());
    expect((await fetch(`${url}/docs/${name}`)).status).toBe(200);
  });

  it('says what it needs when no database is named, or one that nobody prepared', async () => {
    const none = await ServiceProcess.spawn('incubation', environment);
    expect(await none.untilEnded()).toBe(1);
    expect(none.said).toBe('DATABASE_URL is not set: the database in which grappe_incubation may write\n');
    const empty = await createTestDatabase();
    const unprepared = await ServiceProcess.spawn('incubation', { ...environment, DATABASE_URL: empty.url });
    expect(await unprepared.untilEnded()).toBe(1);
    expect(unprepared.said).toContain('let the program that provisions the database run first');
    await empty.drop();
  });

  it.each([
    ['a context', 'incubation', {}],
    ['a context in a NODE_ENV that nobody knows', 'incubation', { NODE_ENV: 'staging' }],
    ['the gateway', 'gateway', {}],
    ['the platform', 'platform', {}],
    ['the platform in production, spelled otherwise', 'platform', { NODE_ENV: 'Production' }],
    ['the launcher in production', 'launcher', { NODE_ENV: 'PRODUCTION' }],
    ['the launcher for others', 'launcher', { HOST: '0.0.0.0' }],
    ['the launcher with a database of its own', 'launcher', { DATABASE_URL: 'postgres://me@127.0.0.1:1/grappe' }],
  ])('without an issuer %s does not start, and says what to set', async (_who, name, settings) => {
    const addresses = Object.fromEntries(UPSTREAMS.map(({ variable }) => [variable, 'http://127.0.0.1:9']));
    const program = await ServiceProcess.spawn(name, { ...addresses, AUTH: '', ...settings });
    expect(await program.untilEnded()).toBe(1);
    expect(program.said).toMatch(
      /^nobody gives tokens( \(.+\))?: set OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL; .+\n$/,
    );
  });

  it('`npm start` chooses the development issuer by itself, and not with any other NODE_ENV than those of development', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(scripts['start']).toMatch(/apps\/platform\/src\/main\.ts --local$/);
    const dataFolder = await newDataFolder();
    const platform = PlatformProcess.spawn(dataFolder, { NODE_ENV: 'Production' });
    await expect(platform.ready()).rejects.toThrow('nobody gives tokens (NODE_ENV is production)');
    await rm(dataFolder, { recursive: true, force: true });
  });

  it.each(NAMES)('%s stops in order when it is asked to', async (name) => {
    expect(await services.get(name)?.end('SIGTERM')).toBe(0);
  });
});
