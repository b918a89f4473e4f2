import {
  acceptRepeat,
  acceptUnless,
  accept,
  below,
  cannotFollow,
  chronicle,
  derivedAmong,
  lastBegun,
  reject,
} from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import type { antennaEvents, DomainEvent } from '#libs/contracts';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';

type AntennaEvent = DomainEvent<typeof antennaEvents>;
export type AntennaFact = FactOf<AntennaEvent>;

/** Whose antenna it is from a day on. */
interface Holding {
  readonly clusterId: string;
  readonly from: string;
}

interface Known {
  readonly opening: FactsOf<AntennaEvent, 'AntennaOpened'>;
  /** In the order of their days; the last one is the cluster whose antenna it is now. */
  readonly holdings: readonly [Holding, ...(readonly Holding[])];
  /** The operations that reached it, also those before which it was closed. */
  readonly passedBy: readonly string[];
}

type KnownAntenna = Known &
  ({ readonly status: 'open' } | { readonly status: 'closed'; readonly on: string; readonly by: string });

export type Antenna = { readonly status: 'absent' } | KnownAntenna;

/** `found` is the id that is unknown, or the cluster that has the antenna, or the day of the closing. */
export type AntennaMissing =
  | Refusal<'MBR_ANTENNA_NOT_FOUND' | 'MBR_ANTENNA_CLOSED', 'found'>
  | Refusal<'MBR_ANTENNA_ELSEWHERE', 'found' | 'required'>
  | Refusal<'MBR_DATE_BEFORE_START', 'found' | 'required'>;

/** `found` is the name of the antenna that has this id. */
export type AntennaRejection = AntennaMissing | ClusterMissing | Refusal<'MBR_ANTENNA_EXISTS', 'found'>;

interface Open extends CommandFor<EventOf<AntennaEvent, 'AntennaOpened'>, 'OpenAntenna'> {
  /** The current state of the cluster; absent where a succession opens the antenna by law. */
  readonly cluster?: Cluster | undefined;
}
type Pass = CommandFor<EventOf<AntennaEvent, 'AntennaPassed'>, 'PassAntenna'>;
interface Close extends CommandFor<EventOf<AntennaEvent, 'AntennaClosed'>, 'CloseAntenna'> {
  /** The current state of the cluster: its antennas end with it. */
  readonly cluster: Cluster;
}
export type AntennaCommand = Open | Pass | Close;

type Verdict = Decision<AntennaFact, AntennaRejection>;

const initial: Antenna = { status: 'absent' };

export const antenna = chronicle({
  context: 'membership',
  name: 'antenna',
  prefix: 'MBR',
  initial,
  facts: {
    // It counts first, whatever its day: the day of an effect is not judged here.
    AntennaOpened: {
      name: 'opening',
      day: ({ since }) => since,
      opens: true,
      carries: (_fact, facts) => derivedAmong(facts),
      changes: ['name', 'brand', 'departments', 'originClusterId', 'since'],
    },
    // On the day on which it is closed it does not pass.
    AntennaClosed: { name: 'closing', day: ({ on }) => on, changes: ['on'] },
    AntennaPassed: { day: ({ on }) => on, derived: () => true },
  },
  evolve,
  decide: (command: AntennaCommand, state): Verdict => {
    if (command.type === 'OpenAntenna') return open(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_ANTENNA_NOT_FOUND', found: command.antennaId });
    return command.type === 'PassAntenna' ? pass(command, state) : close(command, state);
  },
});

function evolve(state: Antenna, fact: AntennaFact): Antenna {
  if (fact.type === 'AntennaOpened') {
    if (state.status !== 'absent') cannotFollow(fact, 'the antenna is open');
    const { type: _type, ...opening } = fact;
    return { status: 'open', opening, holdings: [{ clusterId: fact.clusterId, from: fact.since }], passedBy: [] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the antenna was never opened');
  if (fact.type === 'AntennaPassed') return passed(state, fact);
  if (state.status === 'closed') cannotFollow(fact, `the antenna was closed on ${state.on}`);
  const { since } = state.opening;
  if (fact.on < since) cannotFollow(fact, `the antenna is open from ${since} on`);
  return { ...state, status: 'closed', on: fact.on, by: fact.clusterId };
}

/** An antenna that was closed by then has nothing that passes. */
function passed(state: KnownAntenna, fact: EventOf<AntennaFact, 'AntennaPassed'>): KnownAntenna {
  const passedBy = [...state.passedBy, passingOf(fact)];
  if (state.status === 'closed') return { ...state, passedBy };
  const { clusterId } = lastOf(state.holdings);
  if (fact.from !== clusterId) cannotFollow(fact, `it is an antenna of ${clusterId}`);
  return { ...state, holdings: [...state.holdings, { clusterId: fact.to, from: fact.on }], passedBy };
}

function open({ type: _type, cluster, ...facts }: Open, state: Antenna): Verdict {
  if (state.status !== 'absent')
    return acceptRepeat(facts, state.opening, { type: 'MBR_ANTENNA_EXISTS', found: state.opening.name });
  const missing = cluster && notActiveOn(cluster, facts.clusterId, facts.since);
  return acceptUnless(missing, { type: 'AntennaOpened', ...facts });
}

/** One merger reaches it at most twice: by its effect, and by its annulment. */
function passingOf({
  operationId,
  annulment,
}: Pick<EventOf<AntennaFact, 'AntennaPassed'>, 'operationId' | 'annulment'>) {
  return annulment === true ? `${operationId} annulled` : operationId;
}

/** The merger has taken effect already, so its day is not judged here; a closing that lies ahead passes with the antenna. */
function pass(command: Pass, state: KnownAntenna): Verdict {
  if (state.passedBy.includes(passingOf(command))) return accept();
  const { antennaId, from, on } = command;
  return acceptUnless(elsewhereOn(state, from, on) ?? closedBy(state, on), {
    ...command,
    type: 'AntennaPassed',
    antennaId,
  });
}

/**
 * What was closed before a succession may be recorded after it: then it never passed. On the day of the effect the antenna is still the
 * predecessor's to close.
 */
function close({ cluster, ...command }: Close, state: KnownAntenna): Verdict {
  const { clusterId, on } = command;
  if (state.status === 'closed' && state.on === on && state.by === clusterId) return accept();
  const { clusterId: found } = state.holdings.findLast(({ from }) => from < on) ?? state.holdings[0];
  const other = found === clusterId ? undefined : elsewhere(found, clusterId);
  const refusal =
    other ??
    closedBy(state) ??
    below('MBR_DATE_BEFORE_START', on, state.opening.since) ??
    (cluster.status === 'dissolved' ? notActiveOn(cluster, clusterId, on) : undefined);
  return acceptUnless<AntennaFact, AntennaRejection>(refusal, { ...command, type: 'AntennaClosed' });
}

/**
 * Why this is no open antenna of that cluster on a day; undefined where it is one. Without a day it has to be one that nobody has closed, also for a later
 * day.
 */
export function notOpenOf(
  state: Antenna,
  antennaId: string,
  clusterId: string,
  day?: string,
): AntennaMissing | undefined {
  if (state.status === 'absent') return { type: 'MBR_ANTENNA_NOT_FOUND', found: antennaId };
  const early = day === undefined ? undefined : below('MBR_DATE_BEFORE_START', day, state.opening.since);
  return elsewhereOn(state, clusterId, day) ?? closedBy(state, day) ?? early;
}

/** Why it is no antenna of a cluster on a day. Without a day: now. */
function elsewhereOn({ holdings }: Known, required: string, day?: string): AntennaMissing | undefined {
  const last = lastOf(holdings);
  const { clusterId } = day === undefined ? last : (lastBegun(holdings, day, ({ from }) => from) ?? holdings[0]);
  return clusterId === required ? undefined : elsewhere(clusterId, required);
}

function elsewhere(found: string, required: string): AntennaMissing {
  return { type: 'MBR_ANTENNA_ELSEWHERE', found, required };
}

function closedBy(state: KnownAntenna, day?: string): AntennaMissing | undefined {
  const isClosed = state.status === 'closed' && (day === undefined || state.on <= day);
  return isClosed ? { type: 'MBR_ANTENNA_CLOSED', found: state.on } : undefined;
}

function lastOf(holdings: Known['holdings']): Holding {
  return holdings.at(-1) ?? holdings[0];
}
