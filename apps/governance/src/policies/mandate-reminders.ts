import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate, dayOf, startOfDay, uuid, type CalendarDate, type RecordedEvent } from '#libs/kernel';
import { causeOf, processManager, step, type ManagerCause, type ManagerTimer } from '#libs/process-managers';
import { mandateReminder } from '../domain/mandate-reminder/mandate-reminder.ts';
import { office } from '../domain/office/office.decide.ts';

/** An assembly is convened and held in that time. */
const NEAR_DAYS = 60;

interface Due {
  readonly officeId: string;
  readonly limit: string;
  readonly stage: GrappeEvents['governance.MandateReminded']['stage'];
}

const remind = managerCommand<Due>({
  name: 'governance.remind-of-mandate',
  summary: 'Record that the limit of a mandate is near or was reached, where nobody has decided what follows.',
  aggregate: mandateReminder,
  run: async (tx, { id: mandateId, body, recordedAt }) => {
    const known = await tx.read(office, body.officeId);
    await tx.decide(mandateReminder, mandateId, {
      type: 'RemindMandate',
      ...{ mandateId, ...body, office: known, on: dayOf(recordedAt) },
    });
  },
});

/** What a timer keeps. */
type Timed = Pick<Due, 'officeId' | 'limit' | 'stage'> & { readonly mandateId: string; readonly cause: ManagerCause };

/** A transitional mandate is announced before it expires, and its expiry is an event: once, over restarts, and late where the system was down. */
export const mandateReminders = processManager<undefined, undefined>({
  name: 'governance.mandate-reminders',
  on: [
    ...['governance.MandateStarted', 'governance.MandateStartedCorrected'],
    ...['governance.MandateExtended', 'governance.MandateExtendedCorrected'],
  ],
  commands: [remind],
  reads: [],
  gather: () => Promise.resolve(undefined),
  react: () => [],
  timers: {
    setBy: timersOf,
    fire: ({ data }) => {
      const { mandateId, cause, officeId, limit, stage } = data as Timed;
      const body = { officeId, limit, stage };
      return { step: step(remind, { key: stage, id: uuid(mandateId), body, effectiveAt: calendarDate(limit) }), cause };
    },
  },
});

type Limited = Pick<GrappeEvents['governance.MandateStarted'], 'mandateId' | 'officeId' | 'limit'>;

function timersOf(event: RecordedEvent): readonly ManagerTimer[] {
  const { mandateId, officeId, limit } = ('now' in event.data ? event.data['now'] : event.data) as Limited;
  if (limit === undefined) return [];
  const cause = causeOf(event);
  const timer = (stage: Due['stage'], day: CalendarDate): ManagerTimer => ({
    id: `${mandateId} ${limit} ${stage}`,
    dueAt: startOfDay(day),
    data: { mandateId, officeId, limit, stage, cause },
  });
  const last = calendarDate(limit);
  return [timer('near', addDays(last, -NEAR_DAYS)), timer('reached', addDays(last, 1))];
}
