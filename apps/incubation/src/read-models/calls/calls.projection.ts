import { z } from 'zod';
import { callEvents, dateSchema, selectedSchema, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, projection, updates } from '#libs/projections';
import { call, placedBy, type CallEvent, type KnownCall } from '../../domain/call/call.ts';

export const callStatus = z.enum(['published', 'cancelled', 'decided']);

const { reason: _reason, callId: _callId, ...moved } = callEvents.CallClosingMoved.schema.shape;
const passing = callEvents.CallPassed.schema.omit({ callId: true, incubatorId: true });

export const callView = callEvents.CallPublished.schema
  .omit({ on: true, closesAt: true })
  .extend({
    clusterId: uuidSchema.describe('The cluster that runs it now.'),
    closesAt: callEvents.CallPublished.schema.shape.closesAt.describe('As the last decision has it.'),
    publishedOn: dateSchema,
    status: callStatus,
    closings: z.array(z.strictObject(moved)).describe('The decisions that moved the closing, in their order.'),
    cancelledOn: dateSchema.optional(),
    passings: z.array(passing).describe('The mergers by which it came to whoever runs it now.'),
    results: z
      .strictObject({
        on: dateSchema,
        selected: z.array(selectedSchema),
        reserve: z.array(selectedSchema),
        placed: z
          .array(selectedSchema)
          .describe('Who has a place, with those who followed for places that were declined.'),
      })
      .optional()
      .describe('Once they are published.'),
  })
  .meta({ id: 'CallForProjects', description: 'A call for projects, as everybody may know it.' });

export interface CallDocument {
  readonly callId: string;
  readonly incubatorId: string;
  readonly clusterId: string;
  readonly status: KnownCall['status'];
  readonly call: KnownCall;
}

export type CallView = Immutable<z.infer<typeof callView>>;

/** What everybody may know of a call. */
export function viewOfCall({ call: known }: CallDocument): CallView {
  const { published, closings, closesAt, clusterId, passings, status } = known;
  const { type: _type, on: publishedOn, closes: first, ...about } = published;
  const closes = closings.at(-1)?.closes ?? first;
  return {
    ...about,
    ...{ closes, closesAt, clusterId, publishedOn, status },
    closings: closings.map(({ type: _moved, callId: _id, reason: _why, ...each }) => each),
    passings: passings.map(({ type: _passed, callId: _id, incubatorId: _incubator, ...each }) => each),
    ...(known.status === 'cancelled' ? { cancelledOn: known.on } : {}),
    ...(known.status === 'decided' ? { results: resultsOf(known) } : {}),
  };
}

function resultsOf(known: Extract<KnownCall, { readonly status: 'decided' }>): CallView['results'] {
  const { on, selected, reserve } = known.results;
  return { on, selected, reserve, placed: placedBy(known) };
}

function documentOf(known: ReturnType<typeof call.evolve>): CallDocument {
  if (known.status === 'absent') throw new TypeError('a call that is published is known');
  const { published, clusterId, status } = known;
  const { callId, incubatorId } = published;
  return { callId, incubatorId, clusterId, status, call: known };
}

/** The call as its next event leaves it: the same fold as the aggregate's. */
function after(document: CallDocument, event: CallEvent): CallDocument {
  return documentOf(call.evolve(document.call, event));
}

/** Every call with its results: nothing of who has applied beside. */
export const calls = projection<GrappeEvents, CallDocument>({
  name: 'incubation.calls',
  version: 1,
  order: AS_RECORDED,
  subject: 'incubation.call',
  columns: {
    incubator_id: { type: 'text', from: 'incubatorId' },
    cluster_id: { type: 'text', from: 'clusterId' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['incubator_id'], ['cluster_id'], ['status']],
  key: 'callId',
  on: {
    'incubation.CallPublished': creates(({ data }) =>
      documentOf(call.evolve(call.initial, { type: 'CallPublished', ...data })),
    ),
    'incubation.CallClosingMoved': updates((document, { data }) =>
      after(document, { type: 'CallClosingMoved', ...data }),
    ),
    'incubation.CallCancelled': updates((document, { data }) => after(document, { type: 'CallCancelled', ...data })),
    'incubation.CallPassed': updates((document, { data }) => after(document, { type: 'CallPassed', ...data })),
    'incubation.CallResultsPublished': updates((document, { data }) =>
      after(document, { type: 'CallResultsPublished', ...data }),
    ),
    'incubation.PlaceDeclined': updates((document, { data }) => after(document, { type: 'PlaceDeclined', ...data })),
  },
});
