import { z } from 'zod';
import { parkedText, table } from '../output/text.ts';
import type { Api } from '../system/api.ts';
import { services } from '../system/services.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

const consumerSchema = z.object({
  name: z.string(),
  state: z.string(),
  position: z.string(),
  healthy: z.boolean(),
  error: z.string().optional(),
  /** Keys that wait while the others go on. */
  parked: z.object({ keys: z.number(), first: z.array(z.string()) }).optional(),
  /** Timers of a process manager that are due and have not fired. */
  dueTimers: z.number().optional(),
  /** Which shard of a read model its process runs, and the position of each shard; absent where it is not sharded. */
  shard: z.string().optional(),
  shards: z.array(z.object({ shard: z.string(), state: z.string(), position: z.string() })).optional(),
  /** On a broker a position says little about it. Older systems leave it out. */
  caughtUp: z.boolean().optional(),
});
const statusSchema = z.object({
  ready: z.boolean(),
  head: z.string(),
  unsequenced: z.string(),
  consumers: z.array(consumerSchema),
});

export type SystemStatus = z.infer<typeof statusSchema>;

/** The number of positions, of events that wait for one, and the position of each consumer of each process. */
export async function readStatus(api: Api): Promise<SystemStatus> {
  const found: SystemStatus[] = [];
  for (const { admin } of await services(api)) found.push(statusSchema.parse(await api.get(`${admin}/consumers`)));
  return {
    ready: found.every(({ ready }) => ready),
    head: highest(found.map(({ head }) => head)),
    unsequenced: highest(found.map(({ unsequenced }) => unsequenced)),
    consumers: found.flatMap(({ consumers }) => consumers),
  };
}

/** Processes are asked one after the other, and the ledger grows meanwhile. */
function highest(counts: readonly string[]): string {
  return String(counts.map(BigInt).reduce((a, b) => (a > b ? a : b), 0n));
}

/** Prints the number of events and the position of each consumer; 1 when one of them is paused or stalled. */
export async function status({ api, json, print }: CommandContext): Promise<Verdict> {
  const found = await readStatus(api);
  print(json ? asJson({ url: api.url, ...found }) : statusText(api.url, found));
  return found.ready ? 0 : 1;
}

export function statusText(url: string, { ready, head, unsequenced, consumers }: SystemStatus): string {
  const rows = consumers.map((consumer) => {
    const { name, state, position, caughtUp } = consumer;
    const behind = caughtUp === true ? '0' : String(BigInt(head) - BigInt(position));
    return [name, state, position, behind, waitingText(consumer)];
  });
  const waiting = unsequenced === '0' ? '' : `, ${unsequenced} more wait for their position`;
  return [
    `${url}: ${ready ? 'ready' : 'not ready'}, ${head} events${waiting}`,
    '',
    table(['consumer', 'state', 'position', 'behind', ''], rows),
  ].join('\n');
}

function waitingText({ error, parked, dueTimers, shards = [] }: z.infer<typeof consumerSchema>): string {
  const positions = shards.map(({ shard, state, position }) => {
    return `${shard} ${state === 'running' ? '' : `${state} `}at ${position}`;
  });
  const found = [
    error,
    parked && `parked: ${parkedText(parked)}`,
    dueTimers === undefined ? undefined : `timers due: ${String(dueTimers)}`,
    positions.length === 0 ? undefined : `shards: ${positions.join(', ')}`,
  ];
  return found.filter((part) => part !== undefined).join('; ');
}
