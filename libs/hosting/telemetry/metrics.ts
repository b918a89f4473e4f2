import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { hostOf, METRICS, type LabelsOf, type MetricName, type NameOf } from './metrics.table.ts';

/** Which kind of process it is: each has the metrics of every process and those of its own. */
export type ProcessKind = 'service' | 'relay';

type Instrument = Counter | Gauge | Histogram;

/** The metrics of one process, in a registry of its own, so that one process can have several. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #instruments: ReadonlyMap<MetricName, Instrument>;
  readonly #collectors: (() => void)[] = [];
  #withDefaults = false;

  constructor(kind: ProcessKind) {
    const names = Object.keys(METRICS) as MetricName[];
    const own = names.filter((name) => ['every', kind].includes(hostOf(name)));
    this.#instruments = new Map(own.map((name) => [name, this.#instrument(name)]));
  }

  /** Adds one, or so many. */
  count<Name extends NameOf<'counter'>>(name: Name, labels: LabelsOf<Name>, by = 1): void {
    const instrument = this.#instruments.get(name);
    if (instrument instanceof Counter) instrument.inc(labels, by);
  }

  observe<Name extends NameOf<'histogram'>>(name: Name, labels: LabelsOf<Name>, value: number): void {
    const instrument = this.#instruments.get(name);
    if (instrument instanceof Histogram) instrument.observe(labels, value);
  }

  set<Name extends NameOf<'gauge'>>(name: Name, labels: LabelsOf<Name>, value: number): void {
    const instrument = this.#instruments.get(name);
    if (instrument instanceof Gauge) instrument.set(labels, value);
  }

  /** Called before each scrape to set gauges from memory: a scrape sends no query. */
  onScrape(collect: () => void): void {
    this.#collectors.push(collect);
  }

  /** The answer to a scrape. The first one begins to watch the event loop and the heap: without scrapes that costs nothing. */
  async scrape(): Promise<{ readonly contentType: string; readonly text: string }> {
    if (!this.#withDefaults) collectDefaultMetrics({ register: this.#registry });
    this.#withDefaults = true;
    for (const collect of this.#collectors) collect();
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #instrument(name: MetricName): Instrument {
    const { type, help, labels, ...more } = METRICS[name];
    const common = { name, help, labelNames: [...labels], registers: [this.#registry] };
    if (type === 'counter') return new Counter(common);
    if (type === 'gauge') return new Gauge(common);
    return new Histogram({ ...common, ...('buckets' in more ? { buckets: [...more.buckets] } : {}) });
  }
}
