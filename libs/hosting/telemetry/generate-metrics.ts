import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hostOf, METRICS } from './metrics.table.ts';

/** Writes the metrics of `/metrics` as a page for operators. */
const file = fileURLToPath(new URL('../../../docs/operating/metrics.md', import.meta.url));

const WHERE = { every: 'every process', service: 'services, the platform', relay: 'the relay' } as const;

const rows = Object.entries(METRICS).map(([name, { type, labels, help }]) => [
  `\`${name}\``,
  type,
  labels.map((label) => `\`${label}\``).join(', '),
  WHERE[hostOf(name)],
  help,
]);

writeFileSync(
  file,
  `# Metrics and traces

Written by \`npm run generate\` from \`libs/hosting/telemetry/metrics.table.ts\`.

## /metrics

Every process but the gateway serves \`/metrics\` on its own port, in the text format of Prometheus: to this machine, and to requests
with \`METRICS_TOKEN\` as their bearer token. Requests through a proxy need the token. Behind the gateway, \`/metrics/<service>\` is
that of a service. A scrape sends no query: the status of the store and the consumers is read every five seconds and kept
(\`grappe_status_timestamp_seconds\` says when). Several processes that run the same consumer show the same position of it; the one
that holds its lease is the one with the newest heartbeat, so alert on \`max by (consumer)\`. Besides, there are the metrics of
Node that \`prom-client\` brings (\`process_…\`, \`nodejs_…\`).

${table([['metric', 'type', 'labels', 'in', 'meaning'], ...rows])}
## Traces

Traces are kept only where \`OTEL_EXPORTER_OTLP_ENDPOINT\` names a collector that takes OTLP over HTTP; the SDK is loaded then, and not
otherwise. \`OTEL_TRACES_SAMPLER\`, \`OTEL_EXPORTER_OTLP_HEADERS\` and \`OTEL_RESOURCE_ATTRIBUTES\` mean what the specification says. A
request continues the trace of its \`traceparent\`; the events that it records carry the one of its span, over Kafka too
(\`ce_traceparent\`), and what process managers do because of them is in the same trace.

${table([
  ['span', 'kind', 'one for each'],
  ['`<METHOD> <route>`', 'SERVER', 'request, but for health and metrics'],
  ['`grappe.command`, `grappe.query`', 'INTERNAL', 'command, query'],
  ['`grappe.append`', 'INTERNAL', 'group commit that stored something, linked to what caused its events'],
  ['`send <topic>`', 'PRODUCER', 'topic in a batch of the relay, linked to what caused its events'],
  ['`process <topic>`', 'CONSUMER', 'event that a process manager or a handler takes, child of what caused the event'],
  ['`grappe.project <model>`', 'CONSUMER', 'batch of a read model, linked to what caused its events'],
])}
A span with links is a part of their trace where all of them are of one; it has 128 links at most.
`,
);

/** Aligned as the formatter wants it. */
function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...rest] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('');
}
