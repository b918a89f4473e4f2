import type { Entry, Place } from './call-trace.ts';

/** A call on the way, from one file to another. */
export interface Hop {
  readonly from: Place;
  readonly to: Place;
}

const STORE = 'libs/event-store/memory/memory-event-store.ts';

/** The steps of a command: a stream is loaded, something is decided, an event is folded, all is appended. */
export const isLoad = ({ file, name }: Place): boolean => file === STORE && name === 'read';
export const isAppend = ({ file, name }: Place): boolean => file === STORE && name === 'appendAll';
export const isDecision = ({ file, name }: Place): boolean => file.includes('/src/domain/') && name === 'decide';
export const isFold = ({ file, name }: Place): boolean => file.includes('/src/domain/') && name === 'evolve';

/** From the route's handler up to and with the append. */
export function untilCommit(entries: readonly Entry[]): readonly Entry[] {
  const start = entries.findIndex(({ file }) => file === 'libs/nest-kit/commands/command-controller.ts');
  return entries.slice(start, entries.findIndex(isAppend) + 1);
}

/**
 * The calls that cross a file and under which a load, a decision, a fold or the append comes, each as often as it happened. What
 * only helps on the way and returns before (parsing a body, making an id, asking a rule) is no hop.
 */
export function hopsOf(entries: readonly Entry[], isStep: (entry: Entry) => boolean): readonly Hop[] {
  const callers = entries.map((_entry, index) => callerIndex(entries, index));
  const onTheWay = new Set<number>();
  entries.forEach((entry, index) => {
    if (!isStep(entry)) return;
    for (let at = index; at >= 0 && !onTheWay.has(at); at = callers[at] ?? -1) onTheWay.add(at);
  });
  const calls = [...onTheWay]
    .toSorted((a, b) => a - b)
    .map((at) => ({ from: entries[callers[at] ?? -1], to: entries[at] }));
  return calls.filter(
    (call): call is { from: Entry; to: Entry } => call.from !== undefined && call.from.file !== call.to?.file,
  );
}

/** The last entry of the function that called; where a library did so later on, what was entered last. */
function callerIndex(entries: readonly Entry[], index: number): number {
  const { caller } = entries[index] ?? {};
  if (caller === undefined) return index - 1;
  const isCaller = ({ file, name }: Entry): boolean =>
    file === caller.file && name.replace(/^new /, '') === caller.name.replace(/^(new|async) /, '');
  return entries.slice(0, index).findLastIndex(isCaller);
}
