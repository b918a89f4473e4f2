import { supportKindSchema } from '#libs/contracts';
import {
  atLeast,
  atMost,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  query,
  requireInOrder,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { incubators } from '../read-models/incubators/incubators.projection.ts';
import { occupancies } from '../read-models/occupancies/occupancies.projection.ts';
import {
  notAccompaniedIn,
  sessions,
  sessionSummaryView,
  sessionView,
  type SessionDocument,
} from '../read-models/sessions/sessions.projection.ts';
import { supportHours, supportHoursCsv, supportHoursView } from '../read-models/sessions/support-hours.ts';

const [from, until] = [dayParameter('On this day or after it.'), dayParameter('On this day or before it.')];

/** What an incubator gave its companies, session by session and in hours. */
export const sessionQueries: readonly QueryRow[] = [
  listOf(sessions, {
    shows: 'companies',
    summary: 'Support sessions in a stable order, without the persons who gave them.',
    filters: {
      incubatorId: equals(idParameter('Of this incubator.')),
      kind: equals(wordParameter(supportKindSchema, 'Of this kind.', 'individual-coaching')),
      from: atLeast('on', from),
      until: atMost('on', until),
    },
    parameters: { organisationId: idParameter('In which this company took part.').optional() },
    keep: ({ input: { organisationId } }) =>
      organisationId === undefined
        ? undefined
        : ({ organisationIds }: SessionDocument) => organisationIds.includes(organisationId),
    item: sessionSummaryView,
    view: ({ persons: _persons, subject: _subject, ...session }: SessionDocument) => session,
  }),
  documentOf(sessions, {
    shows: 'companies',
    about: ({ organisationIds }) => ({ organisations: organisationIds }),
    parts: { persons: 'files', subject: 'files' },
    summary: 'A support session; the persons who gave it are for those who read files.',
    parameters: { id: idParameter('The session.') },
    also: [occupancies],
    answers: sessionView,
    view: async (document: SessionDocument, { models }) => {
      const occupancy = await models.of(occupancies).get(document.incubatorId);
      return { ...document, notAccompanied: notAccompaniedIn(document, occupancy ?? { admissions: [] }) };
    },
  }),
  query({
    path: 'incubators/:id/support-hours',
    shows: 'companies',
    summary: 'What an incubator gave its companies in a period, by company, kind and tag, as JSON or CSV.',
    description: 'In whole minutes: an hour given to three companies is one hour given and three received.',
    parameters: { id: idParameter('The incubator.'), from: from.optional(), until: until.optional() },
    reads: [incubators, sessions, occupancies],
    answers: supportHoursView,
    drawings: { 'text/csv': supportHoursCsv },
    run: async ({ models, input: { id: incubatorId, ...period } }) => {
      if (period.from !== undefined && period.until !== undefined)
        requireInOrder(['from', period.from], ['until', period.until]);
      orNotFound(await models.of(incubators).get(incubatorId), incubatorId);
      const held = await models.of(sessions).all({ incubator_id: incubatorId, on: definedBounds(period) });
      const occupancy = (await models.of(occupancies).get(incubatorId)) ?? { admissions: [] };
      const contradicted = held.filter((each) => notAccompaniedIn(each, occupancy).length > 0);
      return {
        ...supportHours(held, { incubatorId, ...period }),
        contradicted: contradicted.map(({ sessionId }) => sessionId),
      };
    },
  }),
];

function definedBounds({
  from: first,
  until: last,
}: {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}) {
  return { ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { until: last }) };
}
