import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../system/support/random.ts';
import { LEASE_TTL_MS, type World } from './world.ts';

/** What can be done to a running system; each undoes itself before it resolves. */
export const FAULT_KINDS = [
  'kill',
  'pause past the lease',
  'broker restart',
  'broker crash',
  'lost acknowledgement',
  'refused write',
  'database crash',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Kills and pauses are most of what happens to processes, and the cheapest to see through. */
const DRAWN: readonly FaultKind[] = ['kill', 'kill', 'kill', 'pause past the lease', ...FAULT_KINDS.slice(1)];

export interface Fault {
  readonly kind: FaultKind;
  /** Who is meant, as the seed chose. */
  readonly target: string;
  run(): Promise<void>;
}

/** One fault, by the seed. */
export function drawFault(world: World, random: Random): Fault {
  const kind = random.oneOf(DRAWN) ?? 'kill';
  const program = world.programs[random.below(world.programs.length)];
  const node = world.kafka.nodes[random.below(world.kafka.nodes.length)];
  const extraMs = random.below(1_000);
  if (program === undefined || node === undefined) throw new Error('the world is empty');
  const fault = (target: string, run: () => Promise<void>): Fault => ({ kind, target, run });
  switch (kind) {
    case 'kill':
      return fault(program.spec.label, () => program.kill());
    case 'pause past the lease':
      return fault(program.spec.label, async () => {
        program.pause();
        // The pause is the fault: as long as another process needs to take over, and a little.
        await delay(LEASE_TTL_MS * 2 + extraMs);
        program.goOn();
      });
    case 'broker restart':
      return fault(`broker ${String(node.id)}`, async () => {
        await node.stop();
        await node.start();
      });
    case 'broker crash':
      return fault(`broker ${String(node.id)}`, async () => {
        node.kill();
        await untilDown(node);
        await node.start();
      });
    case 'lost acknowledgement':
      return fault('the relay', () => loseAnAnswer(world));
    case 'refused write':
      return fault('the relay', () => refuseWrites(world, 500 + extraMs));
    case 'database crash':
      return fault('PostgreSQL', () => world.restartDatabase());
  }
}

async function untilDown(node: { readonly pid: number | undefined }): Promise<void> {
  while (node.pid !== undefined) await delay(20);
}

/** Where there is no proxy (several brokers) nothing is lost. */
async function loseAnAnswer({ proxy }: World): Promise<void> {
  if (proxy === undefined) return;
  const { dropped } = proxy;
  proxy.dropNextAnswer();
  // Commands flow, so the relay sends soon; a broker that is away is another fault.
  for (let waited = 0; waited < 200 && proxy.dropped === dropped; waited += 1) await delay(10);
}

/** A broker whose disk is full takes no record; where there is no proxy nothing is refused. */
async function refuseWrites({ proxy }: World, forMs: number): Promise<void> {
  if (proxy === undefined) return;
  proxy.refuseWrites(true);
  await delay(forMs);
  proxy.refuseWrites(false);
}
