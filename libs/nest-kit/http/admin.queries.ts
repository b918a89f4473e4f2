import { z } from 'zod';
import {
  consumerHealthSchema,
  edgeProblem,
  healthSchema,
  pageParameters,
  pageSchemaOf,
  query,
  type Actors,
  type QueryRow,
  type QueryTable,
  type Runtime,
} from '#libs/hosting';
import { bigintsAsNumbers } from './lines.ts';

/** What the admin routes need of the runtime. */
export type AdminSource = Pick<Runtime, 'admin' | 'status' | 'resume'>;

const nameSchema = z.string().regex(/^[a-z]+\.[a-z-]+$/);
const keySchema = z.string().min(1).max(1_000);
const projection = nameSchema.meta({ description: 'The read model.', examples: ['membership.members'] });
const key = keySchema
  .optional()
  .meta({ description: 'Of this key.', examples: ['01890a5d-ac96-774b-bcce-b302099a8057'] });

const requests = {
  rebuild: z.strictObject({ readModel: nameSchema, switch: z.boolean().default(true) }).meta({ id: 'RebuildRequest' }),
  replay: z
    .strictObject({
      readModel: nameSchema,
      until: z.string().min(1).max(40),
      tag: z
        .string()
        .regex(/^[a-z0-9]{1,12}$/)
        .default('replay'),
    })
    .meta({ id: 'ReplayRequest' }),
  reconciliation: z.strictObject({ repair: z.boolean().default(false) }).meta({ id: 'ReconciliationRequest' }),
  retry: z.strictObject({ projection: nameSchema, key: keySchema.optional() }).meta({ id: 'RetryDeadLettersRequest' }),
  discard: z
    .strictObject({
      projection: nameSchema,
      key: keySchema,
      position: z.number().int().min(0),
      reason: z.string().trim().min(1).max(1_000),
    })
    .meta({ id: 'DiscardDeadLetterRequest' }),
};

const fault = z.strictObject({ name: z.string(), message: z.string() });
/** Positions are far below 2^53; a larger one is written as text. */
const position = z.union([z.int(), z.string()]);

const consumersView = z
  .strictObject({ ...healthSchema.shape, consumers: z.array(consumerHealthSchema.extend({ caughtUp: z.boolean() })) })
  .meta({ id: 'Consumers', description: 'Where each read model and each process manager is.' });

const parkedKey = z
  .strictObject({
    projection: z.string(),
    key: z.string(),
    position,
    eventId: z.string(),
    stream: z.string(),
    type: z.string(),
    error: fault,
    attempts: z.int(),
    parkedAt: z.string(),
    waiting: z.int(),
  })
  .meta({ id: 'ParkedKey', description: 'A key that stands, the event at which it stands, and why.' });

const recordedStep = z
  .strictObject({
    id: position,
    projection: z.string(),
    version: z.int(),
    key: z.string(),
    action: z.enum(['parked', 'released', 'failed', 'discarded']),
    position,
    eventId: z.string(),
    events: z.int(),
    actor: z.string().optional().describe('Who did it, by the id that events have; absent where the read model did.'),
    issuer: z.string().optional().describe('Who issued the token of the actor; absent where the actor was erased.'),
    subject: z.string().optional().describe('Who acted, as that issuer says; absent where it was erased.'),
    reason: z.string().optional(),
    error: fault.optional(),
    at: z.string(),
  })
  .meta({ id: 'ParkedKeyStep', description: 'What happened to a parked key.' });

const releaseView = z
  .strictObject({
    key: z.string(),
    released: z.int(),
    parked: z.strictObject({ position, error: fault, waiting: z.int() }).optional(),
  })
  .meta({ id: 'Release', description: 'What trying a parked key again came to.' });

/** A line of JSON (`application/x-ndjson`). */
const workLine = z
  .looseObject({ kind: z.enum(['progress', 'result', 'failure']), of: z.string() })
  .meta({ id: 'WorkLine', description: 'Lines of JSON: progress, then one result or failure.' });

type Source = () => AdminSource;
const LINES = { answers: workLine, mediaType: 'application/x-ndjson' };

/** The admin routes of a service, for administrators and auditors. The runtime is asked for when they run. */
export function adminTable(source: Source): QueryTable {
  const rows = [...consumerRows(source), ...longWorkRows(source), ...deadLetterRows(source)];
  return { context: 'admin', summary: 'Long work on read models and streams, and what stops them.', rows };
}

function consumerRows(source: Source): readonly QueryRow[] {
  return [
    query({
      path: 'consumers',
      summary: 'The status of each read model and process manager of this service, and what stops it.',
      shows: 'system',
      answers: consumersView,
      run: () => source().status(),
    }),
    query({
      method: 'POST',
      path: 'consumers/:name/resume',
      summary: 'Resume a paused read model or process manager.',
      shows: 'upkeep',
      parameters: { name: nameSchema.meta({ description: 'The consumer.', examples: ['membership.members'] }) },
      answers: z.strictObject({ resumed: z.literal(true) }).meta({ id: 'Resumed' }),
      run: async ({ input: { name } }) => {
        if (await source().resume(name)) return { resumed: true as const };
        throw edgeProblem('API_NOT_FOUND', { found: name, required: 'the name of a consumer that is paused' });
      },
    }),
    query({
      path: 'read-models',
      summary: 'The read models of this service by name.',
      shows: 'system',
      answers: z.strictObject({ items: z.array(z.string()) }).meta({ id: 'ReadModels' }),
      run: () => ({ items: source().admin.readModelNames }),
    }),
  ];
}

function longWorkRows(source: Source): readonly QueryRow[] {
  return [
    query({
      path: 'rebuilds',
      summary: 'Rebuild a read model beside the live one, compare both, and put it in its place if asked.',
      shows: 'upkeep',
      body: requests.rebuild,
      problems: ['API_NOT_FOUND'],
      ...LINES,
      run: ({ body, gone }) => source().admin.rebuild(body.readModel, body.switch, gone),
    }),
    query({
      path: 'replays',
      summary: 'Build a read model as it was at a position or an instant, in a place of its own.',
      shows: 'system',
      body: requests.replay,
      problems: ['API_NOT_FOUND'],
      ...LINES,
      run: ({ body, gone }) => source().admin.replay(body.readModel, body.until, body.tag, gone),
    }),
    query({
      method: 'POST',
      path: 'stream-folds',
      summary: 'Fold every stream of this service by its decider.',
      shows: 'system',
      ...LINES,
      run: ({ gone }) => source().admin.foldStreams(gone),
    }),
    query({
      path: 'reconciliations',
      summary: 'Compare the topics of Kafka with the ledger; only administrators repair.',
      shows: 'system',
      body: requests.reconciliation,
      problems: ['API_NOT_FOUND'],
      ...LINES,
      run: ({ body: { repair }, viewer: { roles }, gone }) => {
        if (repair && !roles.includes('admin'))
          throw edgeProblem('API_FORBIDDEN', { found: roles, required: ['admin'] });
        return source().admin.reconcile(repair, gone);
      },
    }),
  ];
}

function deadLetterRows(source: Source): readonly QueryRow[] {
  return [
    query({
      path: 'dead-letters',
      summary: 'The parked keys: each waits at an event that cannot be applied, with the reason.',
      shows: 'system',
      parameters: { projection: projection.optional(), ...pageParameters },
      problems: ['API_NOT_FOUND'],
      answers: pageSchemaOf(parkedKey),
      run: async ({ input }) => inJson(await source().admin.deadLetters(input)),
    }),
    query({
      path: 'dead-letters/log',
      summary: 'The log of the parked keys of a read model: instant, event, actor and reason of each step.',
      shows: 'system',
      parameters: { projection, key, ...pageParameters },
      problems: ['API_NOT_FOUND'],
      answers: pageSchemaOf(recordedStep),
      run: async ({ input, actors }) => inJson(await withIdentities(await source().admin.deadLetterLog(input), actors)),
    }),
    query({
      path: 'dead-letters/retry',
      summary: 'Apply parked events again, of one key or of every key.',
      shows: 'upkeep',
      body: requests.retry,
      problems: ['API_NOT_FOUND', 'API_CONFLICT'],
      ...LINES,
      run: async ({ body, viewer, actors, gone: signal }) =>
        await source().admin.retryDeadLetters(body, { actor: await actors.idOf(viewer), signal }),
    }),
    query({
      path: 'dead-letters/discard',
      summary:
        'Go on without the event at which a key stands; the ledger keeps it, and the log says who left it out and why.',
      shows: 'upkeep',
      body: requests.discard,
      problems: ['API_NOT_FOUND', 'API_CONFLICT'],
      answers: releaseView,
      run: async ({ body, viewer, actors }) => {
        const discard = { ...body, position: BigInt(body.position) };
        return inJson(await source().admin.discardDeadLetter(discard, await actors.idOf(viewer)));
      },
    }),
  ];
}

/** Steps with the issuer and subject of their actor, where they are known still. */
async function withIdentities<Page extends { readonly items: readonly { readonly actor?: string | undefined }[] }>(
  page: Page,
  actors: Actors,
) {
  const identities = await actors.identitiesOf(page.items.flatMap(({ actor }) => actor ?? []));
  const items = page.items.map((step) => ({ ...step, ...identities.get(step.actor ?? '') }));
  return { ...page, items };
}

/** The value after JSON, where positions are numbers. */
type InJson<T> = T extends bigint ? number : T extends object ? { readonly [Key in keyof T]: InJson<T[Key]> } : T;

function inJson<T extends object>(value: T): InJson<T> {
  return JSON.parse(JSON.stringify(value, bigintsAsNumbers)) as InJson<T>;
}
