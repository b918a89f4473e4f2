import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newDevelopmentKey } from '#libs/nest-kit';
import { eventually } from '#libs/kernel/testing';
import { describeWithKafka, testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { UPSTREAMS } from '../../apps/gateway/src/routes.ts';
import { ServiceProcess } from './distributed/service-process.ts';
import { Api } from './support/api.ts';
import { faultsIn } from './support/compiled.ts';
import { SourceTree } from './support/source-tree.ts';

const LIST = 'apps/platform/src/context-list.ts';
/** They forget nothing of what was generated once: an event that was never released is taken out of them by hand. */
const REGISTERS = ['apps/audit/src/read-models/timelines/digests.json', 'libs/contracts/golden/SHA256SUMS'];
const OWN =
  /^(apps\/samples\/|libs\/contracts\/samples\/|libs\/contracts\/(golden|schemas)\/samples\.|docs\/reference\/refusals\/samples\.md$)/;
const GENERATED = [
  ...REGISTERS,
  'docker-compose.yml',
  'docs/reference/asyncapi.json',
  'docs/reference/openapi.json',
  'docs/reference/refusals/README.md',
  'docs/reference/services.md',
  'infra/topology/contexts.ts',
  'libs/contracts/contexts.ts',
];
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['Samples', 'Sample', 'Samples: a context is one word in small letters'],
  ['sample-desk', 'Sample', 'sample-desk: a context is one word in small letters'],
  ['gateway', 'Sample', 'gateway: there is a folder of this name that is no context'],
  ['samples', 'sample', 'sample: an aggregate is a noun in the singular, in PascalCase'],
  ['samples', 'Class', 'Class: TypeScript keeps this word for itself'],
  ['samples', 'Incubator', 'Incubator: libs/contracts/incubation/index.ts speaks of one already'],
  ['incubation', 'Partner', 'Partner: libs/contracts/incubation/index.ts speaks of one already'],
];

/** A context is made, run in both shapes, and taken away again, in a copy of the sources. */
describeWithKafka('npm run new', () => {
  let tree: SourceTree;
  let database: TestDatabase;
  let environment: Readonly<Record<string, string>>;
  const running: ServiceProcess[] = [];

  const makeNew = (...names: readonly string[]) => tree.node('infra/scripts/new.mjs', ...names);
  const start = async (name: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const program = await ServiceProcess.spawn(name, { ...environment, ...more }, { tree: tree.folder });
    running.push(program);
    await program.ready();
    return program.url;
  };

  beforeAll(async () => {
    [tree, database] = await Promise.all([SourceTree.copy(), createTestDatabase()]);
    environment = {
      DEVELOPMENT_KEY: await newDevelopmentKey(),
      DATABASE_URL: database.url,
      DATA_FOLDER: join(tree.folder, '.grappe'),
    };
  });
  afterAll(async () => {
    for (const program of running) await program.end('SIGKILL');
    await Promise.all([tree.remove(), database.drop()]);
  });

  it.each(REFUSED)('refuses %s %s, and writes nothing', async (context, aggregate, sentence) => {
    const { code, said } = await makeNew(context, aggregate);
    expect([code, said]).toEqual([1, expect.stringContaining(sentence)]);
    expect(await tree.git('status', '--porcelain')).toBe('');
  });

  it('changes one line by hand outside the folders of the context', async () => {
    expect(await makeNew('samples', 'Sample')).toMatchObject({ code: 0 });
    const { added, changed } = await tree.changes();
    expect(added.filter((path) => !OWN.test(path))).toEqual([]);
    expect(changed.get(LIST)).toBe('+1 -0');
    expect([...changed.keys()].filter((path) => path !== LIST)).toEqual([...GENERATED].sort());
    expect(await tree.node('infra/scripts/generate.mjs', '--check')).toMatchObject({ code: 0 });
  });

  it('puts another aggregate into it, and changes nothing outside', async () => {
    await tree.git('add', '-A');
    expect(await makeNew('samples', 'FieldStudy')).toMatchObject({ code: 0 });
    const { added, changed } = await tree.changes();
    const outside = [...added, ...changed.keys()].filter((path) => !OWN.test(path) && !GENERATED.includes(path));
    expect(outside).toEqual([]);
  });

  it('compiles', async () => {
    expect(
      faultsIn(tree.folder, ['apps/samples/', 'libs/contracts/samples/', 'libs/contracts/contexts.ts', LIST]),
    ).toEqual([]);
  });

  it('passes its own specs, and those that freeze its events', async () => {
    const nothing = join(tree.folder, 'node_modules/nothing.mjs');
    await writeFile(nothing, 'export default () => undefined;\n');
    const setUp = ['--globalSetup', nothing, '--globalTeardown', nothing];
    const jest = '--experimental-vm-modules --no-warnings node_modules/jest/bin/jest.js';
    // In one process: three would each load what the few specs share.
    const { code, said } = await tree.node(
      jest,
      '-i',
      ...setUp,
      'apps/samples',
      'libs/contracts/golden',
      'libs/contracts/catalog',
    );
    expect([code, code === 0 ? '' : said]).toEqual([0, '']);
    expect(said).toContain('PASS apps/samples/test/field-studies.api.spec.ts');
  });

  it('runs in one process', async () => {
    await commandAndQuery(await start('platform'), 'In one process');
    await running.pop()?.end('SIGTERM');
  });

  it('runs as a service of its own behind the gateway, on Kafka', async () => {
    const kafka = { KAFKA_BROKERS: testBrokers().join(','), KAFKA_TOPIC_PREFIX: `${uniquePrefix()}.` };
    const provision = await ServiceProcess.spawn('provision', environment, { tree: tree.folder });
    expect([await provision.untilEnded(), provision.said]).toEqual([0, '']);
    const own = new URL(database.url);
    own.username = 'grappe_samples';
    const [relay, samples] = await Promise.all([
      start('relay', kafka),
      start('samples', { ...kafka, DATABASE_URL: own.toString() }),
    ]);
    const others = UPSTREAMS.map(({ variable }) => [variable, samples] as const);
    const everywhere = { ...Object.fromEntries(others), SAMPLES_URL: samples, RELAY_URL: relay };
    await commandAndQuery(await start('gateway', everywhere), 'On Kafka');
  });

  it('is taken away by its folders and that line', async () => {
    for (const path of ['apps/samples', 'libs/contracts/samples'])
      await rm(join(tree.folder, path), { recursive: true });
    for (const path of [...(await tree.changes()).added, ...(await tree.git('ls-files')).split('\n')])
      if (path.startsWith('libs/contracts/golden/samples.')) await rm(join(tree.folder, path));
    const list = join(tree.folder, LIST);
    const lines = (await readFile(list, 'utf8')).split('\n');
    await writeFile(list, lines.filter((line) => !line.includes('SamplesModule')).join('\n'));
    await tree.git('checkout', 'HEAD', '--', ...REGISTERS);
    expect(await tree.node('infra/scripts/generate.mjs')).toMatchObject({ code: 0 });
    await tree.git('add', '-A');
    expect(await tree.git('status', '--porcelain')).toBe('');
  });

  /** The gateway answers for the tokens of another service, so the caller is looked up at that address. */
  async function commandAndQuery(url: string, name: string): Promise<void> {
    const api = await Api.connect(url, 'secretary');
    const registered = await api.post('samples/samples', { name, effectiveAt: '2016-03-31' });
    expect(registered).toMatchObject({ status: 201 });
    const path = `samples/samples/${String(registered.body['id'])}`;
    await eventually(`${name}: the sample is read`, async () => {
      expect((await api.get(path)).body).toMatchObject({ name, since: '2016-03-31' });
    });
  }
});
