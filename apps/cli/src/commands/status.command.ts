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

type Waiting = SystemStatus['consumers'][number];

function waitingText(parked: Waiting['parked'], dueTimers: Waiting['dueTimers']): string {
  if (parked !== undefined) return `parked: ${parkedText(parked)}`;
  return dueTimers === undefined ? '' : `timers due: ${String(dueTimers)}`;
}

export function statusText(url: string, { ready, head, unsequenced, consumers }: SystemStatus): string {
  const rows = consumers.map(({ name, state, position, caughtUp, error, parked, dueTimers }) => [
    name,
    state,
    position,
    caughtUp === true ? '0' : String(BigInt(head) - BigInt(position)),
    error ?? waitingText(parked, dueTimers),
  ]);
  const waiting = unsequenced === '0' ? '' : `, ${unsequenced} more wait for their position`;
  return [
    `${url}: ${ready ? 'ready' : 'not ready'}, ${head} events${waiting}`,
    '',
    table(['consumer', 'state', 'position', 'behind', ''], rows),
  ].join('\n');
}
