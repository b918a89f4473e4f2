import { acceptRepeat, acceptUnless, aggregate, accept, below, cannotFollow, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactsOf, Refusal } from '#libs/kernel';
import type { antennaEvents, DomainEvent } from '#libs/contracts';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';

export type AntennaEvent = DomainEvent<typeof antennaEvents>;

interface Opened {
  readonly opening: FactsOf<AntennaEvent, 'AntennaOpened'>;
  /** The cluster whose antenna it is now. */
  readonly clusterId: string;
  /** The operations by which it passed on. */
  readonly passedBy: readonly string[];
}

type KnownAntenna = Opened &
  ({ readonly status: 'open'; readonly from: string } | { readonly status: 'closed'; readonly on: string });

export type Antenna = { readonly status: 'absent' } | KnownAntenna;

/** `found` is the id that is unknown, or the cluster that has the antenna, or the day of the closing. */
export type AntennaMissing =
  | Refusal<'MBR_ANTENNA_NOT_FOUND' | 'MBR_ANTENNA_CLOSED', 'found'>
  | Refusal<'MBR_ANTENNA_ELSEWHERE', 'found' | 'required'>;

/** `found` is the name of the antenna that has this id. */
export type AntennaRejection = AntennaMissing | ClusterMissing | Refusal<'MBR_ANTENNA_EXISTS', 'found'>;

interface Open extends CommandFor<EventOf<AntennaEvent, 'AntennaOpened'>, 'OpenAntenna'> {
  /** The current state of the cluster; absent where a succession opens the antenna by law. */
  readonly cluster?: Cluster | undefined;
}
type Pass = CommandFor<EventOf<AntennaEvent, 'AntennaPassed'>, 'PassAntenna'>;
type Close = CommandFor<EventOf<AntennaEvent, 'AntennaClosed'>, 'CloseAntenna'>;
export type AntennaCommand = Open | Pass | Close;

type Verdict = Decision<AntennaEvent, AntennaRejection>;

export const antenna = aggregate({
  context: 'membership',
  name: 'antenna',
  initial: { status: 'absent' },
  evolve,
  decide: (command: AntennaCommand, state): Verdict => {
    if (command.type === 'OpenAntenna') return open(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_ANTENNA_NOT_FOUND', found: command.antennaId });
    return command.type === 'PassAntenna' ? pass(command, state) : close(command, state);
  },
});

function evolve(state: Antenna, event: AntennaEvent): Antenna {
  if (event.type === 'AntennaOpened') {
    if (state.status !== 'absent') cannotFollow(event, `the antenna is ${state.status}`);
    const { type: _type, ...opening } = event;
    return { status: 'open', opening, clusterId: event.clusterId, passedBy: [], from: event.since };
  }
  const clusterId = event.type === 'AntennaPassed' ? event.from : event.clusterId;
  if (state.status !== 'open' || state.clusterId !== clusterId) cannotFollow(event, `the antenna is ${state.status}`);
  const { opening, passedBy } = state;
  if (event.type === 'AntennaClosed') return { status: 'closed', opening, clusterId, passedBy, on: event.on };
  return { ...state, clusterId: event.to, passedBy: [...passedBy, event.operationId], from: event.on };
}

function open({ type: _type, cluster, ...facts }: Open, state: Antenna): Verdict {
  if (state.status !== 'absent')
    return acceptRepeat(facts, state.opening, { type: 'MBR_ANTENNA_EXISTS', found: state.opening.name });
  const missing = cluster && notActiveOn(cluster, facts.clusterId, facts.since);
  return acceptUnless(missing, { type: 'AntennaOpened', ...facts });
}

/** The merger has taken effect already, so its day is not judged here. */
function pass(command: Pass, state: KnownAntenna): Verdict {
  if (state.passedBy.includes(command.operationId)) return accept();
  return acceptUnless(notOpenOf(state, command.antennaId, command.from), { ...command, type: 'AntennaPassed' });
}

function close(command: Close, state: KnownAntenna): Verdict {
  const { antennaId, clusterId, on } = command;
  if (state.status === 'closed' && state.on === on && state.clusterId === clusterId) return accept();
  const early = state.status === 'open' ? below('MBR_DATE_BEFORE_START', on, state.from) : undefined;
  return acceptUnless(notOpenOf(state, antennaId, clusterId) ?? early, { ...command, type: 'AntennaClosed' });
}

/** Why this is no open antenna of that cluster; undefined where it is one. */
export function notOpenOf(state: Antenna, antennaId: string, clusterId: string): AntennaMissing | undefined {
  if (state.status === 'absent') return { type: 'MBR_ANTENNA_NOT_FOUND', found: antennaId };
  if (state.clusterId !== clusterId)
    return { type: 'MBR_ANTENNA_ELSEWHERE', found: state.clusterId, required: clusterId };
  return state.status === 'closed' ? { type: 'MBR_ANTENNA_CLOSED', found: state.on } : undefined;
}
