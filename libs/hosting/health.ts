import { shareText, type ProjectionStatus } from '#libs/projections';

/** How one consumer (a projection or a process manager) is doing. */
export interface ConsumerHealth {
  readonly name: string;
  readonly state: string;
  readonly position: string;
  readonly healthy: boolean;
  readonly error?: string | undefined;
  /** The keys that wait at an event that cannot be applied to them; absent when there are none. They leave the others to go on. */
  readonly parked?: { readonly keys: number; readonly first: readonly string[] } | undefined;
  /** How many timers of a process manager are due and did not fire yet; absent when there are none. */
  readonly dueTimers?: number | undefined;
  /** The share of it that this process runs, as `2/4`; absent where that is all of it. */
  readonly share?: string | undefined;
  /** Where each of its shares stands; absent where it is not spread. */
  readonly shares?: readonly ShareHealth[] | undefined;
}

interface ShareHealth {
  readonly share: string;
  readonly state: string;
  readonly position: string;
}

export interface Health {
  readonly ready: boolean;
  readonly head: string;
  readonly unsequenced: string;
  readonly consumers: readonly ConsumerHealth[];
}

/** A read model is well unless it is paused, or waits for others to stop before it can be spread as this process is told. */
export function projectionHealth(status: ProjectionStatus): ConsumerHealth {
  const { share, shares, waitsFor, parked } = status;
  const health = consumerHealth(status);
  return {
    ...health,
    ...(waitsFor === undefined ? {} : { healthy: false, error: health.error ?? waitsFor }),
    ...(parked.keys === 0 ? {} : { parked }),
    ...(share === undefined ? {} : { share: shareText(share) }),
    ...(shares.length === 0
      ? {}
      : {
          shares: shares.map((each) => ({
            share: shareText(each),
            state: each.state,
            position: String(each.position),
          })),
        }),
  };
}

export function processHealth(status: Standing & { readonly dueTimers: number }): ConsumerHealth {
  const { dueTimers } = status;
  return { ...consumerHealth(status), ...(dueTimers === 0 ? {} : { dueTimers }) };
}

/** What the rows of all consumers have. */
interface Standing {
  readonly name: string;
  readonly state: string;
  readonly position: bigint;
  readonly error: object | undefined;
}

export function consumerHealth({ name, state, position, error }: Standing): ConsumerHealth {
  return {
    name,
    state,
    position: String(position),
    healthy: state !== 'paused',
    ...(error === undefined ? {} : { error: JSON.stringify(error) }),
  };
}
