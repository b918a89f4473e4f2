import { cannotFollow } from '#libs/kernel';
import type { antennaEvents, DomainEvent } from '#libs/contracts';
import type { Facts } from '../facts.ts';

export type AntennaEvent = DomainEvent<typeof antennaEvents>;

interface Opened {
  readonly opening: Facts<AntennaEvent, 'AntennaOpened'>;
  /** The cluster whose antenna it is now. */
  readonly clusterId: string;
  /** The operations by which it passed on. */
  readonly passedBy: readonly string[];
}

export type KnownAntenna =
  | (Opened & { readonly status: 'open'; readonly from: string })
  | (Opened & { readonly status: 'closed'; readonly on: string });

export type Antenna = { readonly status: 'absent' } | KnownAntenna;

export function evolveAntenna(state: Antenna, event: AntennaEvent): Antenna {
  if (event.type === 'AntennaOpened') {
    if (state.status !== 'absent') cannotFollow(event, `the antenna is ${state.status}`);
    const { type: _type, ...opening } = event;
    return { status: 'open', opening, clusterId: event.clusterId, passedBy: [], from: event.since };
  }
  const clusterId = event.type === 'AntennaPassed' ? event.from : event.clusterId;
  if (state.status !== 'open' || state.clusterId !== clusterId) cannotFollow(event, `the antenna is ${state.status}`);
  const { opening, passedBy } = state;
  if (event.type === 'AntennaClosed') return { status: 'closed', opening, clusterId, passedBy, on: event.on };
  return {
    status: 'open',
    opening,
    clusterId: event.to,
    passedBy: [...passedBy, event.operationId],
    from: event.on,
  };
}
