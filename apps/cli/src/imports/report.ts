import { open, type FileHandle } from 'node:fs/promises';
import { BYTE_ORDER_MARK, csvRow } from '#libs/csv';
import type { Complaint } from './complaint.ts';

/** A complaint with the physical line on which its row begins. */
export interface RefusedLine extends Complaint {
  readonly line: number;
}

const COLUMNS = ['line', 'column', 'found', 'reason', 'proposal'] as const;

/** Writes what was refused as it is found, so that nothing is lost when an import is interrupted: CSV where the file is called so, else lines of JSON. */
export class Report {
  private constructor(
    private readonly file: FileHandle,
    private readonly isCsv: boolean,
  ) {}

  static async open(path: string): Promise<Report> {
    const report = new Report(await open(path, 'w'), path.toLowerCase().endsWith('.csv'));
    if (report.isCsv) await report.file.write(BYTE_ORDER_MARK + csvRow(COLUMNS));
    return report;
  }

  async add(refused: RefusedLine): Promise<void> {
    const text = this.isCsv ? csvRow(COLUMNS.map((name) => refused[name])) : `${JSON.stringify(refused)}\n`;
    await this.file.write(text);
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
