import { z } from 'zod';
import {
  admissionTrackKindSchema,
  catalog,
  dateSchema,
  LIST_MAX,
  occupancyEvents,
  quantitySchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { inForceOn, withFact } from '#libs/kernel';
import { changeItem, projection, updates, upserts } from '#libs/projections';

const decision = occupancyEvents.CapacityDecided.schema.omit({ incubatorId: true });
const admitted = occupancyEvents.CompanyAdmitted.schema.omit({ incubatorId: true, on: true });

type Admission = Immutable<z.infer<typeof admitted>> & {
  readonly admittedOn: string;
  readonly startsOn?: string;
  /** The first day on which it is neither inside nor waits. */
  readonly endsOn?: string;
  readonly cause?: Immutable<z.infer<typeof occupancyEvents.ResidencyEnded.schema>>['cause'];
};

export interface OccupancyDocument {
  readonly incubatorId: string;
  readonly decisions: readonly Immutable<z.infer<typeof decision>>[];
  readonly admissions: readonly Admission[];
}

const waitingView = admitted.extend({
  admittedOn: dateSchema,
  startsOn: dateSchema.optional().describe('The first day inside; of one who waits it lies ahead, where it is known.'),
});

const residentView = waitingView.extend({
  startsOn: dateSchema,
  endsOn: dateSchema.optional().describe('The first day on which it is no longer inside; it lies ahead.'),
  cause: occupancyEvents.ResidencyEnded.schema.shape.cause.optional(),
});

export const occupancyView = z
  .strictObject({
    incubatorId: occupancyEvents.CapacityDecided.schema.shape.incubatorId,
    validAt: dateSchema,
    capacity: occupancyEvents.CapacityDecided.schema.shape.places
      .nullable()
      .describe('Null where no capacity is decided for the day.'),
    policy: occupancyEvents.CapacityDecided.schema.shape.waiting
      .nullable()
      .describe(
        'What happens when no place is free: whoever is admitted waits in the order of admission, or nobody is admitted.',
      ),
    inside: quantitySchema,
    waits: quantitySchema,
    free: quantitySchema.describe('Places on the day; 0 where more are inside than there are places.'),
    over: quantitySchema.describe('How many more are inside than there are places, since the capacity was lowered.'),
    tracks: z
      .array(z.strictObject({ track: admissionTrackKindSchema, inside: quantitySchema }))
      .describe('How many are inside by each track.'),
    residents: z.array(residentView).describe(`In the order of admission; the first ${String(LIST_MAX)}.`),
    waiting: z.array(waitingView).describe(`In the order in which they are let in; the first ${String(LIST_MAX)}.`),
    decisions: z.array(decision).describe('Of all days.'),
  })
  .meta({
    id: 'IncubatorOccupancy',
    description: 'Who is inside an incubator on a day, by which track, and who waits, in order.',
  });

type OccupancyView = Immutable<z.infer<typeof occupancyView>>;

/** Who is inside on a day and who waits; from the day of its dissolution on an incubator has no places, and nobody is in it. */
export function viewOfOccupancy(
  { incubatorId, decisions, admissions }: OccupancyDocument,
  dissolvedOn: string | undefined,
  day: string,
): OccupancyView {
  const isOver = dissolvedOn !== undefined && dissolvedOn <= day;
  const current = isOver ? [] : admissions.filter((each) => each.admittedOn <= day && !hasEnded(each, day));
  const inOrder = current.toSorted((a, b) => a.number - b.number);
  const residents = inOrder.flatMap((each) => {
    const { startsOn } = each;
    return startsOn !== undefined && startsOn <= day ? [{ ...each, startsOn }] : [];
  });
  const waiting = inOrder.filter(({ startsOn }) => startsOn === undefined || day < startsOn);
  const inForce = isOver ? undefined : inForceOn(decisions, day);
  const [inside, places] = [residents.length, inForce?.places ?? 0];
  return {
    ...{ incubatorId, validAt: day, capacity: inForce?.places ?? null, policy: inForce?.waiting ?? null },
    ...{ inside, waits: waiting.length, free: Math.max(0, places - inside), over: Math.max(0, inside - places) },
    tracks: admissionTrackKindSchema.options.map((kind) => ({
      track: kind,
      inside: residents.filter(({ track }) => track.kind === kind).length,
    })),
    residents: residents.slice(0, LIST_MAX),
    // Who withdrew later waits on the day: what ended it says nothing of a residency.
    waiting: waiting.slice(0, LIST_MAX).map(({ endsOn: _endsOn, cause: _cause, ...each }) => each),
    decisions,
  };
}

function hasEnded({ endsOn }: Admission, day: string): boolean {
  return endsOn !== undefined && endsOn <= day;
}

/** The places of each incubator, and every admission to it. */
export const occupancies = projection<GrappeEvents, OccupancyDocument>({
  name: 'incubation.occupancies',
  version: 1,
  order: catalog.order,
  subject: 'incubation.occupancy',
  columns: { incubator_id: { type: 'text', from: 'incubatorId' } },
  indexes: [['incubator_id']],
  key: 'incubatorId',
  on: {
    'incubation.CapacityDecided': upserts((known, { data: { incubatorId, ...decided } }) => {
      const document = known ?? emptyOf(incubatorId);
      return { ...document, decisions: withFact(document.decisions, decided) };
    }),
    'incubation.CompanyAdmitted': upserts((known, { data: { incubatorId, on: admittedOn, ...admission } }) => {
      const document = known ?? emptyOf(incubatorId);
      return { ...document, admissions: [...document.admissions, { ...admission, admittedOn }] };
    }),
    'incubation.ResidencyStarted': updates((document, { data: { admissionId, on: startsOn } }) =>
      changed(document, admissionId, (each) => ({ ...each, startsOn })),
    ),
    'incubation.AdmissionWithdrawn': updates((document, { data: { admissionId, on: endsOn } }) =>
      changed(document, admissionId, (each) => ({ ...each, endsOn })),
    ),
    'incubation.ResidencyEnded': updates((document, { data: { admissionId, cause, on: endsOn } }) =>
      changed(document, admissionId, (each) => ({ ...each, endsOn, cause })),
    ),
  },
});

function emptyOf(incubatorId: string): OccupancyDocument {
  return { incubatorId, decisions: [], admissions: [] };
}

function changed(
  document: OccupancyDocument,
  admissionId: string,
  change: (admission: Admission) => Admission,
): OccupancyDocument {
  return {
    ...document,
    admissions: changeItem(document.admissions, (each) => each.admissionId === admissionId, change),
  };
}
