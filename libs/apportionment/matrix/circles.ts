import type { Scaling } from './state.ts';

export interface CellIndex {
  readonly row: number;
  readonly column: number;
}

const keyOf = ({ row, column }: CellIndex): string => `${String(row)} ${String(column)}`;

/** Cells on a signpost as arrows: from the row down to the column, or from the column up to the row. */
class Arrows {
  readonly #frozen = new Set<string>();

  constructor(private readonly scaling: Scaling) {}

  freeze(cell: CellIndex): void {
    this.#frozen.add(keyOf(cell));
  }

  isDown(row: number, column: number): boolean {
    return !this.#frozen.has(keyOf({ row, column })) && this.scaling.canLower(row, column);
  }

  isUp(row: number, column: number): boolean {
    return !this.#frozen.has(keyOf({ row, column })) && this.scaling.canRaise(row, column);
  }

  /** Lines reached from a line, each with the one before it. Rows are numbers from 0, columns those after the rows. */
  reach(begin: number): ReadonlyMap<number, number> {
    const { rows, columns } = this.scaling;
    const before = new Map<number, number>();
    const queue = [begin];
    for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
      const isRow = line < rows.length;
      for (const other of (isRow ? columns : rows).keys()) {
        const next = isRow ? rows.length + other : other;
        const isOpen = isRow ? this.isDown(line, other) : this.isUp(other, line - rows.length);
        if (!isOpen || before.has(next)) continue;
        before.set(next, line);
        queue.push(next);
      }
    }
    return before;
  }
}

/** Cells that lie on circles of equal claims, by circle; circles with a line in common are one. */
export function circlesOf(scaling: Scaling, arrows = new Arrows(scaling)): readonly (readonly CellIndex[])[] {
  const lines = scaling.rows.length + scaling.columns.length;
  const reached = Array.from({ length: lines }, (_line, line) => arrows.reach(line));
  const isTogether = (a: number, b: number): boolean => reached[a]?.has(b) === true && reached[b]?.has(a) === true;
  const circles = new Map<number, CellIndex[]>();
  for (const row of scaling.rows.keys())
    for (const column of scaling.columns.keys()) {
      const line = scaling.rows.length + column;
      if (!(arrows.isDown(row, column) || arrows.isUp(row, column)) || !isTogether(row, line)) continue;
      const first = Array.from({ length: lines }, (_line, each) => each).find((each) => isTogether(each, row)) ?? row;
      circles.set(first, [...(circles.get(first) ?? []), { row, column }]);
    }
  return [...circles.values()];
}

/**
 * Gives the drawn cells their seat in the order in which they were drawn, as far as sums allow it, and keeps what they have.
 * @returns the circles that are left open
 */
export function drawCells(scaling: Scaling, drawn: readonly CellIndex[]): readonly (readonly CellIndex[])[] {
  const arrows = new Arrows(scaling);
  for (const { row, column } of drawn) {
    if (arrows.isUp(row, column)) turn(scaling, arrows, { row, column });
    arrows.freeze({ row, column });
  }
  return circlesOf(scaling, arrows);
}

/** Moves a seat round a circle so that the cell has one more, where there is a circle. */
function turn(scaling: Scaling, arrows: Arrows, { row, column }: CellIndex): void {
  const rows = scaling.rows.length;
  const before = arrows.reach(row);
  if (!before.has(rows + column)) return;
  scaling.move(row, column, 1);
  for (let line = rows + column; line !== row;) {
    const previous = before.get(line) ?? row;
    if (line >= rows) scaling.move(previous, line - rows, -1);
    else scaling.move(line, previous - rows, 1);
    line = previous;
  }
}
