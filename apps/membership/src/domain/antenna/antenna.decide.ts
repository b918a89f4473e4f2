import { accept, reject, sameFacts, streamName, type Decider, type Decision, type StreamName } from '#libs/kernel';
import type { DateBeforeStart, Facts } from '../facts.ts';
import { evolveAntenna, type Antenna, type AntennaEvent, type KnownAntenna } from './antenna.ts';

/** `found` is the name of the antenna that has this id, or the id that is unknown, or the day of the closing, or the cluster that has the antenna. */
export type AntennaRejection =
  | { readonly type: 'MBR_ANTENNA_EXISTS'; readonly found: string }
  | { readonly type: 'MBR_ANTENNA_NOT_FOUND'; readonly found: string }
  | { readonly type: 'MBR_ANTENNA_CLOSED'; readonly found: string }
  | { readonly type: 'MBR_ANTENNA_ELSEWHERE'; readonly found: string; readonly required: string }
  | DateBeforeStart;

type Open = { readonly type: 'OpenAntenna' } & Facts<AntennaEvent, 'AntennaOpened'>;
type Pass = { readonly type: 'PassAntenna' } & Facts<AntennaEvent, 'AntennaPassed'>;
type Close = { readonly type: 'CloseAntenna' } & Facts<AntennaEvent, 'AntennaClosed'>;
/** Records nothing: it only says whether this is an open antenna of that cluster. */
interface RequireOpen {
  readonly type: 'RequireOpenAntenna';
  readonly antennaId: string;
  readonly clusterId: string;
}
export type AntennaCommand = Open | Pass | Close | RequireOpen;

type Verdict = Decision<AntennaEvent, AntennaRejection>;

export const antenna: Decider<AntennaCommand, Antenna, AntennaEvent, AntennaRejection> = {
  initial: { status: 'absent' },
  evolve: evolveAntenna,
  decide: (command, state) => {
    if (command.type === 'OpenAntenna') return open(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_ANTENNA_NOT_FOUND', found: command.antennaId });
    if (command.type === 'PassAntenna') return pass(command, state);
    if (command.type === 'CloseAntenna') return close(command, state);
    return notOpenOf(state, command.clusterId) ?? accept();
  },
};

export function antennaStream(antennaId: string): StreamName {
  return streamName('membership', 'antenna', antennaId);
}

function open({ type: _type, ...facts }: Open, state: Antenna): Verdict {
  if (state.status === 'absent') return accept({ type: 'AntennaOpened', ...facts });
  if (sameFacts(state.opening, facts)) return accept();
  return reject({ type: 'MBR_ANTENNA_EXISTS', found: state.opening.name });
}

/** The merger has taken effect already, so its day is not judged here. */
function pass({ type: _type, ...facts }: Pass, state: KnownAntenna): Verdict {
  if (state.passedBy.includes(facts.operationId)) return accept();
  return notOpenOf(state, facts.from) ?? accept({ type: 'AntennaPassed', ...facts });
}

function close({ type: _type, ...facts }: Close, state: KnownAntenna): Verdict {
  if (state.status === 'closed' && state.on === facts.on && state.clusterId === facts.clusterId) return accept();
  const refusal = notOpenOf(state, facts.clusterId);
  if (refusal !== undefined) return refusal;
  if (state.status === 'open' && facts.on < state.from)
    return reject({ type: 'MBR_DATE_BEFORE_START', found: facts.on, required: state.from });
  return accept({ type: 'AntennaClosed', ...facts });
}

function notOpenOf(state: KnownAntenna, clusterId: string): Verdict | undefined {
  if (state.clusterId !== clusterId)
    return reject({ type: 'MBR_ANTENNA_ELSEWHERE', found: state.clusterId, required: clusterId });
  return state.status === 'closed' ? reject({ type: 'MBR_ANTENNA_CLOSED', found: state.on }) : undefined;
}
