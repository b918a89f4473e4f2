import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asyncApiDocument, catalog } from '#libs/contracts';
import { packContracts, packInstalled, root } from './support/packed-contracts.ts';
import { output, run, type Ended } from './support/run.ts';

const PACKING_MS = 240_000;

/** A foreign program: plain JavaScript, with nothing of this repository but the package. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { catalog, catalogOf, event, olderVersion, readEvent, readFrom } from '@grappe/contracts';

const file = createRequire(import.meta.url).resolve;
const json = (path) => JSON.parse(readFileSync(file(\`@grappe/contracts/\${path}\`), 'utf8'));
const golden = (type) => json(\`golden/\${type}.v1.json\`);
const named = golden('membership.ClusterNamed');

const refused = (data) => {
  try {
    return readEvent('membership.ClusterNamed.v1', data);
  } catch ({ name, faults }) {
    return { name, faults };
  }
};
const seats = catalogOf({
  desk: {
    SeatsCounted: event('Seats were counted.', { count: z.int() }, {
      older: [
        olderVersion({ version: 1, schema: z.strictObject({ seats: z.string() }), upcast: ({ seats }) => ({ count: Number(seats) }) }),
      ],
    }),
  },
});
console.log(JSON.stringify({
  read: catalog.eventTypes().map((type) => readEvent(\`\${type}.v1\`, golden(type)).type),
  schemas: catalog.eventTypes().map((type) => json(\`schemas/\${type}.v1.json\`).title),
  refused: refused({ ...named, since: 'yesterday' }),
  upcast: readFrom(seats, 'desk.SeatsCounted.v1', { seats: '7' }),
  sealed: json('sealed/texts.v1.json').length,
  asyncapi: json('asyncapi.json'),
}));
`;

/** The types that it gets; lines marked WRONG must not compile. */
const TYPED = `
import { open, readEvent, type EventType, type GrappeEvent, type GrappeEvents, type KeyRing, type PublishedEvent } from '@grappe/contracts';
const event: PublishedEvent = readEvent('membership.ClusterNamed.v1', {});
if (event.type === 'membership.ClusterNamed') event.data.name satisfies string;
const amount: number | string | null = ({} as GrappeEvents['membership.ClusterFigureDeclared']).figure.value;
const kind: EventType = 'governance.MandateStarted';
const unknown: EventType = 'governance.MandateLost'; // WRONG
const day: number = ({} as GrappeEvents['membership.ClusterNamed']).since; // WRONG
if (event.type === 'membership.ClusterNamed') event.data.name = 'another'; // WRONG
if (event.type === 'governance.MandateStarted') event.data.person.name satisfies string; // WRONG
const keyRing: KeyRing = { resolve: () => Promise.resolve(new Map()) };
const opened = await open({ ...event, id: '' }, keyRing);
const clear: GrappeEvent = opened;
if (opened.type === 'governance.MandateStarted') opened.data.person.name satisfies string;
export { clear };
export { amount, kind, unknown, day };
`;

const COMPILER = {
  compilerOptions: { strict: true, module: 'NodeNext', target: 'ES2022', noEmit: true, skipLibCheck: true, types: [] },
  files: ['typed.ts'],
};

/** The programs in TypeScript that a page shows. */
const examplesOf = (page: string): readonly string[] =>
  [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, shown = '']) => shown);

describe('the package of the contracts', () => {
  let folder: string;
  let said: {
    readonly read: readonly string[];
    readonly schemas: readonly string[];
    readonly refused: { readonly name: string; readonly faults: readonly string[] };
    readonly upcast: unknown;
    readonly asyncapi: unknown;
    readonly sealed: number;
  };

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'grappe-package-')));
    const tarballs = [await packContracts(folder), await packInstalled('zod', folder)];
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'subscriber', private: true, type: 'module' }),
    );
    await output('npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs], folder);
    await writeFile(join(folder, 'program.js'), PROGRAM);
    said = JSON.parse(await output(process.execPath, ['program.js'], folder)) as typeof said;
  }, PACKING_MS);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads the golden sample of every event', () => {
    expect(said.read).toEqual(catalog.eventTypes());
  });

  it('refuses data that do not fit, with what is wrong', () => {
    expect(said.refused).toEqual({
      name: 'InvalidEvent',
      faults: [expect.stringMatching(/^\/since: Invalid ISO date/)],
    });
  });

  it('does what its page shows', async () => {
    const page = await readFile(join(root, 'libs', 'contracts', 'README.md'), 'utf8');
    const [shown = ''] = examplesOf(page);
    const data = {
      clusterId: '018f0b10-0000-7000-8000-000000000002',
      name: 'Minalogic',
      nameKind: 'final',
      since: '2005-07-12',
    };
    const message = { headers: { ce_type: 'membership.ClusterNamed.v1' }, value: JSON.stringify(data) };
    await writeFile(join(folder, 'shown.js'), `const message = ${JSON.stringify(message)};\n${shown}`);
    expect(await output(process.execPath, ['shown.js'], folder)).toBe('Minalogic 2005-07-12\n');
  });

  it('opens a personal text as its page shows', async () => {
    const [, shown = ''] = examplesOf(await readFile(join(root, 'libs', 'contracts', 'README.md'), 'utf8'));
    const [sample] = JSON.parse(await readFile(join(root, 'libs', 'contracts', 'sealed', 'texts.v1.json'), 'utf8')) as [
      { readonly bound: string; readonly text: string; readonly key: string; readonly sealed: { readonly k: string } },
    ];
    const { bound, text, key, sealed } = sample;
    const id = bound.slice(0, bound.indexOf('/'));
    const ids = { mandateId: id, officeId: id, bodyId: id, clusterId: id };
    const data = { ...ids, person: { personId: id, name: sealed }, how: 'elected', since: '2016-03-31' };
    const message = { headers: { ce_type: 'governance.MandateStarted.v1', ce_id: id }, value: JSON.stringify(data) };
    // A system that has this key and no other; the global fetch is what `keyRingOver` uses by default.
    const before = `
const message = ${JSON.stringify(message)};
Object.assign(process.env, { GRAPPE_URL: 'https://grappe.example', GRAPPE_TOKEN: 'secret' });
globalThis.fetch = async (url, { headers }) => {
  if (String(url) !== 'https://grappe.example/api/v1/privacy/keys?ids=${encodeURIComponent(sealed.k)}') throw new TypeError(url);
  if (headers.authorization !== 'Bearer secret') throw new TypeError('no token');
  return Response.json(${JSON.stringify({ items: [{ id: sealed.k, key }] })});
};
`;
    await writeFile(join(folder, 'opened.js'), before + shown);
    expect(await output(process.execPath, ['opened.js'], folder)).toBe(`${text}\n`);
  });

  it('brings older versions up', () => {
    expect(said.upcast).toEqual({ type: 'desk.SeatsCounted', version: 2, data: { count: 7 } });
  });

  it('holds a JSON Schema for every event, the AsyncAPI document and the samples of sealed texts', () => {
    expect(said.schemas).toEqual(catalog.eventTypes().map((type) => `${type}.v1`));
    expect(said.asyncapi).toEqual(asyncApiDocument());
    expect(said.sealed).toBeGreaterThan(5);
  });

  it('needs zod and nothing else, and no lifecycle script runs where it is installed', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--parseable'], folder);
    const paths = stdout.trim().split('\n').slice(1);
    expect(paths.map((path) => path.slice(folder.length))).toEqual([
      '/node_modules/@grappe/contracts',
      '/node_modules/zod',
    ]);
    const installed = join(folder, 'node_modules', '@grappe', 'contracts', 'package.json');
    const { scripts } = JSON.parse(await readFile(installed, 'utf8')) as { readonly scripts: object };
    expect(Object.keys(scripts).filter((name) => /install|prepare$/.test(name))).toEqual([]);
  });

  it(
    'has types that compile, and hold',
    async () => {
      await writeFile(join(folder, 'typed.ts'), TYPED);
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(COMPILER));
      const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const { stdout }: Ended = await run(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], folder);
      const complained = [...stdout.matchAll(/^(\S+?)\((\d+),/gm)].map(([, file, line]) => [file, Number(line)]);
      const wrong = TYPED.split('\n').flatMap((line, at) => (line.endsWith('// WRONG') ? [['typed.ts', at + 1]] : []));
      expect(complained).toEqual(wrong);
    },
    PACKING_MS,
  );
});
