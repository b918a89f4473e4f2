import { catalog, type DomainEvent, type embargoEvents } from '#libs/contracts';
import { step } from '#libs/commands';
import {
  accept,
  calendarDate,
  contextOf,
  startOfDay,
  streamName,
  type Decider,
  type RecordedEvent,
} from '#libs/kernel';
import type { Timer } from '#libs/messaging';
import type { ProcessManager, ProcessServices } from './context.ts';
import { processContext, type ProcessCause } from './process-context.ts';

type Lifted = DomainEvent<typeof embargoEvents>;
type LiftEmbargo = { readonly type: 'LiftEmbargo' } & Omit<Lifted, 'type'>;
type Embargo = { readonly status: 'standing' | 'lifted' };

/** The embargo of one event, in a stream named by that event's id: lifted once, whoever asks how often. */
export const embargo: Decider<LiftEmbargo, Embargo, Lifted, never> = {
  initial: { status: 'standing' },
  evolve: () => ({ status: 'lifted' }),
  decide: ({ event, on }, { status }) =>
    status === 'lifted' ? accept() : accept({ type: 'EmbargoLifted', event, on }),
};

/** What the timer of an embargo keeps: the fact to record, and what caused it. */
type Due = {
  readonly lifted: Omit<Lifted, 'type'>;
  readonly cause: ProcessCause;
};

/**
 * The process manager of a context whose events may be embargoed: when the day of one has come it records `EmbargoLifted`, which
 * carries the event and is public. The original stays where it is; subscribers learn it at the position of its lifting, and nothing
 * is inserted behind them. An event that is recorded after its day is lifted at once.
 * @throws TypeError for a context without such events
 */
export function embargoProcess(context: string): ProcessManager {
  const name = `${context}.embargo`;
  const on = catalog
    .eventTypes()
    .filter((type) => contextOf(type) === context && catalog.embargoField(type) !== undefined);
  if (on.length === 0) throw new TypeError(`no event of ${context} has an embargo in the contracts`);
  return {
    name,
    on,
    // Its day is all that an embargo waits for.
    handle: () => Promise.resolve(),
    timers: { setBy: embargoTimers, fire: (timer, services) => lift(context, name, timer, services) },
  };
}

function embargoTimers(event: RecordedEvent): readonly Timer[] {
  const { id, metadata } = event;
  const { visibility, effectiveAt, correlationId, traceparent } = metadata;
  if (visibility.kind !== 'embargoed') return [];
  const lifted = { event: carried(event), on: visibility.until };
  const cause = { id, metadata: { effectiveAt, correlationId, ...(traceparent === undefined ? {} : { traceparent }) } };
  return [{ id, dueAt: startOfDay(visibility.until), data: { lifted, cause } }];
}

function carried({ id, type, schemaVersion, stream, revision, position, metadata, data }: RecordedEvent) {
  const { effectiveAt, recordedAt } = metadata;
  const place = { stream, revision: String(revision), position: String(position) };
  return { id, type, schemaVersion, ...place, effectiveAt, recordedAt, data };
}

async function lift(context: string, name: string, { data }: Timer, services: ProcessServices): Promise<void> {
  const { lifted, cause } = data as Due;
  const stream = streamName(context, 'embargo', lifted.event.id);
  const command = { type: 'LiftEmbargo', ...lifted } as const;
  const because = processContext(cause, name, 'lift', services.clock, calendarDate(lifted.on));
  await services.runner.run(step(embargo, stream, command), because);
}
