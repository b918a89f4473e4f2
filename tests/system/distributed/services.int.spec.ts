import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consumersOf, provisionDatabase } from '#libs/hosting';
import { newDevelopmentKey } from '#libs/nest-kit';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { Api } from '../support/api.ts';
import { ServiceProcess } from './service-process.ts';

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
  }, 120_000);
  afterAll(async () => {
    for (const service of services.values()) await service.end('SIGKILL');
    await database.drop();
  }, 60_000);

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
    expect([...new Set(routed)].sort()).toEqual([...(name === 'audit' ? ['audit'] : [name]), 'admin'].sort());
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
  }, 60_000);

  it.each(NAMES)('%s stops in order when it is asked to', async (name) => {
    expect(await services.get(name)?.end('SIGTERM')).toBe(0);
  });
});
