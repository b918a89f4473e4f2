import type { BenchServer } from './server.ts';

export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

export interface Figures {
  readonly rows: readonly Row[];
  /** What was asked for: how many times the baseline of the same run. */
  readonly ratios: Readonly<Record<string, number>>;
}

export interface Report extends Figures {
  readonly suite: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface SuiteOptions {
  /** Fewer events and shorter rounds: the ratios are rougher. */
  readonly quick: boolean;
  /** Says how far it is, on standard error. */
  readonly say: (line: string) => void;
}

export interface Suite {
  readonly name: string;
  run(server: BenchServer, options: SuiteOptions): Promise<Figures>;
}

/** One JSON object, or the same for people. */
export function printReport(report: Report, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${asText(report)}\n`);
}

function asText({ suite, environment, rows, ratios }: Report): string {
  const width = Math.max(...[...rows.map(({ name }) => name), ...Object.keys(ratios)].map(({ length }) => length));
  const line = (name: string, value: number, unit: string): string =>
    `  ${name.padEnd(width)}  ${value.toLocaleString('en').padStart(12)} ${unit}`;
  return [
    suite,
    ...Object.entries(environment).map(([name, value]) => `  ${name}: ${value}`),
    '',
    ...rows.map(({ name, value, unit }) => line(name, value, unit)),
    '',
    ...Object.entries(ratios).map(([name, value]) => line(name, value, '×')),
  ].join('\n');
}
