/** A metric, with the text of its `# HELP` line. */
interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Each has a small, closed set of values: never an id, a subject or a stream. */
  readonly labels: readonly string[];
  /** Of a histogram. */
  readonly buckets?: readonly number[];
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const LONG_SECONDS = [...SECONDS, 2.5, 10];
const EVENTS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000];

const counter = <const Label extends string>(labels: readonly Label[], help: string) =>
  ({ type: 'counter', labels, help }) as const;
const gauge = <const Label extends string>(labels: readonly Label[], help: string) =>
  ({ type: 'gauge', labels, help }) as const;
const histogram = <const Label extends string>(labels: readonly Label[], buckets: readonly number[], help: string) =>
  ({ type: 'histogram', labels, buckets, help }) as const;

/**
 * Every metric of ours: registered, documented (`docs/operating/metrics.md`) and checked against a real scrape from here. Base units,
 * and timestamps rather than ages but for lags, which are 0 when nothing waits.
 */
export const METRICS = {
  grappe_build_info: gauge(['version', 'commit'], 'Always 1; which build runs.'),
  grappe_command_duration_seconds: histogram(
    ['context', 'command', 'outcome'],
    LONG_SECONDS,
    'How long commands took, by row and outcome (accepted, rehearsed, repeated, refused, failed).',
  ),
  grappe_command_refusals_total: counter(['code'], 'Commands that were refused, by the code of the refusal.'),
  grappe_command_conflicts_total: counter(
    [],
    'Attempts of commands that had to be decided again because a stream had moved.',
  ),
  grappe_query_duration_seconds: histogram(
    ['context', 'query', 'outcome'],
    LONG_SECONDS,
    'How long queries took, by row and outcome (answered, refused, failed), waiting for a read token included.',
  ),
  grappe_append_duration_seconds: histogram([], SECONDS, 'How long one group commit took in the store.'),
  grappe_append_batch_events: histogram([], EVENTS, 'Events that one group commit stored.'),
  grappe_events_appended_total: counter(['context', 'type'], 'Events that this process stored.'),
  grappe_ledger_head_position: gauge([], 'The next position that the ledger will give.'),
  grappe_ledger_unsequenced_events: gauge([], 'Committed events that have no position yet.'),
  grappe_status_timestamp_seconds: gauge(
    [],
    'When the gauges of ledger, consumers and relay were last read; they are kept in memory between scrapes.',
  ),
  grappe_consumer_position: gauge(
    ['consumer', 'shard'],
    'The first position that a read model, process manager or handler has not handled; shard is empty for the whole of it.',
  ),
  grappe_consumer_lag_events: gauge(
    ['consumer'],
    'Positions between a consumer and the head of the ledger; 0 when nothing that it reads lies before it.',
  ),
  grappe_consumer_lag_seconds: gauge(
    ['consumer'],
    'Age of the oldest event not yet handled that a consumer reads; 0 when it has caught up.',
  ),
  grappe_consumer_heartbeat_timestamp_seconds: gauge(
    ['consumer'],
    'When the loop of a consumer that this process runs was last alive.',
  ),
  grappe_consumer_events_handled_total: counter(
    ['consumer'],
    'Events that a consumer handled in this process, repeats included.',
  ),
  grappe_consumer_batch_duration_seconds: histogram(
    ['consumer'],
    LONG_SECONDS,
    'How long a batch of events took: several for a read model, one for a process manager or a handler.',
  ),
  grappe_consumer_paused: gauge(
    ['consumer'],
    '1 while a consumer is paused at an event that it cannot handle, else 0.',
  ),
  grappe_consumer_parked_keys: gauge(['consumer'], 'Parked keys of a read model: an event cannot be applied to them.'),
  grappe_timers_due: gauge(
    ['consumer'],
    'Timers of a process manager whose instant has come and that did not fire yet.',
  ),
  grappe_relay_position: gauge([], 'The first position that is not known to stand on its topic.'),
  grappe_relay_lag_events: gauge([], 'Events with a position that are not known to stand on their topics.'),
  grappe_relay_lag_seconds: gauge(
    [],
    'Age of the oldest event that is not known to stand on its topic; 0 when there is none.',
  ),
  grappe_relay_stopped: gauge([], '1 while the relay is stopped at a fault that trying again does not change, else 0.'),
  grappe_relay_records_published_total: counter(['topic'], 'Records that the brokers acknowledged.'),
  grappe_relay_batch_duration_seconds: histogram([], LONG_SECONDS, 'How long the brokers took to acknowledge a batch.'),
  grappe_pool_connections: gauge(
    ['pool', 'state'],
    'Open connections of a pool of PostgreSQL, by what they do (busy, idle).',
  ),
  grappe_pool_waiting_requests: gauge(['pool'], 'Requests that wait for a connection of a pool.'),
} satisfies Readonly<Record<string, MetricSpec>>;

export type MetricName = keyof typeof METRICS;

/** Which processes have a metric. */
export function hostOf(name: string): 'every' | 'service' | 'relay' {
  if (name.startsWith('grappe_relay_')) return 'relay';
  return /^grappe_(build|ledger|status|pool)_/.test(name) ? 'every' : 'service';
}

/** The names of all metrics of a type. */
export type NameOf<Type extends MetricSpec['type']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['type'] extends Type ? Name : never;
}[MetricName];
/** A value for each label of a metric. */
export type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>;
