import { shareText, type ProjectionStatus } from '#libs/projections';
import type { ConsumerHealth } from './http/health.controller.ts';

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
