import type { Metrics } from '../metrics.ts';

/** A line of a scrape; of a histogram, its count. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a scrape says of one metric. Labels of specs hold no quotes: a whole parser reads it in `tests/system`. */
export async function samplesOf(metrics: Metrics, name: string): Promise<readonly Sample[]> {
  const { text } = await metrics.scrape();
  const line = new RegExp(`^${name}(?:_count)?(?:\\{(.*)\\})? (\\S+)$`, 'gm');
  return [...text.matchAll(line)].map(([, labels = '', value]) => ({ labels: labelsOf(labels), value: Number(value) }));
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
}
