import { z } from 'zod';
import {
  accompanimentEvents,
  catalog,
  dateSchema,
  residencyExitSchema,
  uuidSchema,
  type GrappeEvents,
} from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import type { OccupancyDocument } from '../occupancies/occupancies.projection.ts';
import {
  evolveAccompaniment,
  notAccompaniedYet,
  type Accompaniment,
  type AccompanimentFact,
} from '../../domain/accompaniment/accompaniment.state.ts';

const about = { admissionId: true, incubatorId: true, organisationId: true } as const;
const ids = { admissionId: uuidSchema, incubatorId: uuidSchema, organisationId: uuidSchema };
const residency = {
  startsOn: dateSchema.optional().describe('The first day inside.'),
  endsOn: dateSchema.optional().describe('The first day on which it is no longer inside; it may lie ahead.'),
  cause: residencyExitSchema.optional(),
};
const figures = z
  .array(accompanimentEvents.AlumnusFigureDeclared.schema.omit(about))
  .describe('By the day, in the order of their days. A value that nobody knows is null, which is not 0.');

export const accompanimentView = z
  .strictObject({
    ...ids,
    validAt: dateSchema,
    ...residency,
    mentors: z
      .array(
        accompanimentEvents.MentorAssigned.schema
          .omit(about)
          .extend({ until: dateSchema.optional().describe('The first day after it; it may lie ahead.') }),
      )
      .optional()
      .describe('On the day; for those who read files.'),
    milestones: z
      .array(accompanimentEvents.MilestoneSet.schema.omit(about).extend({ reachedOn: dateSchema.optional() }))
      .describe('Set by the day; reached where they were by then.'),
    figures,
  })
  .meta({
    id: 'Accompaniment',
    description: 'Who accompanies a company in an incubator, the milestones that it reaches, and what becomes of it.',
  });

export const alumniView = z
  .strictObject({
    incubatorId: uuidSchema,
    validAt: dateSchema,
    alumni: z.array(
      z.strictObject({
        admissionId: uuidSchema,
        organisationId: uuidSchema,
        ...residency,
        figures,
      }),
    ),
  })
  .meta({
    id: 'Alumni',
    description: 'The companies that have left an incubator by a day, in the order in which they left.',
  });

/** An accompaniment as it is stored; the key is the id of the admission. */
export interface AccompanimentDocument extends Accompaniment {
  readonly admissionId: string;
  readonly incubatorId: string;
  readonly organisationId: string;
}

/** What an event of the domain makes of the document: what it makes of the accompaniment. */
function follows<Name extends AccompanimentFact['type']>(type: Name) {
  return upserts<GrappeEvents[`incubation.${Name}`], AccompanimentDocument>((document, { data }) => {
    const { admissionId, incubatorId, organisationId } = data;
    const fact = { type, ...data } as AccompanimentFact;
    return { admissionId, incubatorId, organisationId, ...evolveAccompaniment(document ?? notAccompaniedYet, fact) };
  });
}

/** How companies are accompanied, admission by admission. */
export const accompaniments = projection<GrappeEvents, AccompanimentDocument>({
  name: 'incubation.accompaniments',
  version: 1,
  order: catalog.order,
  subject: 'incubation.accompaniment',
  columns: { incubator_id: { type: 'text', from: 'incubatorId' } },
  indexes: [['incubator_id']],
  key: 'admissionId',
  on: {
    'incubation.MentorReleased': follows('MentorReleased'),
    'incubation.MentorAssigned': follows('MentorAssigned'),
    'incubation.MilestoneSet': follows('MilestoneSet'),
    'incubation.MilestoneReached': follows('MilestoneReached'),
    'incubation.AlumnusFigureDeclared': follows('AlumnusFigureDeclared'),
  },
});

type Residency = Pick<OccupancyDocument['admissions'][number], 'startsOn' | 'endsOn' | 'cause'>;

/** An accompaniment as it is on a day: who is assigned goes with the residency. */
export function viewOfAccompaniment(
  { admissionId, incubatorId, organisationId, mentors, milestones, figures: all }: AccompanimentDocument,
  admission: Residency,
  day: string,
): z.infer<typeof accompanimentView> {
  const { endsOn } = admission;
  const current = mentors.filter(
    ({ since, until }) =>
      since <= day && (until === undefined || day < until) && (endsOn === undefined || day < endsOn),
  );
  const set = milestones.filter(({ on }) => on <= day);
  return {
    ...{ admissionId, incubatorId, organisationId, validAt: day },
    ...residencyOf(admission),
    mentors: [...current],
    milestones: set.map(({ reachedOn, ...each }) =>
      reachedOn !== undefined && reachedOn <= day ? { ...each, reachedOn } : each,
    ),
    figures: all.filter(({ on }) => on <= day),
  };
}

function residencyOf({ startsOn, endsOn, cause }: Residency): Residency {
  return {
    ...(startsOn === undefined ? {} : { startsOn }),
    ...(endsOn === undefined ? {} : { endsOn }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** The companies that have left an incubator by a day, with what was declared of them since. */
export function alumniOn(
  { incubatorId, admissions }: OccupancyDocument,
  followed: readonly AccompanimentDocument[],
  day: string,
): z.infer<typeof alumniView> {
  const left = admissions.filter(
    ({ startsOn, endsOn }) => startsOn !== undefined && endsOn !== undefined && endsOn <= day,
  );
  const known = new Map(followed.map((each) => [each.admissionId, each]));
  return {
    ...{ incubatorId, validAt: day },
    alumni: left
      .toSorted((a, b) => ((a.endsOn ?? '') < (b.endsOn ?? '') ? -1 : 1))
      .map((each) => ({
        ...{ admissionId: each.admissionId, organisationId: each.organisationId },
        ...residencyOf(each),
        figures: (known.get(each.admissionId)?.figures ?? []).filter(({ on }) => on <= day),
      })),
  };
}
