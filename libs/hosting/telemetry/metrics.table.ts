/** What a metric counts or shows, in the words of its `# HELP` line. */
interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Each has a small, closed set of values: never an id, a subject or a stream. */
  readonly labels: readonly string[];
  /** The processes that have it. */
  readonly in: 'every' | 'service' | 'relay';
  /** Of a histogram. */
  readonly buckets?: readonly number[];
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const LONG_SECONDS = [...SECONDS, 2.5, 10];
const EVENTS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000];

/**
 * Every metric of ours: registered, documented (`docs/operating/metrics.md`) and checked against a real scrape from here. Base units,
 * and timestamps rather than ages but for lags, which are 0 when nothing waits.
 */
export const METRICS = {
  grappe_build_info: {
    type: 'gauge',
    help: 'Always 1; which build runs.',
    labels: ['version', 'commit'],
    in: 'every',
  },
  grappe_command_duration_seconds: {
    type: 'histogram',
    help: 'How long commands took, by row and outcome (accepted, repeated, refused, failed).',
    labels: ['context', 'command', 'outcome'],
    in: 'service',
    buckets: LONG_SECONDS,
  },
  grappe_command_refusals_total: {
    type: 'counter',
    help: 'Commands that were refused, by the code of the refusal.',
    labels: ['code'],
    in: 'service',
  },
  grappe_command_conflicts_total: {
    type: 'counter',
    help: 'Attempts of commands that had to be decided again because a stream had moved.',
    labels: [],
    in: 'service',
  },
  grappe_query_duration_seconds: {
    type: 'histogram',
    help: 'How long queries took, by row and outcome (answered, refused, failed), waiting for a read token included.',
    labels: ['context', 'query', 'outcome'],
    in: 'service',
    buckets: LONG_SECONDS,
  },
  grappe_append_duration_seconds: {
    type: 'histogram',
    help: 'How long one group commit took in the store.',
    labels: [],
    in: 'service',
    buckets: SECONDS,
  },
  grappe_append_batch_events: {
    type: 'histogram',
    help: 'Events that one group commit stored.',
    labels: [],
    in: 'service',
    buckets: EVENTS,
  },
  grappe_events_appended_total: {
    type: 'counter',
    help: 'Events that this process stored.',
    labels: ['context', 'type'],
    in: 'service',
  },
  grappe_ledger_head_position: {
    type: 'gauge',
    help: 'The next position that the ledger will give.',
    labels: [],
    in: 'every',
  },
  grappe_ledger_unsequenced_events: {
    type: 'gauge',
    help: 'Committed events that have no position yet.',
    labels: [],
    in: 'every',
  },
  grappe_status_timestamp_seconds: {
    type: 'gauge',
    help: 'When the gauges of ledger, consumers and relay were last read; they are kept in memory between scrapes.',
    labels: [],
    in: 'every',
  },
  grappe_consumer_position: {
    type: 'gauge',
    help: 'The first position that a read model, process manager or handler has not handled; share is empty for the whole of it.',
    labels: ['consumer', 'share'],
    in: 'service',
  },
  grappe_consumer_lag_events: {
    type: 'gauge',
    help: 'Positions between a consumer and the head of the ledger; 0 when nothing that it reads lies before it.',
    labels: ['consumer'],
    in: 'service',
  },
  grappe_consumer_lag_seconds: {
    type: 'gauge',
    help: 'Age of the oldest event not yet handled that a consumer reads; 0 when it has caught up.',
    labels: ['consumer'],
    in: 'service',
  },
  grappe_consumer_heartbeat_timestamp_seconds: {
    type: 'gauge',
    help: 'When the loop of a consumer that this process runs last gave a sign of life.',
    labels: ['consumer'],
    in: 'service',
  },
  grappe_consumer_events_handled_total: {
    type: 'counter',
    help: 'Events that a consumer handled in this process, repeats included.',
    labels: ['consumer'],
    in: 'service',
  },
  grappe_consumer_batch_duration_seconds: {
    type: 'histogram',
    help: 'How long a batch of events took: several for a read model, one for a process manager or a handler.',
    labels: ['consumer'],
    in: 'service',
    buckets: LONG_SECONDS,
  },
  grappe_consumer_paused: {
    type: 'gauge',
    help: '1 while a consumer stands at an event that it cannot handle, else 0.',
    labels: ['consumer'],
    in: 'service',
  },
  grappe_consumer_parked_keys: {
    type: 'gauge',
    help: 'Keys of a read model that stand at an event that cannot be applied to them.',
    labels: ['consumer'],
    in: 'service',
  },
  grappe_timers_due: {
    type: 'gauge',
    help: 'Timers of a process manager whose instant has come and that did not fire yet.',
    labels: ['consumer'],
    in: 'service',
  },
  grappe_relay_position: {
    type: 'gauge',
    help: 'The first position that is not known to stand on its topic.',
    labels: [],
    in: 'relay',
  },
  grappe_relay_lag_events: {
    type: 'gauge',
    help: 'Events with a position that are not known to stand on their topics.',
    labels: [],
    in: 'relay',
  },
  grappe_relay_lag_seconds: {
    type: 'gauge',
    help: 'Age of the oldest event that is not known to stand on its topic; 0 when there is none.',
    labels: [],
    in: 'relay',
  },
  grappe_relay_stopped: {
    type: 'gauge',
    help: '1 while the relay stands at what trying again does not change, else 0.',
    labels: [],
    in: 'relay',
  },
  grappe_relay_records_published_total: {
    type: 'counter',
    help: 'Records that the brokers acknowledged.',
    labels: ['topic'],
    in: 'relay',
  },
  grappe_relay_batch_duration_seconds: {
    type: 'histogram',
    help: 'How long the brokers took to acknowledge a batch.',
    labels: [],
    in: 'relay',
    buckets: LONG_SECONDS,
  },
  grappe_pool_connections: {
    type: 'gauge',
    help: 'Open connections of a pool of PostgreSQL, by what they do (busy, idle).',
    labels: ['pool', 'state'],
    in: 'every',
  },
  grappe_pool_waiting_requests: {
    type: 'gauge',
    help: 'Requests that wait for a connection of a pool.',
    labels: ['pool'],
    in: 'every',
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;

export type MetricName = keyof typeof METRICS;
/** The names of all metrics of a type. */
export type NameOf<Type extends MetricSpec['type']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['type'] extends Type ? Name : never;
}[MetricName];
/** A value for each label of a metric. */
export type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>;
