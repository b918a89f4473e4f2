import { z } from 'zod';
import {
  dateSchema,
  gatheringFormatSchema,
  hostSchema,
  nameSchema,
  quantitySchema,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';

/** What an activity report counts: gatherings by their format, and meetings of communities. */
export const ACTIVITY_KINDS = [...gatheringFormatSchema.options, 'community-meeting'] as const;
const activityKind = z.enum(ACTIVITY_KINDS);
export type ActivityKind = z.infer<typeof activityKind>;

const counts = {
  actions: quantitySchema.describe('How many were held. Put off, cancelled and drafts are in no count.'),
  attendances: quantitySchema.describe('How many came, over all of which it is known: who came twice counts twice.'),
  uncounted: quantitySchema.describe('Of how many nobody knows who came; they are not 0, and in no sum.'),
  organisations: quantitySchema.describe('How many different organisations were there, where a list was kept.'),
};

const ofSeries = z
  .strictObject({
    seriesId: uuidSchema,
    name: nameSchema.describe('On the last day of the period.'),
    editions: z.array(z.int()).describe('The numbers of those of which a gathering was held in the period.'),
    actions: quantitySchema,
  })
  .meta({ id: 'ActivityOfSeries', description: 'How many gatherings of a kind belong to a series.' });

const hostView = z.strictObject({
  ...hostSchema.shape,
  name: nameSchema.optional().describe('On the day; of clusters and networks.'),
});

const actionView = z
  .strictObject({
    id: uuidSchema.describe('The gathering, or the community that met.'),
    kind: activityKind,
    title: nameSchema,
    on: dateSchema.describe('The first day of it.'),
    hosts: z.array(hostView).describe('Who organised it, and who hosted it with them.'),
    participants: quantitySchema.nullable().describe('Null: unknown.'),
    organisations: quantitySchema.nullable().describe('Null: nobody kept a list.'),
  })
  .meta({ id: 'Action', description: 'Something that was held.' });

export const activityView = z
  .strictObject({
    clusterId: uuidSchema,
    name: nameSchema.describe('On the last day of the period.'),
    since: dateSchema,
    until: dateSchema.describe('The last day, included.'),
    clusterIds: z
      .array(uuidSchema)
      .describe('Whose activity it is: of a network also its member clusters on the last day.'),
    kinds: z.array(z.strictObject({ kind: activityKind, ...counts, series: z.array(ofSeries) })),
    total: z.strictObject(counts).describe('Each once, whoever hosts it together.'),
    introductions: z.strictObject({
      introductions: quantitySchema,
      organisations: quantitySchema.describe('How many were put in touch with somebody, each counted once.'),
    }),
    actions: z.array(actionView).describe('In the order of their days.'),
  })
  .meta({ id: 'ActivityReport', description: 'What a cluster did in a period, by kind.' });

export type ActivityView = Immutable<z.infer<typeof activityView>>;
export type ActionView = ActivityView['actions'][number];
