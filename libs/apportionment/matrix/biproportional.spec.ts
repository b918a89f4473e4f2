import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { rationalFrom, sumOf } from '../exact.ts';
import { claimsOf, compareQuotients } from '../methods/signposts.ts';
import { apportionBiproportionally } from './biproportional.ts';
import type { Biproportional, BiproportionalInput, BiproportionalOutcome } from './input.ts';

const lines = (names: readonly string[], seats: readonly number[]) =>
  names.map((unit, index) => ({ unit, seats: seats[index] ?? 0 }));
const transposed = <T>(rows: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  (rows[0] ?? []).map((_cell, column) => rows.map((row) => row[column]!));

/** The result. @throws Error for what is refused or tied above */
function solved(outcome: BiproportionalOutcome): Biproportional {
  if (outcome.kind === 'refused' || outcome.kind === 'upper-tied') throw new Error(JSON.stringify(outcome));
  return outcome;
}

const PARTIES = ['CVP', 'SPGB', 'FDP', 'SVP'];
const DISTRICTS = ['Altdorf', 'Bürglen', 'Erstfeld', 'Schattdorf'];
/** Each elector has as many votes as the district has seats: the upper step counts electors. */
const URI: BiproportionalInput = {
  method: 'sainte-lague',
  rows: lines(DISTRICTS, [15, 7, 6, 9]),
  columns: { units: PARTIES, upper: { method: 'sainte-lague', by: 'voters' } },
  figures: transposed([
    [11_471, 2822, 2309, 4794],
    [11_908, 1606, 1705, 2600],
    [9213, 1567, 946, 2961],
    [7756, 2945, 1573, 3498],
  ]),
};

describe('double proportion', () => {
  it('Uri 2020: 37 seats by parties and districts', () => {
    const { kind, columns, seats } = solved(apportionBiproportionally(URI));
    expect([kind, columns]).toEqual(['apportioned', lines(PARTIES, [12, 9, 7, 9])]);
    expect(transposed(seats)).toEqual([
      [5, 2, 2, 3],
      [4, 1, 2, 2],
      [3, 1, 1, 2],
      [3, 3, 1, 2],
    ]);
  });

  it('is the same with rows and columns exchanged', () => {
    const { columns, seats } = solved(apportionBiproportionally(URI));
    const turned = { method: URI.method, rows: columns, columns: URI.rows, figures: transposed(URI.figures) };
    expect(solved(apportionBiproportionally(turned)).seats).toEqual(transposed(seats));
  });

  const square = (rows: readonly number[], columns: readonly number[], figures: number[][]): BiproportionalInput => ({
    method: 'sainte-lague',
    rows: lines(['Lyon', 'Grenoble', 'Annecy'], rows).slice(0, rows.length),
    columns: lines(['firms', 'research', 'schools'], columns).slice(0, columns.length),
    figures,
  });
  const firms = (row: string) => ({ row, column: 'firms' });
  const research = (row: string) => ({ row, column: 'research' });

  it('names cells with equal claims as a tie, which a recorded lot decides', () => {
    const input = square(
      [1, 1],
      [1, 1],
      [
        [5, 5],
        [5, 5],
      ],
    );
    const tied = solved(apportionBiproportionally(input));
    expect(tied).toMatchObject({
      kind: 'tied',
      seats: [
        [0, 0],
        [0, 0],
      ],
    });
    const cells = [firms('Lyon'), research('Lyon'), firms('Grenoble'), research('Grenoble')];
    expect(tied.ties).toEqual([{ cells, seats: 2 }]);
    const drawn = (cell: (typeof cells)[number]) =>
      solved(apportionBiproportionally({ ...input, lots: [{ drawn: [cell] }] }));
    expect(drawn(firms('Lyon'))).toMatchObject({
      kind: 'apportioned',
      seats: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(drawn(research('Lyon'))).toMatchObject({
      kind: 'apportioned',
      seats: [
        [0, 1],
        [1, 0],
      ],
    });
  });

  it.each<[string, BiproportionalInput, object]>([
    [
      'sums that differ',
      square(
        [2, 1],
        [1, 1],
        [
          [1, 1],
          [1, 1],
        ],
      ),
      { code: 'sums-differ', found: 'columns with 2 seats', required: '3, as the rows' },
    ],
    [
      'columns whose figures are all in rows with fewer seats',
      square(
        [1, 3],
        [2, 2],
        [
          [5, 5],
          [0, 5],
        ],
      ),
      { code: 'infeasible-table', found: 'firms can seat nobody outside of Lyon', required: 'at most 1 seats there' },
    ],
    [
      'a column with seats and without figures',
      square(
        [1, 1],
        [1, 1],
        [
          [5, 0],
          [5, 0],
        ],
      ),
      { code: 'infeasible-table', of: 'research' },
    ],
    ['a row of another length', square([1, 1], [1, 1], [[5, 0], [5]]), { code: 'table-invalid', of: 'Grenoble' }],
    [
      'a figure below 0',
      square(
        [1, 1],
        [1, 1],
        [
          [5, 0],
          [5, -1],
        ],
      ),
      { code: 'figure-invalid', of: 'Grenoble' },
    ],
    [
      'half a seat',
      square(
        [0.5, 0.5],
        [1, 0],
        [
          [5, 0],
          [5, 1],
        ],
      ),
      { code: 'limit-invalid', of: 'Lyon' },
    ],
    [
      'a lot where nothing is tied',
      {
        ...square(
          [1, 1],
          [1, 1],
          [
            [5, 1],
            [1, 5],
          ],
        ),
        lots: [{ drawn: [firms('Lyon')] }],
      },
      { code: 'lot-cell-not-tied', found: 'Lyon × firms', required: 'no lot: no tie is open' },
    ],
  ])('refuses %s', (_sentence, input, refusal) => {
    expect(apportionBiproportionally(input)).toMatchObject({ kind: 'refused', refusals: [refusal] });
  });

  it('names a tie of the upper apportionment, before which nothing is shared', () => {
    const upper = { method: 'sainte-lague', by: 'votes' } as const;
    const columns = { units: ['firms', 'research'], upper };
    const outcome = apportionBiproportionally({ ...square([1], [], [[5, 5]]), columns });
    expect(outcome).toMatchObject({ kind: 'upper-tied', ties: [{ units: ['firms', 'research'], seats: 1 }] });
    const drawn = { ...columns, upper: { ...upper, lots: [{ drawn: ['research'] }] } };
    expect(solved(apportionBiproportionally({ ...square([1], [], [[5, 5]]), columns: drawn })).seats).toEqual([[0, 1]]);
  });
});

describe('any table', () => {
  const method = fc.constantFrom('sainte-lague', 'd-hondt', 'huntington-hill', 'adams', 'dean');
  /** Figures and a table of seats, of which the sums are taken: these sums can be met where figures are above 0. */
  const table = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([height, width]) => {
      const grid = (cell: fc.Arbitrary<number>) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height });
      return fc.record({
        figures: grid(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.nat(1_000_000))),
        seats: grid(fc.nat(6)),
      });
    })
    .map(({ figures, seats }) => ({
      figures,
      rows: lines(['A', 'B', 'C', 'D'], seats.map(sumOf)).slice(0, seats.length),
      columns: lines(['a', 'b', 'c', 'd'], transposed(seats).map(sumOf)).slice(0, transposed(seats).length),
    }));

  it('meets the seats of every row and column, and each cell is the scaled figure rounded', () => {
    fc.assert(
      fc.property(table, method, (given, by) => {
        const outcome = apportionBiproportionally({ ...given, method: by });
        if (outcome.kind === 'refused') {
          expect(outcome.refusals.map(({ code }) => code)).toEqual(['infeasible-table']);
          return;
        }
        const { seats, ties, multipliers } = solved(outcome);
        const open = sumOf(ties.map((tie) => tie.seats));
        expect(sumOf(seats.flat()) + open).toBe(sumOf(given.rows.map((row) => row.seats)));
        if (open > 0) return;
        expect(seats.map(sumOf)).toEqual(given.rows.map((row) => row.seats));
        expect(transposed(seats).map(sumOf)).toEqual(given.columns.map((column) => column.seats));
        const divisor = { method: by, offset: 0, isDegressive: false };
        const { isSquared, signpost } = claimsOf({ divisor, units: [] });
        for (const [row, cells] of seats.entries())
          for (const [column, count] of cells.entries()) {
            const hasSeats = given.rows[row]!.seats > 0 && given.columns[column]!.seats > 0;
            const figure = hasSeats ? BigInt(given.figures[row]![column]!) : 0n;
            const [one, other] = [rationalFrom(multipliers.rows[row]!), rationalFrom(multipliers.columns[column]!)];
            const scaled = {
              over: (isSquared ? figure * figure : figure) * one.numerator * other.numerator,
              under: one.denominator * other.denominator,
            };
            expect(compareQuotients(scaled, signpost(BigInt(count)))).toBeLessThanOrEqual(0);
            if (count > 0) expect(compareQuotients(scaled, signpost(BigInt(count - 1)))).toBeGreaterThanOrEqual(0);
          }
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });

  it('of 20 rows and 20 columns with 1,000 seats meets all sums, a fifth of its figures being 0', () => {
    const figureOf = (row: number, column: number): number => {
      const mixed = ((row * 20 + column + 1) * 7_919) % 10_007;
      return mixed % 5 === 0 ? 0 : mixed * (1 + (mixed % 7));
    };
    const range = Array.from({ length: 20 }, (_line, index) => index);
    const figures = range.map((row) => range.map((column) => figureOf(row, column)));
    const rows = range.map((row) => ({ unit: `row ${String(row)}`, seats: 41 + row - (row > 9 ? 1 : 0) }));
    const upper = { method: 'sainte-lague', by: 'votes' } as const;
    const columns = { units: range.map((column) => `column ${String(column)}`), upper };
    const result = solved(apportionBiproportionally({ method: 'sainte-lague', rows, columns, figures }));
    expect([result.kind, result.seats.map(sumOf)]).toEqual(['apportioned', rows.map(({ seats }) => seats)]);
    expect(transposed(result.seats).map(sumOf)).toEqual(result.columns.map(({ seats }) => seats));
    expect(sumOf(result.columns.map(({ seats }) => seats))).toBe(1_000);
  });

  it('without figures of 0 can always be met by Sainte-Laguë', () => {
    fc.assert(
      fc.property(table, (given) => {
        const figures = given.figures.map((row) => row.map((figure) => figure + 1));
        const outcome = apportionBiproportionally({ ...given, figures, method: 'sainte-lague' });
        expect(outcome.kind).not.toBe('refused');
      }),
      { numRuns: 200, seed: propertySeed() },
    );
  });

  it('has ties decided by any lots, the drawn cell first', () => {
    fc.assert(
      fc.property(table, fc.nat(), (given, turn) => {
        const figures = given.figures.map((row) => row.map((figure) => (figure % 3) + 1));
        const input = { ...given, figures, method: 'sainte-lague' } as const;
        const { ties } = solved(apportionBiproportionally(input));
        const cells = ties.flatMap((tie) => tie.cells);
        fc.pre(cells.length > 0);
        const drawn = [...cells.slice(turn % cells.length), ...cells.slice(0, turn % cells.length)];
        const decided = solved(apportionBiproportionally({ ...input, lots: [{ drawn }] }));
        expect([decided.kind, decided.seats.map(sumOf)]).toEqual(['apportioned', given.rows.map((row) => row.seats)]);
        expect(transposed(decided.seats).map(sumOf)).toEqual(given.columns.map((column) => column.seats));
      }),
      { numRuns: 100, seed: propertySeed() },
    );
  });
});
