import { accept, aggregate, reject, sameFacts, type Decision } from '#libs/kernel';
import { notStandingOn, type ClusterMissing } from '../cluster/cluster.decide.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { DateBeforeStart, Facts } from '../facts.ts';
import { evolveAntenna, type Antenna, type AntennaEvent, type KnownAntenna } from './antenna.ts';

/** `found` is the id that is unknown, or the cluster that has the antenna, or the day of the closing. */
export type AntennaMissing =
  | { readonly type: 'MBR_ANTENNA_NOT_FOUND'; readonly found: string }
  | { readonly type: 'MBR_ANTENNA_ELSEWHERE'; readonly found: string; readonly required: string }
  | { readonly type: 'MBR_ANTENNA_CLOSED'; readonly found: string };

/** `found` is the name of the antenna that has this id. */
export type AntennaRejection =
  AntennaMissing | ClusterMissing | { readonly type: 'MBR_ANTENNA_EXISTS'; readonly found: string } | DateBeforeStart;

type Open = {
  readonly type: 'OpenAntenna';
  /** The cluster as it stands; absent where a succession opens the antenna, which is law. */
  readonly cluster?: Cluster | undefined;
} & Facts<AntennaEvent, 'AntennaOpened'>;
type Pass = { readonly type: 'PassAntenna' } & Facts<AntennaEvent, 'AntennaPassed'>;
type Close = { readonly type: 'CloseAntenna' } & Facts<AntennaEvent, 'AntennaClosed'>;
export type AntennaCommand = Open | Pass | Close;

type Verdict = Decision<AntennaEvent, AntennaRejection>;

export const antenna = aggregate({
  context: 'membership',
  name: 'antenna',
  initial: { status: 'absent' },
  evolve: evolveAntenna,
  decide: (command: AntennaCommand, state): Verdict => {
    if (command.type === 'OpenAntenna') return open(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_ANTENNA_NOT_FOUND', found: command.antennaId });
    return command.type === 'PassAntenna' ? pass(command, state) : close(command, state);
  },
});

function open({ type: _type, cluster, ...facts }: Open, state: Antenna): Verdict {
  if (state.status !== 'absent')
    return sameFacts(state.opening, facts)
      ? accept()
      : reject({ type: 'MBR_ANTENNA_EXISTS', found: state.opening.name });
  const missing = cluster && notStandingOn(cluster, facts.clusterId, facts.since);
  return missing === undefined ? accept({ type: 'AntennaOpened', ...facts }) : reject(missing);
}

/** The merger has taken effect already, so its day is not judged here. */
function pass({ type: _type, ...facts }: Pass, state: KnownAntenna): Verdict {
  if (state.passedBy.includes(facts.operationId)) return accept();
  const missing = notOpenOf(state, facts.antennaId, facts.from);
  return missing === undefined ? accept({ type: 'AntennaPassed', ...facts }) : reject(missing);
}

function close({ type: _type, ...facts }: Close, state: KnownAntenna): Verdict {
  if (state.status === 'closed' && state.on === facts.on && state.clusterId === facts.clusterId) return accept();
  const missing = notOpenOf(state, facts.antennaId, facts.clusterId);
  if (missing !== undefined) return reject(missing);
  if (state.status === 'open' && facts.on < state.from)
    return reject({ type: 'MBR_DATE_BEFORE_START', found: facts.on, required: state.from });
  return accept({ type: 'AntennaClosed', ...facts });
}

/** Why this is no open antenna of that cluster; undefined where it is one. */
export function notOpenOf(state: Antenna, antennaId: string, clusterId: string): AntennaMissing | undefined {
  if (state.status === 'absent') return { type: 'MBR_ANTENNA_NOT_FOUND', found: antennaId };
  if (state.clusterId !== clusterId)
    return { type: 'MBR_ANTENNA_ELSEWHERE', found: state.clusterId, required: clusterId };
  return state.status === 'closed' ? { type: 'MBR_ANTENNA_CLOSED', found: state.on } : undefined;
}
