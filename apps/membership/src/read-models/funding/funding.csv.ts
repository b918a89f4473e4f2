import { csvRow, type Cell } from '#libs/csv';
import type { FundingView } from './funding.view.ts';

const COLUMNS = ['part', 'class', 'resource', 'on', 'source', 'amountCents', 'share'] as const;
type Line = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>;

/** The funding of a year as CSV (RFC 4180): the mix in cash, the mix with volunteering, dedicated funds, and what was recorded. */
export function fundingCsv({ cash, withVolunteering, dedicatedFunds, entries }: FundingView): string {
  const lines: readonly Line[] = [
    ...cash.classes.map((each) => ({ part: 'cash', ...each })),
    ...withVolunteering.classes.map((each) => ({ part: 'with-volunteering', ...each })),
    ...dedicatedFunds.map(({ purpose, unspentCents }) => ({
      ...{ part: 'dedicated-fund', source: purpose },
      ...(unspentCents === null ? {} : { amountCents: unspentCents }),
    })),
    ...entries.map((each) => ({ part: 'entry', ...each })),
  ];
  const rows = [COLUMNS, ...lines.map((line) => COLUMNS.map((name) => line[name]))];
  return rows.map(csvRow).join('');
}
