export { toWindows1252 } from '../windows-1252.ts';
import type { Table, TableRow } from '../table.ts';

/** Every row of a small table. */
export async function rowsIn(table: Table): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of table.rows()) rows.push(row);
  return rows;
}
