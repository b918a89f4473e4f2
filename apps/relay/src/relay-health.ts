import { StaleRelay, type RelayStatus } from '#libs/messaging/relay';
import type { Health } from '#libs/hosting';

export interface RelayReport extends Health {
  readonly relay: { readonly epoch: string; readonly lagEvents: string; readonly lagSeconds: number };
}

export interface RelaySources {
  readonly status: () => Promise<RelayStatus>;
  /** Committed events without a position. */
  readonly unsequenced: () => Promise<bigint>;
}

/** The health of this process: its last fault, and the position of the topics. */
export class RelayHealth {
  #fault: string | undefined;

  constructor(private readonly sources: RelaySources) {}

  noteFault(error: unknown): void {
    // Another relay works: this one waits, and nothing is wrong with it.
    if (error instanceof StaleRelay) return;
    this.#fault = error instanceof Error ? error.message : String(error);
  }

  clearFault(): void {
    this.#fault = undefined;
  }

  /** Not ready while it is stopped, or while events wait behind a fault: a process that does nothing must not look healthy. */
  async health(): Promise<RelayReport> {
    const { state, position, head, epoch, lagEvents, lagSeconds, error } = await this.sources.status();
    const waiting = lagEvents > 0n ? this.#fault : undefined;
    const reason = error?.message ?? waiting;
    const ready = reason === undefined;
    return {
      ready,
      head: String(head),
      unsequenced: String(await this.sources.unsequenced()),
      consumers: [{ name: 'relay', state, position: String(position), healthy: ready, error: reason }],
      relay: { epoch: String(epoch), lagEvents: String(lagEvents), lagSeconds },
    };
  }
}
