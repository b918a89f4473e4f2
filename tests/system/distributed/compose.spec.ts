import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { EVERYWHERE, PROVISION, SERVICES, type ServiceRow } from '#infra/topology';
import { chooseIssuer, consumersOf, InvalidConfig, readConfig } from '#libs/hosting';
import { contextsOf } from '#libs/messaging';
import { UPSTREAMS } from '../../../apps/gateway/src/routes.ts';
import { contexts } from '../../../apps/platform/src/contexts.ts';

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const text = readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8');
const compose = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const SERVERS = ['postgres', 'kafka', 'kurrentdb'];
const rows = [PROVISION, ...SERVICES];
const ofRow = ({ name }: ServiceRow): ComposeService => compose.services[name] ?? {};
const named = rows.map((row) => [row.name, row] as const);

describe('docker-compose.yml and the service table', () => {
  it('have the same programs, beside the servers', () => {
    const programs = Object.keys(compose.services).filter((name) => !SERVERS.includes(name));
    expect(programs).toEqual(rows.map(({ name }) => name));
  });

  it.each(named)('%s runs from the one image', (_name, row) => {
    const { build, image, command = [] } = ofRow(row);
    expect([build?.dockerfile, image]).toEqual(['infra/images/Dockerfile', 'grappe:local']);
    expect(command.at(-1)).toBe(`dist/apps/${row.app}/src/main.js`);
  });

  it.each(named)('%s is given the variables of the table, and those of production', (name, row) => {
    const always = name === 'provision' ? ['NODE_ENV', 'LOG_LEVEL'] : [...EVERYWHERE.always, ...EVERYWHERE.production];
    const { environment = {} } = ofRow(row);
    expect(Object.keys(environment).sort()).toEqual([...always, ...row.variables].sort());
    expect(environment['NODE_ENV']).toBe('production');
  });

  it.each(named.filter(([name]) => name !== 'provision'))('%s answers on its port, with a health', (name, row) => {
    const { environment = {}, healthcheck, ports = [] } = ofRow(row);
    expect([environment['HOST'], environment['PORT']]).toEqual(['0.0.0.0', String(row.port)]);
    expect(healthcheck).toBeDefined();
    expect(ports).toEqual(name === 'gateway' ? ['${GRAPPE_PORT:-8080}:8080'] : []);
  });

  it.each(named.filter(([, row]) => row.databaseRole !== undefined))('%s logs in under its role', (_name, row) => {
    const url = ofRow(row).environment?.['DATABASE_URL'] ?? '';
    expect(/^postgres:\/\/([a-z_]+):/.exec(url)?.[1]).toBe(row.databaseRole === 'admin' ? 'grappe' : row.databaseRole);
  });

  it.each(named)('%s waits for those before it', (_name, row) => {
    const needed = Object.keys(ofRow(row).depends_on ?? {}).filter((each) => !SERVERS.includes(each));
    expect(needed).toEqual(row.after);
  });

  it('the image never gives tokens itself', () => {
    const dockerfile = readFileSync(new URL('../../../infra/images/Dockerfile', import.meta.url), 'utf8');
    const [, variables = ''] = /^ENV (.+)$/m.exec(dockerfile) ?? [];
    const pairs = variables.split(' ').map((each) => each.split('='));
    const environment = Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
    expect(environment).toEqual({ NODE_ENV: 'production', GRAPPE_IMAGE: 'true' });
    const start = (more: object) => chooseIssuer(readConfig({ ...environment, ...more }), 'npm');
    for (const AUTH of ['', 'development'])
      for (const NODE_ENV of ['production', 'development', 'test', ''])
        expect(() => start({ AUTH, NODE_ENV })).toThrow(InvalidConfig);
  });

  it('the gateway finds every service', () => {
    const { environment = {} } = compose.services['gateway'] ?? {};
    for (const { name, variable } of UPSTREAMS) {
      const port = SERVICES.find((row) => row.name === name)?.port;
      expect(environment[variable]).toBe(`http://${name}:${String(port)}`);
    }
  });

  it('gives topics as many partitions as a service that is given no number: it cannot change later', () => {
    const { KAFKA_PARTITIONS: partitions } = readConfig({});
    expect(partitions).toBe(12);
    const given = Object.values(compose.services).flatMap(
      ({ environment = {} }) => environment['KAFKA_PARTITIONS'] ?? [],
    );
    expect(new Set(given)).toEqual(new Set([String(partitions)]));
  });

  it('has the same Kafka as the launcher, and KurrentDB only when it is asked for', () => {
    const pom = readFileSync(new URL('../../../infra/kafka/pom.xml', import.meta.url), 'utf8');
    const [, version] = /<kafka\.version>([^<]+)</.exec(pom) ?? [];
    expect(compose.services['kafka']?.image).toBe(`apache/kafka:${String(version)}`);
    expect(compose.services['kurrentdb']?.profiles).toEqual(['kurrentdb']);
  });

  it.each(SERVERS)('%s has a health and keeps its data on a volume', (name) => {
    const { healthcheck, volumes = [] } = compose.services[name] ?? {};
    expect(healthcheck).toBeDefined();
    expect(Object.keys(compose.volumes)).toContain(volumes[0]?.split(':')[0]);
  });

  it('has no default secret: each password has to be given, and a token that is not given opens nothing', () => {
    const secrets = text.match(/\$\{[A-Z_]*(?:PASSWORD|_KEY)[^}]*\}/g) ?? [];
    expect(secrets.length).toBeGreaterThan(6);
    expect(secrets.filter((each) => !/^\$\{[A-Z_]+:\?[^}]+\}$/.test(each))).toEqual([]);
    for (const { environment = {} } of Object.values(compose.services)) {
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|TOKEN|KEY/.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+:(\?|-\}$)/);
    }
  });
});

describe('the table', () => {
  it('says of each context which topics its consumers read', () => {
    const read = contexts.map((context) => {
      const types = consumersOf(context).flatMap(({ on }) => on);
      return [context.name, [...contextsOf(types)].sort()];
    });
    const said = SERVICES.filter(({ name }) => contexts.some((context) => context.name === name));
    expect(said.map(({ name, reads }) => [name, [...reads].sort()])).toEqual(read);
  });

  it('has no port twice', () => {
    const ports = SERVICES.map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('has no development setting where production is', () => {
    for (const name of EVERYWHERE.development) expect(text).not.toContain(`${name}:`);
    expect(() => readConfig({ NODE_ENV: 'production', [EVERYWHERE.development[1]]: 'x' })).toThrow(/production/);
  });
});
