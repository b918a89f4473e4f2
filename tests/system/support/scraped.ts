import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { output } from '../../contracts/support/run.ts';

/** A metric as the parser of Prometheus' own Python client reads it. */
export interface ScrapedMetric {
  /** Without the `_total` of a counter. */
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: string;
  }[];
}

export const PARSER = { what: 'Prometheus parser', requirements: 'tests/system/support/scrape/requirements.txt' };

/** What `/metrics` of a process says. @throws Error with what the parser found wrong */
export async function scrape(url: string, python: string): Promise<readonly ScrapedMetric[]> {
  const response = await fetch(`${url}/metrics`);
  const folder = await mkdtemp(join(tmpdir(), 'grappe-scrape-'));
  try {
    const file = join(folder, 'scrape.txt');
    await writeFile(file, await response.text());
    const parser = fileURLToPath(new URL('scrape/parse.py', import.meta.url));
    return JSON.parse(await output(python, [parser, file], folder)) as readonly ScrapedMetric[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
