import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestApplication } from '#libs/nest-kit/testing';
import { guarded } from '#libs/csv';
import { toWindows1252 } from '#libs/csv/testing';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { antennaOfDrome, numelink, rhoneAlley } from '../../membership/test/facts.ts';
import { exportReadModel, type ExportOptions } from '../src/commands/export.command.ts';
import { importMembers, type ImportOptions } from '../src/commands/import.command.ts';
import { Progress } from '../src/output/progress.ts';
import { Api } from '../src/system/api.ts';
import { memberFile } from './member-file.ts';

let app: TestApplication;
let folder: string;
let url: string;

beforeAll(async () => {
  app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '100000' });
  await app.application.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${String((app.application.getHttpServer().address() as AddressInfo).port)}`;
  folder = await mkdtemp(path.join(tmpdir(), 'grappe-import-'));
  for (const [id, name] of [
    [numelink, 'Numélink'],
    [rhoneAlley, 'RhôneAlley'],
  ])
    await app.post('membership/clusters', { id, name, seat: 'Lyon', effectiveAt: '2004-01-01' });
  await app.post('membership/antennas', {
    ...{ id: antennaOfDrome, clusterId: numelink, name: 'Drôme', effectiveAt: '2010-01-01' },
  });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

const head = async () => (await app.store.status()).head;

/** Imports what a file says, and answers with what was said and what was recorded. */
async function imported(content: string | Uint8Array, options: Partial<ImportOptions> = {}, signal?: AbortSignal) {
  const file = path.join(folder, 'members.csv');
  await writeFile(file, content);
  const printed: string[] = [];
  const said: string[] = [];
  const before = await head();
  const progress = new Progress({ isTerminal: true, write: () => undefined });
  const context = {
    api: new Api(url, signal ?? new AbortController().signal, await app.token('operator', [numelink, rhoneAlley])),
    progress,
    json: false,
    print: (text: string) => printed.push(text),
    say: (text: string) => said.push(text),
  };
  const given = { cluster: numelink, dateFormat: 'dd/mm/yyyy', ...options } as const;
  const code = await importMembers(context, file, given);
  return { code, printed, said, recorded: Number((await head()) - before) };
}

const summary = (text: string): string =>
  text.replace(' organisations entered and admitted', ' entered').replace(' known ones', '');

describe('the same three members', () => {
  const HEADER = ['Nom', 'SIREN', 'Code postal', 'Date d’adhésion', 'Antenne', 'Note'];
  const ROWS = [
    ['L’Œuvre numérique', '552 100 554', '', '01/02/2015', 'Drôme', 'à 12 €'],
    ['"Café\n& Cie"', '331518498', '', '02/02/2015', '', '"un\ndeux"'],
    ['Pôle d’été', '', '69001', '03/02/2015', 'DROME', ''],
  ];
  const written = (delimiter: string, lineBreak: string): string =>
    [HEADER, ...ROWS]
      .map((cells) => `${cells.join(delimiter)}\n`)
      .join('')
      .replaceAll('\n', lineBreak);
  const encoded: readonly (readonly [string, (text: string) => Uint8Array])[] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-8 in decomposed letters', (text) => Buffer.from(text.normalize('NFD'))],
    ['UTF-16LE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['Windows-1252', (text) => toWindows1252(text) ?? new Uint8Array()],
  ];
  const cases = encoded.flatMap(([name, encode]) =>
    [';', ',', '\t'].flatMap((delimiter) =>
      ['\r\n', '\n', '\r'].map((lineBreak) => [name, delimiter, lineBreak, encode] as const),
    ),
  );

  it('are tried, and then entered once', async () => {
    const tried = await imported(written(';', '\r\n'), { dryRun: true });
    expect([tried.code, tried.recorded]).toEqual([0, 0]);
    expect(tried.printed.at(-1)).toContain('8 events would be recorded; nothing was');
    const { code, printed, said, recorded } = await imported(written(';', '\r\n'));
    expect([code, recorded, printed.map(summary)]).toEqual([
      ...[0, 8, ['3 lines, 3 entered, 0 admitted, 0 unchanged, 0 refused: 8 events recorded']],
    ]);
    expect(said).toEqual(['columns that say nothing here: Note']);
    const members = await app.get(`membership/clusters/${numelink}/members?validAt=2016-01-01`);
    const names = (members.body['items'] as readonly { readonly name: string }[]).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Café & Cie', 'L’Œuvre numérique', 'Pôle d’été']);
  });

  it.each(cases)('in %s with %j and %j are the same facts', async (_name, delimiter, lineBreak, encode) => {
    const { code, printed, recorded } = await imported(encode(written(delimiter, lineBreak)));
    const nothing = '3 lines, 0 entered, 0 admitted, 3 unchanged, 0 refused: zero changes';
    expect([code, recorded, printed.map(summary)]).toEqual([0, 0, [nothing]]);
  });
});

describe('a file with broken lines', () => {
  const LINES = 600;
  const { text, broken } = memberFile(LINES);
  const into = { cluster: rhoneAlley } as const;
  const linesIn = (printed: readonly string[]) =>
    printed.flatMap((line) => /^line (\d+)/.exec(line)?.[1] ?? []).map(Number);

  it('that was interrupted in the middle is gone on with by the same words, and every broken line is named', async () => {
    const interruption = new AbortController();
    const reading = imported(text, into, interruption.signal);
    const stop = setInterval(() => {
      void head().then((now) => (now > 300n ? interruption.abort() : undefined));
    }, 5);
    await expect(reading).rejects.toThrow('abort');
    clearInterval(stop);
    const before = Number(await head());
    const { code, printed, recorded } = await imported(text, into);
    expect([code, linesIn(printed)]).toEqual([1, broken]);
    const events = 3 * (LINES - broken.length);
    expect([before > 300, recorded < events, recorded > 0]).toEqual([true, true, true]);
    expect(summary(printed.at(-1) ?? '')).toContain(`${String(broken.length)} refused: `);
    const { body } = await app.get(`membership/clusters/${rhoneAlley}/counts?validAt=2016-01-01`);
    expect(body).toMatchObject({ members: LINES - broken.length });
  });

  it('imported again writes nothing, and reports the same lines', async () => {
    const { code, printed, recorded } = await imported(text, into);
    expect([code, recorded, linesIn(printed)]).toEqual([1, 0, broken]);
    expect(printed.at(-1)).toContain('zero changes');
  });

  it.each(['csv', 'ndjson'])('has a report as %s', async (format) => {
    const report = path.join(folder, `report.${format}`);
    await imported(text, { ...into, report });
    const written = await readFile(report, 'utf8');
    const lines = written.trimEnd().split(/\r?\n/);
    if (format === 'ndjson') {
      expect(lines.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual(broken);
      return;
    }
    expect(lines[0]).toBe('\ufeffline,column,found,reason,proposal');
    expect(lines).toHaveLength(broken.length + 1);
    expect(lines).toContain(`${String(broken[2])},Code postal,1310,4 digits; 01310 would be valid: confirm,01310`);
  });
});

describe('a line', () => {
  const of = (line: string) => `Nom;SIREN;Date d’adhésion;Collège\n${line}\n`;

  it('that says otherwise than is recorded is reported and changes nothing', async () => {
    await imported(of('Nova;542107651;01/01/2015;Entreprises'));
    const changed = await imported(of('Nova Group;542107651;01/01/2015;Recherche'));
    expect([changed.code, changed.recorded]).toEqual([1, 0]);
    expect(changed.printed[0]).toMatch(/^line 2: found the name Nova Group: MBR_LINE_DIFFERS: .*Nova, or a name/);
    const kept = await imported(of('Nova Group;542107651;01/01/2015;Recherche'), { keepRecorded: true });
    expect([kept.code, kept.recorded]).toEqual([0, 0]);
  });

  it('behind a quotation mark that is not closed is not read, and the file says where that is', async () => {
    const { code, printed } = await imported(of('Nova;542107651;01/01/2015;\nA;"b;c;d\nE;f;g;h'));
    expect([code, printed[0]]).toEqual([
      1,
      'line 3: a quotation mark that opens a cell of this row is not closed: nothing from here on was read',
    ]);
  });

  it('about the organisation of a line before comes after it', async () => {
    const twice = of('Retour;404833048;01/01/2015;\nRetour;404833048;01/06/2015;');
    const { printed } = await imported(twice);
    expect(printed[0]).toMatch(/^line 3: found a member since 2015-06-01/);
  });
});

describe('an export of members', () => {
  const NAMES = [
    "'s-Hertogenbosch",
    '=SOMME(A1)',
    '+33 Services',
    '@home',
    '-12,50',
    "'=x",
    'Virgule, "point"; tab',
    'Œuvre & Cie',
  ];

  async function exported(options: Partial<ExportOptions> = {}, list = 'membership.members'): Promise<string> {
    const output = path.join(folder, 'export.csv');
    const context = {
      api: new Api(url, new AbortController().signal, await app.token('admin')),
      progress: new Progress({ isTerminal: true, write: () => undefined }),
      ...{ json: false, print: () => undefined, say: () => undefined },
    };
    await exportReadModel(context, list, { format: 'csv', cluster: numelink, output, ...options });
    return await readFile(output, 'utf8');
  }

  it.each([numelink, rhoneAlley])('of %s imports again with zero changes', async (cluster) => {
    // A file of somebody else has no marks: only a text that looks like a marked one has to be.
    const rows = NAMES.map((name, index) => `"${guarded(name).replaceAll('"', '""')}";6900${String(index)};2015-03-01`);
    await imported(`Nom;Code postal;Depuis\n${rows.join('\n')}\n`, { cluster });
    const text = await exported({ cluster, validAt: '2016-01-01' });
    const { code, recorded, printed, said } = await imported(text, { cluster });
    expect([code, recorded, printed]).toEqual([0, 0, [expect.stringMatching(/0 refused: zero changes$/)]]);
    expect(said).toEqual(['columns that say nothing here: membershipId, until, origins']);
    expect(Number(/^([\d,]+) lines/.exec(printed[0] ?? '')?.[1])).toBeGreaterThan(NAMES.length);
  });

  it('has the names as they are, and nothing that a spreadsheet computes', async () => {
    const text = await exported({ validAt: '2016-01-01' });
    expect(text).toContain(",'=SOMME(A1),");
    expect(text).toContain(",'s-Hertogenbosch,");
    expect(text).not.toMatch(/,"?[=+@]/);
  });

  it.each([
    ['a read model is needed', 'members', {}],
    ['the members of which cluster', 'membership.members', { cluster: undefined }],
    ['API_NOT_FOUND', 'membership.members', { cluster: antennaOfDrome }],
    ['API_NOT_FOUND', 'membership.nothing', {}],
  ])('that cannot be made says why: %s', async (message, list, options) => {
    await expect(exported(options, list)).rejects.toThrow(message);
  });
});

describe('an import that cannot begin', () => {
  it.each<[string, string, Partial<ImportOptions>]>([
    ['cluster not found', 'Nom\nNova\n', { cluster: antennaOfDrome }],
    ['the id of a cluster is needed', 'Nom\nNova\n', { cluster: 'x' }],
    ['a header is needed', '', {}],
    ['no column says the name', 'SIREN\n1\n', {}],
    ['--since 42735: the number 42735', 'Nom\nNova\n', { since: '42735' }],
  ])('says why: %s', async (message, content, options) => {
    await expect(imported(content, options)).rejects.toThrow(message);
  });
});
