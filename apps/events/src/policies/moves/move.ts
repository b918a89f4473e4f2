import type { ManagerCommand } from '#libs/commands';
import { calendarDate, uuid, type CalendarDate } from '#libs/kernel';
import { standsAgainOn, step } from '#libs/process-managers';
import type { Annulled, AsItWas, ReferenceMove, Succession } from '#libs/process-managers';
import { heirOf, mainHeirOf } from '#libs/succession';
import type { Passing } from '../../domain/passing.ts';

type End = Pick<Passing, 'from' | 'to'>;

/** What a merger makes of one thing of this context. */
export interface Move extends ReferenceMove {
  /** The day on which it passes: that of the effect, or its first one where that is later. */
  readonly on: CalendarDate;
  readonly asItWas?: Omit<AsItWas, 'reference'> | undefined;
}

/** A thing that passes, and how. */
export interface Passes<Body> {
  readonly row: ManagerCommand<Body>;
  readonly reference: string;
  readonly id: string;
  readonly ends: readonly End[];
  readonly on: string;
  readonly body: (said: { readonly ends: readonly End[] } & Omit<Passing, 'from' | 'to'>) => Body;
}

/** The day on which something that begins on a day passes by an effect. */
export function dayOfPassing({ effectiveOn }: Pick<Succession, 'effectiveOn'>, since: string): CalendarDate {
  return calendarDate(since > effectiveOn ? since : effectiveOn);
}

/** Who goes on with something of a cluster: what an antenna keeps goes with the antenna. Undefined where it stays, and where it was begun once the cluster stood again. */
export function takerOf(
  succession: Succession,
  from: string,
  { since, antennaId }: { readonly since: string; readonly antennaId?: string | undefined },
): string | undefined {
  const again = standsAgainOn(succession, from);
  if (again !== undefined && again <= since) return undefined;
  if (antennaId !== undefined) return heirOf(succession, from, { kind: 'antenna', id: antennaId });
  return succession.predecessors.some(({ clusterId }) => clusterId === from) ? mainHeirOf(succession) : undefined;
}

/** What of an operation has passed in an earlier run, by its effect. */
export function passedBy<Passed extends Passing>(
  { operationId }: Pick<Succession, 'operationId'>,
  passings: readonly Passed[] = [],
): readonly Passed[] {
  return passings.filter((each) => each.operationId === operationId && each.annulment !== true);
}

/** Those of another operation, and of before this one: how something was when it came. */
export function passedBefore<Passed extends Passing>(
  { operationId }: Pick<Succession, 'operationId'>,
  passings: readonly Passed[] = [],
): readonly Passed[] {
  return passings.filter((each) => each.operationId !== operationId);
}

/** The ends of those that have passed, and of those that are to. */
export function endsOf(passed: readonly Passing[], open: readonly End[]): readonly End[] {
  const known = passed.map(({ from, to }) => ({ from, to }));
  const isKnown = ({ from }: End): boolean => known.some((each) => each.from === from);
  return [...known, ...open.filter((each) => !isKnown(each))].toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** The step by which something passes; none where nobody gives it. */
export function moveOf<Body>(
  { operationId }: Pick<Succession, 'operationId'>,
  { row, reference, id, ends, on, body }: Passes<Body>,
  { had = () => false, asItWas }: { readonly had?: (clusterId: string) => boolean; readonly asItWas?: Move['asItWas'] },
): readonly Move[] {
  if (ends.length === 0) return [];
  const day = calendarDate(on);
  const said = body({ ends, operationId, annulment: undefined, on: day });
  const key = `${reference}:${id}`;
  // Of several that become one, and of one that the heir had, each but the first is merged.
  const heirs = [...new Set(ends.map(({ to }) => to))];
  const merged = ends.length - heirs.filter((heirId) => !had(heirId)).length;
  return [
    {
      step: step(row, { key, id: uuid(id), body: said, effectiveAt: day }),
      on: day,
      ...(ends.length === 1 ? {} : { count: ends.length }),
      ...(merged === 0 ? {} : { merged }),
      ...(asItWas === undefined ? {} : { asItWas }),
    },
  ];
}

/** The step by which something comes back: whoever gave it has it again. */
export function moveBackOf<Body>(
  { operationId, annulledOn }: Annulled,
  { row, reference, id, ends, body }: Omit<Passes<Body>, 'on'>,
): readonly ReferenceMove[] {
  if (ends.length === 0) return [];
  const on = calendarDate(annulledOn);
  const back = ends.map(({ from, to }) => ({ from: to, to: from }));
  const said = body({ ends: back, operationId, annulment: true, on });
  const key = `annulled-${reference}:${id}`;
  const count = ends.length === 1 ? {} : { count: ends.length };
  return [{ step: step(row, { key, id: uuid(id), body: said, effectiveAt: on }), ...count }];
}

/** What begins after the effect: by then its cluster is gone, and could begin nothing. */
export function begunAfter({ effectiveOn }: Succession, since: string): Move['asItWas'] {
  if (since <= effectiveOn) return undefined;
  return {
    code: 'EVT_CLUSTER_ABSENT',
    ...{ found: `begins on ${since}; its cluster ends on ${effectiveOn}`, required: `a day before ${effectiveOn}` },
  };
}
