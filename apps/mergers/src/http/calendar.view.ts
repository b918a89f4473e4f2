import { z } from 'zod';
import { dateSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { icalendar } from '#libs/calendar';
import type { StepName } from '../domain/calendar/legal-calendar.ts';

export const LANGUAGES = ['en', 'fr'] as const;
type Language = (typeof LANGUAGES)[number];

const STEPS = [
  ...(['draft-plan', 'record-consultation', 'adopt-plan', 'open-documents'] as const),
  ...(['publish-notice', 'record-vote', 'take-effect'] as const),
] as const satisfies readonly StepName[];

const deadline = z
  .strictObject({
    step: z.enum(STEPS).describe('The command that records the step.'),
    clusterId: uuidSchema.optional().describe('The participant that takes it.'),
    clusterName: z.string().optional(),
    guards: z.array(z.string()).describe('The guards that set the day; none where only the target does.'),
    latest: dateSchema.describe('The last day on which it can be taken for the target to be met.'),
    state: z.enum(['open', 'too-late']),
    text: z.string().describe('The step in words.'),
  })
  .meta({ id: 'Deadline', description: 'A step that remains, and by when it has to be taken.' });

export const calendarView = z
  .strictObject({
    operationId: uuidSchema,
    title: z.string(),
    validAt: dateSchema,
    language: z.enum(LANGUAGES),
    revisedOn: dateSchema.describe('The day of the last fact that was recorded of the operation.'),
    sequence: z.int().describe('Grows with each fact.'),
    target: dateSchema.optional(),
    earliestEffect: dateSchema
      .optional()
      .describe(
        'The first lawful day of the effect if every step is taken as soon as it is lawful; absent where something else is missing.',
      ),
    steps: z.array(deadline),
    oppositions: z
      .array(z.strictObject({ clusterId: uuidSchema, until: dateSchema }))
      .describe('Until when creditors of each participant may oppose, once every notice is published.'),
  })
  .meta({ id: 'LegalCalendar', description: 'What the law permits when, and what a target asks for.' });

export type CalendarView = Immutable<z.infer<typeof calendarView>>;

const WORDS: Readonly<Record<Language, Readonly<Record<StepName | 'by' | 'late' | 'oppositions', string>>>> = {
  en: {
    'draft-plan': 'Draft the plan without open points',
    'record-consultation': 'Opinion of the staff committee',
    'adopt-plan': 'The board adopts the plan',
    'open-documents': 'Open the documents to the members',
    'publish-notice': 'Publish the legal notice',
    'record-vote': 'Hold the assembly',
    'take-effect': 'Effect of the merger',
    by: 'at the latest',
    late: 'too late',
    oppositions: 'End of the delay for oppositions by creditors',
  },
  fr: {
    'draft-plan': 'Rédiger le projet sans point ouvert',
    'record-consultation': 'Avis du comité du personnel',
    'adopt-plan': "Arrêté du projet par l'organe d'administration",
    'open-documents': 'Mettre les documents à la disposition des membres',
    'publish-notice': "Publier l'avis",
    'record-vote': "Tenir l'assemblée",
    'take-effect': 'Effet de la fusion',
    by: 'au plus tard',
    late: 'trop tard',
    oppositions: "Fin du délai d'opposition des créanciers",
  },
};

/** A step in words, with whose it is. */
export function textOfStep(step: StepName, who: string | undefined, language: Language, isTooLate: boolean): string {
  const words = WORDS[language];
  const text = `${words[step]}${who === undefined ? '' : ` (${who})`}, ${words.by}`;
  return isTooLate ? `${text}: ${words.late}` : text;
}

/** The calendar as iCalendar: an entry for each step, and for the end of each delay of creditors. */
export function icalendarOf({
  operationId,
  title,
  revisedOn,
  sequence,
  language,
  steps,
  oppositions,
}: CalendarView): string {
  const uidOf = (what: string, clusterId?: string) =>
    `${[operationId, what, clusterId].filter(Boolean).join('.')}@grappe`;
  const deadlines = steps.map(({ step, clusterId, latest: day, text: summary, guards }) => ({
    ...{ uid: uidOf(step, clusterId), day, summary },
    ...(guards.length === 0 ? {} : { description: guards.join(', ') }),
  }));
  const ends = oppositions.map(({ clusterId, until: day }) => ({
    ...{ uid: uidOf('oppositions', clusterId), day, summary: WORDS[language].oppositions, description: 'G11' },
  }));
  return icalendar({ name: title, revisedOn, sequence, entries: [...deadlines, ...ends] });
}
