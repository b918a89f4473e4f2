import type { TableRow } from '#libs/csv';
import { cleaned } from './cells.ts';
import type { Columns } from './columns.ts';
import type { Complaint, Verdict } from './complaint.ts';

/** How the cells of each field are read. */
export type Readers<Field extends string> = Readonly<Record<Field, (text: string) => Verdict<string>>>;

export type JudgedLine<Body> =
  { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly complaints: readonly Complaint[] };

/** What the cells of a row say, and everything that is wrong with them: each cell is judged, whatever the others are. */
export class ReadLine<Field extends string> {
  readonly complaints: Complaint[];
  readonly #said = new Map<Field, string>();

  constructor(
    row: TableRow,
    private readonly columns: Columns<Field>,
    readers: Readers<Field>,
  ) {
    const { indexes, header } = columns;
    this.complaints = tooManyCells(row, header);
    for (const [field, index] of indexes) {
      const found = cleaned(row.cells[index] ?? '');
      if (found === '') continue;
      const verdict = readers[field](found);
      if (verdict.ok) this.#said.set(field, verdict.value);
      else this.complaints.push({ column: header[index], found, reason: verdict.reason, proposal: verdict.proposal });
    }
  }

  said(field: Field): string | undefined {
    return this.#said.get(field);
  }

  /** Complains of a field, with what was read of it. */
  refuse(field: Field, reason: string, found = this.#said.get(field) ?? ''): void {
    this.complaints.push({ column: this.#titleOf(field), found, reason });
  }

  /** What a field says, or its default; complains where it says nothing at all, and was not complained of. */
  require(field: Field, reason: string, otherwise?: string): string | undefined {
    const value = this.#said.get(field) ?? otherwise;
    const title = this.#titleOf(field);
    const isNamed = title !== undefined && this.complaints.some(({ column }) => column === title);
    if (value === undefined && !isNamed) this.refuse(field, reason);
    return value;
  }

  /** The body that the line comes to, where nothing is wrong with it. */
  judged<Body>(body: Body | undefined): JudgedLine<Body> {
    const { complaints } = this;
    return complaints.length > 0 || body === undefined ? { ok: false, complaints } : { ok: true, body };
  }

  #titleOf(field: Field): string | undefined {
    return this.columns.header[this.columns.indexes.get(field) ?? -1];
  }
}

/** Most often a delimiter in a cell that nobody quoted: then no cell behind it is where it belongs. */
function tooManyCells({ cells }: TableRow, header: readonly string[]): Complaint[] {
  const surplus = cells.slice(header.length).filter((cell) => cell.trim() !== '');
  if (surplus.length === 0) return [];
  return [
    {
      found: `${String(cells.length)} cells`,
      reason: `the header has ${String(header.length)}: a cell with the delimiter in it stands in quotes`,
    },
  ];
}
