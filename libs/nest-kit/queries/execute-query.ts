import {
  InvalidQuery,
  maySee,
  readTokenParameter,
  requireSight,
  TaggedAnswer,
  type Actors,
  type DeclaredModels,
  type QueryCall,
  type QueryRow,
  type Viewer,
} from '#libs/hosting';
import type { EventStore, KeyRing } from '#libs/event-store';
import type { Telemetry } from '#libs/hosting/telemetry';
import type { Uuid } from '#libs/kernel';
import type { Projection, ReadModels } from '#libs/projections';
import type { z } from 'zod';
import { requireRole } from '#libs/commands';
import { eventOfReadToken } from '../commands/read-token.ts';
import { parse, requireOnce } from '../http/parse.ts';
import { placeOf, scopedCursor, scopeOf } from './page-cursor.ts';

/** The parts of an HTTP request that a query needs. */
export interface QueryRequest {
  readonly viewer: Viewer;
  readonly path: unknown;
  readonly query: unknown;
  readonly body?: unknown;
  readonly gone: AbortSignal;
  /** W3C Trace Context of the request. */
  readonly traceparent?: string | undefined;
}

export interface QueryServices {
  readonly readModels: ReadModels;
  readonly store: EventStore;
  readonly actors: Actors;
  readonly keyRing: Pick<KeyRing, 'resolve'>;
  readonly telemetry: Telemetry;
  /** Resolves once these models have passed the event. @throws ReadModelBehind past the bound */
  waitForEvent(models: readonly Projection[], eventId: Uuid): Promise<void>;
  /** Called with every answer before it is sent; tests check it against the row's schema. */
  readonly onAnswer?: ((row: QueryRow, answer: unknown) => void) | undefined;
}

/** The one place where a query is executed: permission, parameters, read token, cursor, run. @throws Problem */
export async function executeQuery(
  context: string,
  row: QueryRow,
  request: QueryRequest,
  services: QueryServices,
): Promise<unknown> {
  if (row.may !== 'public') requireRole(request.viewer, row.may);
  const path = parse(row.pathParameters, request.path ?? {});
  requireOnce(request.query);
  const { readToken, ...query } = parse(parametersOf(row), request.query ?? {});
  const body: unknown = row.body === undefined ? undefined : parse(row.body, request.body ?? undefined);
  const input = { ...query, ...path };
  await waitFor(row, readToken, services);
  const { viewer, gone } = request;
  const { store, actors, keyRing } = services;
  const call = { viewer, gone, body, store, actors, keyRing, models: declaredModels(row, services.readModels) };
  await requireScope(row, { ...call, input });
  const answer = row.pages ? await page(context, row, { ...call, input }) : await row.run({ ...call, input });
  services.onAnswer?.(row, answer instanceof TaggedAnswer ? answer.answer : answer);
  return answer;
}

/** Operators read of their clusters only what the row says it for. @throws Forbidden */
async function requireScope(row: QueryRow, call: QueryCall): Promise<void> {
  if (row.scope === undefined || maySee(call.viewer, row.shows)) return;
  requireSight(call.viewer, row.shows, { clusters: await row.scope(call) });
}

/** The parameters of a row's query: its own, and the read token, which every query takes. */
export function parametersOf(row: QueryRow): z.ZodObject {
  return row.queryParameters.extend({ readToken: readTokenParameter });
}

async function waitFor(row: QueryRow, token: unknown, services: QueryServices): Promise<void> {
  const event = typeof token === 'string' ? eventOfReadToken(services.store.epoch, token) : undefined;
  if (event !== undefined) await services.waitForEvent(row.reads, event);
}

/** Only declared models: a query would not wait for any other. */
function declaredModels(row: QueryRow, readModels: ReadModels): DeclaredModels {
  return {
    of: (projection) => {
      if (row.reads.some(({ name }) => name === projection.name)) return readModels.of(projection);
      throw new InvalidQuery(`${row.name} reads ${projection.name} and does not declare it`);
    },
  };
}

async function page(context: string, row: QueryRow, call: Parameters<QueryRow['run']>[0]): Promise<unknown> {
  const input = call.input as Readonly<Record<string, unknown>>;
  const scope = scopeOf(call.store.epoch, context, row, input);
  const after = typeof input['after'] === 'string' ? placeOf(scope, input['after']) : undefined;
  const found = (await row.run({ ...call, input: { ...input, after } })) as { readonly next?: string };
  return found.next === undefined ? found : { ...found, next: scopedCursor(scope, found.next) };
}
