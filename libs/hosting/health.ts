import { shareText, type ProjectionStatus } from '#libs/projections';
import type { ProcessStatus } from './process-runner.ts';

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

type StatusOfOne = Pick<ProjectionStatus, 'name' | 'state' | 'position' | 'error'> &
  Partial<Pick<ProjectionStatus, 'waitsFor' | 'parked' | 'share' | 'shares'> & Pick<ProcessStatus, 'dueTimers'>>;

/** A consumer is well unless it is paused, or waits for others to stop before it can be spread as this process is told. */
export function consumerHealth(status: StatusOfOne): ConsumerHealth {
  const { name, state, position, error, waitsFor, parked, dueTimers = 0, share, shares = [] } = status;
  const reason = error === undefined ? waitsFor : JSON.stringify(error);
  return {
    name,
    state,
    position: String(position),
    healthy: state !== 'paused' && waitsFor === undefined,
    ...(reason === undefined ? {} : { error: reason }),
    ...(parked === undefined || parked.keys === 0 ? {} : { parked }),
    ...(dueTimers === 0 ? {} : { dueTimers }),
    ...(share === undefined ? {} : { share: shareText(share) }),
    ...(shares.length === 0 ? {} : { shares: shares.map(shareHealth) }),
  };
}

function shareHealth(share: ProjectionStatus['shares'][number]): ShareHealth {
  return { share: shareText(share), state: share.state, position: String(share.position) };
}
