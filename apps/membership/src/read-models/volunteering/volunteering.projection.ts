import { z } from 'zod';
import {
  catalog,
  centsSchema,
  dateSchema,
  nameSchema,
  quantitySchema,
  uuidSchema,
  volunteeringEvents,
  yearSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { addDays, calendarDate } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import type { FinancialYear } from '../../domain/funding/financial-years.ts';
import { volunteerValueIn } from '../../domain/volunteering/volunteer-value.ts';
import {
  evolveVolunteering,
  type Volunteering,
  type VolunteeringFact,
} from '../../domain/volunteering/volunteering.ts';

/** The days of a financial year as readers see them. */
export const financialYearView = z.strictObject({ since: dateSchema, until: dateSchema, lastDay: dateSchema });

const valuedPart = z.strictObject({
  since: dateSchema,
  until: dateSchema,
  minutes: quantitySchema,
  centsPerHour: centsSchema.optional(),
  basis: nameSchema.optional().describe('Of the rate.'),
  reason: nameSchema.optional().describe('Where there is no rate: why the time is not valued.'),
});

/** What volunteering comes to in a year, without the times that make it up. */
export const volunteerValueView = z
  .strictObject({
    minutes: quantitySchema,
    valueCents: centsSchema
      .nullable()
      .describe('Rounded once, at the total. Null where no day of the year has a rate.'),
    parts: z.array(valuedPart).describe('The days of the year by the rate that is in force on them.'),
  })
  .meta({ id: 'VolunteerValue', description: 'What the time of volunteers comes to in a financial year.' });

export const volunteeringView = volunteerValueView
  .extend({
    clusterId: uuidSchema,
    year: yearSchema,
    period: financialYearView,
    accounts: z
      .strictObject({ 86: centsSchema.nullable(), 87: centsSchema.nullable() })
      .describe('Use and origin of contributions in kind: equal to the cent.'),
    times: z
      .array(volunteeringEvents.VolunteerTimeRecorded.schema.omit({ clusterId: true }))
      .describe('What was recorded of days of the year, in the order of the last ones.'),
  })
  .meta({ id: 'Volunteering', description: 'The time of the volunteers of a cluster in a financial year.' });

const { VolunteerRateSet, VolunteeringNotValued, VolunteerTimeRecorded } = volunteeringEvents;

export const volunteeringRecordView = z
  .strictObject({
    clusterId: uuidSchema,
    valuations: z
      .array(
        z.strictObject({
          since: dateSchema,
          ...VolunteerRateSet.schema.pick({ centsPerHour: true, basis: true }).partial().shape,
          ...VolunteeringNotValued.schema.pick({ reason: true }).partial().shape,
        }),
      )
      .describe('Rates, and days from which the time is not valued.'),
    times: z.array(VolunteerTimeRecorded.schema.omit({ clusterId: true })),
  })
  .meta({
    id: 'VolunteeringRecord',
    description: 'What was recorded of the volunteers of a cluster, each in the order of days.',
  });

export interface VolunteeringDocument extends Volunteering {
  readonly clusterId: string;
}

type Names = 'VolunteerRateSet' | 'VolunteeringNotValued' | 'VolunteerTimeRecorded';

/** What an event of the domain makes of the document: what it makes of the volunteering of the cluster. */
function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], VolunteeringDocument>((document, { data }) => {
    const before = document ?? { valuations: [], times: [] };
    return { clusterId: data.clusterId, ...evolveVolunteering(before, { type, ...data } as VolunteeringFact) };
  });
}

/** The time of volunteers and what it is worth; the key is the id of the cluster. */
export const volunteering = projection<GrappeEvents, VolunteeringDocument>({
  name: 'membership.volunteering',
  version: 1,
  order: catalog.order,
  subject: 'membership.volunteering',
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'membership.VolunteerRateSet': follows('VolunteerRateSet'),
    'membership.VolunteeringNotValued': follows('VolunteeringNotValued'),
    'membership.VolunteerTimeRecorded': follows('VolunteerTimeRecorded'),
  },
});

/** The days of a financial year with the last one, as an office says it. */
export function viewOfYear({ since, until }: Omit<FinancialYear, 'year'>): z.infer<typeof financialYearView> {
  return { since, until, lastDay: addDays(calendarDate(until), -1) };
}

/** The volunteering of a financial year by what had been worked by the end of a day. */
export function viewOfVolunteering(
  known: Volunteering,
  { year, ...days }: FinancialYear,
  { clusterId, day }: { readonly clusterId: string; readonly day: string },
): Immutable<z.infer<typeof volunteeringView>> {
  const times = known.times.filter(({ since, on }) => on <= day && since < days.until && days.since <= on);
  const value = volunteerValueIn({ ...known, times }, days);
  const { valueCents } = value;
  return { clusterId, year, period: viewOfYear(days), ...value, accounts: { 86: valueCents, 87: valueCents }, times };
}
