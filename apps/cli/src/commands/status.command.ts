import { table } from '../output/table.ts';
import { readStatus, type SystemStatus } from '../system/status.ts';
import { parkedText } from '../output/parked.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

/** How many events there are, and how far each consumer is; 1 when one of them stands still. */
export async function status({ api, json, print }: CommandContext): Promise<Verdict> {
  const found = await readStatus(api);
  print(json ? asJson({ url: api.url, ...found }) : statusText(api.url, found));
  return found.ready ? 0 : 1;
}

type Consumer = SystemStatus['consumers'][number];

function waitingText({ error, parked, dueTimers, shares = [] }: Consumer): string {
  const found = [
    ...(error === undefined ? [] : [error]),
    ...(parked === undefined ? [] : [`parked: ${parkedText(parked)}`]),
    ...(dueTimers === undefined ? [] : [`timers due: ${String(dueTimers)}`]),
    ...(shares.length === 0 ? [] : [`shares: ${shares.map(shareText).join(', ')}`]),
  ];
  return found.join('; ');
}

function shareText({ share, state, position }: NonNullable<Consumer['shares']>[number]): string {
  return `${share} ${state === 'running' ? '' : `${state} `}at ${position}`;
}

export function statusText(url: string, { ready, head, unsequenced, consumers }: SystemStatus): string {
  const rows = consumers.map((consumer) => [
    consumer.name,
    consumer.state,
    consumer.position,
    consumer.caughtUp === true ? '0' : String(BigInt(head) - BigInt(consumer.position)),
    waitingText(consumer),
  ]);
  const waiting = unsequenced === '0' ? '' : `, ${unsequenced} more wait for their position`;
  return [
    `${url}: ${ready ? 'ready' : 'not ready'}, ${head} events${waiting}`,
    '',
    table(['consumer', 'state', 'position', 'behind', ''], rows),
  ].join('\n');
}
