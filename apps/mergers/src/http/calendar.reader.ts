import type { DeclaredModels, Viewer } from '#libs/hosting';
import { calendarDate, latest } from '#libs/kernel';
import { legalCalendar } from '../domain/calendar/legal-calendar.ts';
import { fileOf, type StartedRecord } from '../domain/operation/operation.ts';
import { clusters, visibleName } from '../read-models/clusters/clusters.projection.ts';
import type { OperationDocument } from '../read-models/operations/operations.projection.ts';
import { textOfStep, type CalendarView, type LANGUAGES } from './calendar.view.ts';
import { guardQuestion } from './dry-run.input.ts';

interface Asked {
  readonly input: {
    readonly validAt?: string | undefined;
    readonly target?: string | undefined;
    readonly language: (typeof LANGUAGES)[number];
  };
  readonly viewer: Pick<Viewer, 'today' | 'mayReadEmbargoed'>;
}

/** The legal calendar of an operation on a day, in words and with the names that the reader may see. */
export async function calendarOf(
  models: DeclaredModels,
  { operationId, state }: OperationDocument,
  { input: { validAt, target, language }, viewer }: Asked,
): Promise<CalendarView> {
  const file = fileOf(state);
  const on = calendarDate(validAt ?? viewer.today);
  const ids = file.participants.map(({ clusterId }) => clusterId);
  const [question, known] = await Promise.all([
    guardQuestion(models, ids, on),
    models.of(clusters).all({ cluster_id: ids }),
  ]);
  const names = new Map(known.map((each) => [each.clusterId, visibleName(each, viewer)]));
  const { steps, ...calendar } = legalCalendar(file, question, target === undefined ? undefined : calendarDate(target));
  return {
    ...{ operationId, title: state.title, validAt: on, language, ...revisionOf(state), ...calendar },
    steps: steps.map(({ isTooLate, ...step }) => {
      const clusterName = step.clusterId === undefined ? undefined : names.get(step.clusterId);
      const text = textOfStep(step.step, clusterName ?? step.clusterId, language, isTooLate);
      return {
        ...step,
        ...(clusterName === undefined ? {} : { clusterName }),
        state: isTooLate ? 'too-late' : 'open',
        text,
      };
    }),
  };
}

/** The same until something else is recorded, so that a calendar that is read again is the same. */
function revisionOf({ facts, voided, startedOn }: StartedRecord) {
  const days = facts.flatMap(({ event }) => ('on' in event ? [event.on] : []));
  return { revisedOn: latest<string>(startedOn, ...days), sequence: facts.length + 2 * voided.length };
}
