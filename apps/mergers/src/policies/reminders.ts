import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate, dayOf, startOfDay, uuid, type CalendarDate, type RecordedEvent } from '#libs/kernel';
import { causeOf, processManager, step, type ManagerCause, type ManagerTimer } from '#libs/process-managers';
import { declarationDueOn } from '../domain/operation/decide/reminders.ts';
import { operation } from '../domain/operation/operation.decide.ts';

type About = GrappeEvents['mergers.OperationReminded']['about'];

/** How many days before its day something is called to mind. */
const AHEAD: Readonly<Record<About, number>> = { target: 30, declaration: 14 };

interface Due {
  readonly about: About;
  readonly dueOn: string;
}

const remind = managerCommand<Due>({
  name: 'mergers.remind',
  summary: 'Record that a day of an operation is near, where what it is for has not been done.',
  aggregate: operation,
  run: async (tx, { id, body: { about, dueOn }, recordedAt }) => {
    await tx.decide(operation, id, { type: 'RemindOperation', about, dueOn, on: dayOf(recordedAt) });
  },
});

/** What a timer keeps. */
type Timed = {
  readonly about: About;
  readonly dueOn: string;
  readonly operationId: string;
  readonly cause: ManagerCause;
};

/** Reminders are events that somebody can list and subscribe to: they fire once, over restarts, and late where the system was down. */
export const remindersOfOperations = processManager<undefined, undefined>({
  name: 'mergers.reminders',
  on: [
    ...['mergers.PlanDrafted', 'mergers.OperationPostponed', 'mergers.SuccessionTookEffect'],
    'mergers.BodyRestored',
  ],
  commands: [remind],
  reads: [],
  gather: () => Promise.resolve(undefined),
  react: () => [],
  timers: {
    setBy: timersOf,
    fire: ({ data }) => {
      const { operationId, about, dueOn, cause } = data as Timed;
      const effectiveAt = calendarDate(dueOn);
      return {
        step: step(remind, { key: 'remind', id: uuid(operationId), body: { about, dueOn }, effectiveAt }),
        cause,
      };
    },
  },
});

type Drafted = GrappeEvents['mergers.PlanDrafted'];
type Postponed = GrappeEvents['mergers.OperationPostponed'];
type Effect = GrappeEvents['mergers.SuccessionTookEffect'];
type Back = GrappeEvents['mergers.BodyRestored'];

function timersOf(event: RecordedEvent): readonly ManagerTimer[] {
  if (event.type === 'mergers.SuccessionTookEffect' || event.type === 'mergers.BodyRestored') {
    const effect = event.data as Effect | Back;
    const effectiveOn = 'effectiveOn' in effect ? effect.effectiveOn : effect.on;
    return [timerOf(event, effect.operationId, 'declaration', declarationDueOn(calendarDate(effectiveOn)))];
  }
  const { operationId } = event.data as Drafted | Postponed;
  const target =
    event.type === 'mergers.PlanDrafted' ? targetIn(event.data as Drafted) : (event.data as Postponed).newTarget;
  return target === undefined ? [] : [timerOf(event, operationId, 'target', calendarDate(target))];
}

function targetIn({ plan }: Drafted): string | undefined {
  return plan.effectDate ?? plan.targetDate;
}

function timerOf(event: RecordedEvent, operationId: string, about: About, dueOn: CalendarDate): ManagerTimer {
  const dueAt = startOfDay(addDays(dueOn, -AHEAD[about]));
  return { id: `${operationId} ${about} ${dueOn}`, dueAt, data: { operationId, about, dueOn, cause: causeOf(event) } };
}
