import { managerCommand } from '#libs/commands';
import { catalog, type DomainEvent, type embargoEvents } from '#libs/contracts';
import {
  accept,
  aggregate,
  calendarDate,
  cannotFollow,
  contextOf,
  startOfDay,
  uuid,
  type Aggregate,
  type RecordedEvent,
} from '#libs/kernel';
import { causeOf, step, type ManagerCause, type ProcessManager, type ManagerTimer } from './definition.ts';

type Lifted = DomainEvent<typeof embargoEvents>;
type LiftEmbargo = { readonly type: 'LiftEmbargo' } & Omit<Lifted, 'type'>;
type Embargo = { readonly status: 'in-force' | 'lifted' };

/** The embargo of one event, in a stream named by that event's id: lifted once, however often it is asked. */
export type EmbargoAggregate = Aggregate<LiftEmbargo, Embargo, Lifted, never>;

export function embargoAggregate(context: string): EmbargoAggregate {
  return aggregate({
    context,
    name: 'embargo',
    initial: { status: 'in-force' },
    evolve: ({ status }: Embargo, event: Lifted): Embargo => {
      if (status === 'lifted') cannotFollow(event, 'the embargo is lifted');
      return { status: 'lifted' };
    },
    decide: ({ event, on }: LiftEmbargo, { status }: Embargo) =>
      status === 'lifted' ? accept() : accept({ type: 'EmbargoLifted', event, on }),
  });
}

/** What the timer of an embargo keeps: the fact to record, and what caused it. */
type Due = { readonly lifted: Omit<Lifted, 'type'>; readonly cause: ManagerCause };

/**
 * The process manager of a context whose events may be embargoed: when the day of one has come it records `EmbargoLifted`, which
 * carries the event and is public. The original stays where it is; subscribers learn it at the position of its lifting, and nothing
 * is inserted behind them. An event that is recorded after its day is lifted at once.
 * @throws TypeError for a context without such events
 */
export function embargoManager(context: string): ProcessManager & { readonly aggregate: EmbargoAggregate } {
  const on = catalog
    .eventTypes()
    .filter((type) => contextOf(type) === context && catalog.embargoField(type) !== undefined);
  if (on.length === 0) throw new TypeError(`no event of ${context} has an embargo in the contracts`);
  const own = embargoAggregate(context);
  const lift = managerCommand<LiftEmbargo>({
    name: `${context}.lift-embargo`,
    summary: 'Make an embargoed event public on its day.',
    aggregate: own,
    run: (tx, { id, body }) => tx.decide(own, id, body),
  });
  return {
    name: `${context}.embargo`,
    on,
    // Neither its timer nor what it records has a personal text in clear.
    asStored: true,
    aggregate: own,
    reads: [],
    commands: [lift],
    // Its day is all that an embargo waits for.
    gather: () => Promise.resolve(undefined),
    react: () => [],
    timers: {
      setBy: timersOf,
      fire: ({ data }) => {
        const { lifted, cause } = data as Due;
        const body = { type: 'LiftEmbargo', ...lifted } as const;
        const effectiveAt = calendarDate(lifted.on);
        return { step: step(lift, { key: 'lift', id: uuid(lifted.event.id), body, effectiveAt }), cause };
      },
    },
  };
}

function timersOf(event: RecordedEvent): readonly ManagerTimer[] {
  const { id, metadata } = event;
  const { visibility } = metadata;
  if (visibility.kind !== 'embargoed') return [];
  const lifted = { event: embargoedFact(event), on: visibility.until };
  const cause = causeOf(event);
  return [{ id, dueAt: startOfDay(visibility.until), data: { lifted, cause } }];
}

function embargoedFact({ id, type, schemaVersion, stream, revision, position, metadata, data }: RecordedEvent) {
  const { effectiveAt, recordedAt } = metadata;
  const place = { stream, revision: String(revision), position: String(position) };
  return { id, type, schemaVersion, ...place, effectiveAt, recordedAt, data };
}
