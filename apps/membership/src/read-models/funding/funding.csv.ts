import type { FundingView } from './funding.view.ts';

const COLUMNS = ['part', 'class', 'resource', 'on', 'source', 'amountCents', 'share'] as const;
type Line = { readonly [Column in (typeof COLUMNS)[number]]?: string | number | undefined };

/** The funding of a year as CSV (RFC 4180): the mix in cash, the mix with volunteering, and what was recorded. */
export function fundingCsv({ cash, withVolunteering, entries }: FundingView): string {
  const lines: readonly Line[] = [
    ...cash.classes.map((each) => ({ part: 'cash', ...each })),
    ...withVolunteering.classes.map((each) => ({ part: 'with-volunteering', ...each })),
    ...entries.map((each) => ({ part: 'entry', ...each })),
  ];
  const rows = [COLUMNS, ...lines.map((line) => COLUMNS.map((name) => line[name] ?? ''))];
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe; a number stays one. */
function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
