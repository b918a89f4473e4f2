import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toWindows1252 } from '#libs/csv/testing';
import { seats } from '../src/commands/seats.command.ts';
import { settingsOf, type SeatsOptions } from '../src/seats/options.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const SLOW = 60_000;
const ANTENNAS = `antenne;jobs;funding;members
Lyon;12 400;560;140
Saint-Étienne-Roanne;3 600;380;170
Grenoble;5 200;240;70
Clermont-Ferrand;2 400;230;80
Valence-Romans;900;80;50
Annecy-Chambéry;1 500;60;0
`;
const THIRDS = 'jobs=1/3,funding=1/3,members=1/3';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grappe-seats-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A process of the command line. */
async function grappe(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const child = spawn(process.execPath, ['infra/scripts/run.mjs', 'apps/cli/src/main.ts', 'seats', ...args], {
    cwd: root,
    env,
  });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

/** The command in this process. */
async function asked(content: string | Uint8Array, options: SeatsOptions, name = 'antennas.csv', json = true) {
  const file = path.join(folder, name);
  await writeFile(file, content);
  const printed: string[] = [];
  const context = { json, print: (text: string) => printed.push(text), standardInput: nothing };
  const code = await seats(context, file, options);
  return { code, text: printed.join('\n') };
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {
  yield* [];
}

interface JsonAnswer {
  readonly outcome: { readonly kind: string; readonly seats: readonly { readonly seats: number }[] };
}
const seatsIn = (text: string): string =>
  (JSON.parse(text) as JsonAnswer).outcome.seats.map((each) => each.seats).join(' ');

describe('grappe seats as a process', () => {
  it(
    'prints the board of 25 by thirds, and why',
    async () => {
      const file = path.join(folder, 'board.csv');
      await writeFile(file, ANTENNAS);
      const args = [file, '--house', '25', '--method', 'sainte-lague', '--weights', THIRDS];
      const { code, out, err } = await grappe(args);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^25 seats by Sainte-Laguë \(Webster\): jobs 1\/3, funding 1\/3, members 1\/3$/m);
      const column = [...out.matchAll(/^(?:Lyon|Saint|Gren|Cler|Val|Ann)\S* +(\d+) +\d+\.\d{3} /gm)].map(
        ([, count]) => count,
      );
      expect(column.join(' ')).toBe('9 6 4 3 2 1');
      expect(out).toMatch(/^25 +Valence-Romans +0\.040948334$/m);
      expect(out).toContain('Next in line: Lyon (0.039042919).');
      expect(out).toMatch(/^Valence-Romans +members +5 fewer, to Lyon +80 more, from Saint-Étienne-Roanne$/m);
      expect(out).toMatch(/^Lyon +11\/26 +42\.31 %$/m);
      expect(out).toContain(
        'Every unit keeps within its quota.\nWith 24 seats: Valence-Romans fewer.\nWith 26 seats: Lyon more.',
      );
    },
    SLOW,
  );

  it(
    'reads standard input, names the tie of d’Hondt, and answers with 1 until it is decided',
    async () => {
      const args = ['-', '--house', '25', '--method', 'd-hondt', '--weights', 'jobs=1'];
      const { code, out } = await grappe(args, ANTENNAS);
      expect(code).toBe(1);
      expect(out).toContain('Saint-Étienne-Roanne and Valence-Romans have equal claims to 1 seat.');
      expect(out).toContain('Lots are to be drawn for 1 seat between Saint-Étienne-Roanne and Valence-Romans');
      const drawn = await grappe([...args, '--lot', 'Valence-Romans', '--json'], ANTENNAS);
      expect([drawn.code, seatsIn(drawn.out)]).toEqual([0, '13 3 5 2 1 1']);
    },
    SLOW,
  );

  it(
    'says what was found and what is needed where the file is wrong',
    async () => {
      const { code, out, err } = await grappe(
        ['-', '--house', '25', '--method', 'd-hondt'],
        'antenne;jobs\nLyon;many\n',
      );
      expect([code, out]).toEqual([2, '']);
      expect(err).toBe('grappe: standard input, line 2, jobs: found many; needed is a number from 0 on\n');
    },
    SLOW,
  );
});

describe('the boards and bureaus of the six antennas', () => {
  const options = { method: 'sainte-lague', weights: THIRDS } as const;
  it.each<[string, SeatsOptions, string]>([
    ['board by thirds', { ...options, house: '25' }, '9 6 4 3 2 1'],
    ['board by jobs', { ...options, house: '25', weights: 'jobs=1' }, '12 4 5 2 1 1'],
    ['bureau by thirds', { ...options, house: '15' }, '6 4 2 2 1 0'],
    ['bureau by jobs', { ...options, house: '15', weights: 'jobs=1' }, '7 2 3 1 1 1'],
    ['bureau by thirds, at least one each', { ...options, house: '15', minimum: '1' }, '5 4 2 2 1 1'],
    [
      'd’Hondt, decided by the rule',
      { house: '25', method: 'd-hondt', weights: 'jobs=1', tieRule: 'weight,members' },
      '13 4 5 2 0 1',
    ],
    ['capped at two fifths', { ...options, house: '25', weights: 'jobs=1', cap: '2/5' }, '10 4 5 3 1 2'],
  ])('%s: %j %s', async (_sentence, given, expected) => {
    const { code, text } = await asked(ANTENNAS, given);
    expect([code, seatsIn(text)]).toEqual([0, expected]);
  });

  it('are the same from any spreadsheet: comma or tab, Windows-1252, decimal commas', async () => {
    const thirds = { ...options, house: '25' } as const;
    for (const content of [
      ANTENNAS.replaceAll(' ', '').replaceAll(';', ','),
      ANTENNAS.replaceAll(';', '\t').replaceAll('\n', '\r\n'),
      toWindows1252(ANTENNAS) ?? '',
      ANTENNAS.replaceAll(/;(\d+);(\d+)$/gm, ';$1,50;$2'),
    ])
      expect(seatsIn((await asked(content, thirds)).text)).toBe('9 6 4 3 2 1');
  });

  it('come from JSON as well, where a large figure is text', async () => {
    const units = [
      { unit: 'A', figures: { votes: '1000000000000000000' } },
      { unit: 'B', figures: { votes: 1 } },
    ];
    const question = { house: 3, method: 'hamilton', criteria: [{ name: 'votes', weight: '1' }], units };
    const { code, text } = await asked(JSON.stringify(question), {}, 'question.json');
    expect([code, seatsIn(text)]).toEqual([0, '3 0']);
    const more = await asked(JSON.stringify(question), { house: '4', minimum: '1' }, 'question.json');
    expect(seatsIn(more.text)).toBe('3 1');
  });

  it('have limits and reserved seats of their own in the columns of those names', async () => {
    const content = 'unit,votes,minimum,maximum,reserved\nA,90,,5,\nB,10,2,,1\n';
    const { text } = await asked(content, { house: '8', method: 'adams' }, 'limits.csv', false);
    expect(text).toMatch(/^unit {2}seats {2}reserved {2}quota {2}share$/m);
    expect(text).toMatch(/^A {5}5 {6}0 {9}6\.300 {2}90\.00 %$/m);
    expect(text).toMatch(/^B {5}3 {6}1 {9}0\.700 {2}10\.00 %$/m);
    expect(text).toContain('A breaks its quota: 5 shared seats, 6 or 7 would keep it.');
  });

  it('print what cannot be by its name', async () => {
    const { code, text } = await asked(ANTENNAS, { ...options, house: '5', minimum: '1' }, 'x.csv', false);
    expect([code, text]).toEqual([1, 'infeasible-minimum: found 6; required at most 5']);
    const json = await asked(ANTENNAS, { ...options, house: '5', minimum: '1' });
    expect(json.text).toContain('"explanation":null');
  });
});

describe('a table of rows and columns', () => {
  const uri = {
    method: 'sainte-lague',
    rows: [
      { unit: 'Altdorf', seats: 15 },
      { unit: 'Bürglen', seats: 7 },
      { unit: 'Erstfeld', seats: 6 },
      { unit: 'Schattdorf', seats: 9 },
    ],
    columns: { units: ['CVP', 'SPGB', 'FDP', 'SVP'], upper: { method: 'sainte-lague', by: 'voters' } },
    figures: [
      [11_471, 11_908, 9213, 7756],
      [2822, 1606, 1567, 2945],
      [2309, 1705, 946, 1573],
      [4794, 2600, 2961, 3498],
    ],
  };

  it('is shared in both directions at once', async () => {
    const { code, text } = await asked(JSON.stringify(uri), {}, 'uri.json', false);
    expect(code).toBe(0);
    expect(text.split('\n').map((line) => line.split(/ +/).join(' '))).toEqual([
      ' CVP SPGB FDP SVP seats',
      'Altdorf 5 4 3 3 15',
      'Bürglen 2 1 1 3 7',
      'Erstfeld 2 2 1 1 6',
      'Schattdorf 3 2 2 2 9',
      'seats 12 9 7 9',
    ]);
    const json = await asked(JSON.stringify(uri), {}, 'uri.json');
    expect(JSON.parse(json.text)).toMatchObject({
      outcome: { kind: 'apportioned', columns: [{ seats: 12 }, {}, {}, {}] },
    });
  });

  it.each([
    [
      {
        figures: [
          [1, 1],
          [1, 1],
        ],
        rows: [1, 1],
        columns: [1, 1],
      },
      'Tie: Altdorf × CVP, Altdorf × SPGB, Bürglen × CVP, Bürglen × SPGB, 2 seats. Lots are to be drawn.',
    ],
    [
      {
        figures: [
          [1, 1],
          [1, 1],
        ],
        rows: [1, 1],
        columns: [1, 2],
      },
      'sums-differ: found columns with 3 seats; required 2, as the rows',
    ],
    [
      { figures: [[1, 1]], rows: [1], columns: undefined },
      'Tie of the columns: CVP, SPGB, 1 seat. Lots are to be drawn.',
    ],
  ])('that is tied or impossible is named: %j', async ({ figures, rows, columns }, complaint) => {
    const names = ['CVP', 'SPGB'];
    const lines = columns?.map((count, index) => ({ unit: names[index], seats: count }));
    const upper = { units: names, upper: { method: 'd-hondt', by: 'votes' } };
    const own = rows.map((count, index) => ({ unit: uri.rows[index]!.unit, seats: count }));
    const question = { method: 'sainte-lague', rows: own, columns: lines ?? upper, figures };
    const { code, text } = await asked(JSON.stringify(question), {}, 'table.json', false);
    expect([code, text.split('\n').at(-1)]).toEqual([1, complaint]);
  });
});

describe('a question that cannot be read', () => {
  const plainly = { house: '3', method: 'd-hondt' } as const;
  it.each<[string, string, string, SeatsOptions, string]>([
    ['no method', 'x.csv', 'a,b\nA,1\n', { house: '3' }, 'by which method: --method sainte-lague|d-hondt'],
    ['no house', 'x.csv', 'a,b\nA,1\n', { method: 'd-hondt' }, 'how many seats are there: --house <seats>'],
    ['an empty file', 'x.csv', '', plainly, 'line 1: a header is needed, found an empty file'],
    ['a header only', 'x.csv', 'a,b\n', plainly, 'a line for each unit is needed, found a header only'],
    ['one column', 'x.csv', 'a\nA\n', plainly, 'a column of names and one of figures are needed, found one column'],
    [
      'several figures and no weights',
      'x.csv',
      'a,b,c\nA,1,2\n',
      plainly,
      'several columns of figures: which of them count, and how much: --weights b=1/2,c=1/2',
    ],
    [
      'a column that is not there',
      'x.csv',
      'a,b\nA,1\n',
      { ...plainly, weights: 'd=1' },
      'no column d; there are a, b',
    ],
    ['an empty figure', 'x.csv', 'a,b\nA,\n', plainly, 'line 2, b: found an empty cell; needed is a number from 0 on'],
    ['a negative figure', 'x.csv', 'a,b\nA,-1\n', plainly, 'line 2, b: found -1; needed is a number from 0 on'],
    [
      'a comma that may be either',
      'x.csv',
      'a;b\nA;12,400\n',
      plainly,
      'line 2, b: found 12,400; needed is 12400, or 12.400: a comma stands for both',
    ],
    ['a unit without a name', 'x.csv', 'a,b\n,1\n', plainly, 'line 2, a: a name is needed, found an empty cell'],
    [
      'a minimum that is no number',
      'x.csv',
      'a,b,minimum\nA,1,one\n',
      plainly,
      'line 2, minimum: found one; needed is a number of seats',
    ],
    ['no JSON', 'x.json', '{"house": 3', {}, 'JSON is needed, found '],
    [
      'JSON of another form',
      'x.json',
      '{"house": "3", "units": []}',
      {},
      'house: Invalid input: expected number, received string',
    ],
    [
      'a weight of another form',
      'x.json',
      '{"house": 3, "method": "adams", "criteria": [{"name": "a", "weight": "third"}], "units": []}',
      {},
      'a fraction such as 1/3 is needed, found third',
    ],
    ['JSON without criteria', 'x.json', '{"house": 3, "method": "adams", "units": []}', {}, 'criteria are needed'],
  ])('%s is refused', async (_sentence, name, content, options, complaint) => {
    await expect(asked(content, options, name)).rejects.toThrow(complaint);
  });

  it.each<[SeatsOptions, string]>([
    [{ house: 'many' }, '--house many: a number of seats is needed'],
    [{ cap: 'half' }, '--cap half: a fraction is needed, such as 1/2 or 0.5'],
    [{ weights: 'jobs' }, '--weights jobs: column=weight is needed, such as jobs=1/3,members=2/3'],
    [{ weights: 'jobs=a' }, '--weights jobs= a: a fraction is needed, such as 1/2 or 0.5'],
  ])('%j is wrong use', (options, complaint) => {
    expect(() => settingsOf(options)).toThrow(complaint);
  });

  it('a file that is not there is named', async () => {
    const context = { json: true, print: () => undefined, standardInput: nothing };
    await expect(seats(context, path.join(folder, 'none.csv'), plainly)).rejects.toThrow('none.csv: file not found');
  });
});
