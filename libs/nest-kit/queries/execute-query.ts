import {
  InvalidQuery,
  knownAtParameter,
  maySee,
  readTokenParameter,
  requireSight,
  TaggedAnswer,
  type Actors,
  type DeclaredModels,
  type PastModels,
  type QueryCall,
  type QueryRow,
  type Viewer,
} from '#libs/hosting';
import type { EventStore, KeyRing } from '#libs/event-store';
import type { Telemetry } from '#libs/hosting/telemetry';
import type { Uuid } from '#libs/kernel';
import type { KnownBy, Projection, ReadModelQuery, ReadModels } from '#libs/projections';
import type { z } from 'zod';
import { grantedClusters, requireRole, type GrantsByContext, type OperatorGrants } from '#libs/commands';
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
  /** What each context keeps of what was granted to operators. */
  readonly grants: GrantsByContext;
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
  const knownAt = row.knows ? (query['knownAt'] as string | undefined) : undefined;
  const body: unknown = row.body === undefined ? undefined : parse(row.body, request.body ?? undefined);
  const input = { ...query, ...path };
  const grants = row.isScoped && actsForClusters(request.viewer) ? services.grants.get(context) : undefined;
  await waitFor(grants === undefined ? row.reads : [...row.reads, grants], readToken, services);
  const viewer =
    grants === undefined ? request.viewer : await withGranted(request.viewer, services.readModels.of(grants));
  const { gone } = request;
  const { store, actors, keyRing } = services;
  const call = {
    viewer,
    gone,
    body,
    store,
    actors,
    keyRing,
    models: declaredModels(row, services.readModels, knownAt),
    past: pastModels(row, services.readModels),
  };
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

/** The parameters of a row's query: its own, the read token, which every query takes, and the instant of knowledge where it can be asked for. */
export function parametersOf(row: QueryRow): z.ZodObject {
  const known = row.knows ? { knownAt: knownAtParameter } : {};
  return row.queryParameters.extend({ ...known, readToken: readTokenParameter });
}

async function waitFor(models: readonly Projection[], token: unknown, services: QueryServices): Promise<void> {
  const event = typeof token === 'string' ? eventOfReadToken(services.store.epoch, token) : undefined;
  if (event !== undefined) await services.waitForEvent(models, event);
}

function actsForClusters({ roles, clusters }: Viewer): boolean {
  return roles.includes('operator') && clusters.length > 0;
}

/** An operator reads of the clusters for which its own were authorised what it reads of these. */
async function withGranted(viewer: Viewer, copy: ReadModelQuery<OperatorGrants>): Promise<Viewer> {
  const granted = await grantedClusters(copy, viewer.clusters, viewer.today);
  return { ...viewer, clusters: [...viewer.clusters, ...granted] };
}

/** Only declared models: a query would not wait for any other. */
function declaredModels(row: QueryRow, readModels: ReadModels, known: KnownBy | undefined): DeclaredModels {
  return {
    of: (projection) => {
      requireDeclared(row, projection);
      return readModels.of(projection, known);
    },
  };
}

function pastModels(row: QueryRow, readModels: ReadModels): PastModels {
  return {
    before: async (position) => {
      if (position > 0n) await Promise.all(row.reads.map((each) => readModels.waitFor(each, position - 1n)));
      return declaredModels(row, readModels, { before: position });
    },
    changes: async (projection, where, range) => {
      requireDeclared(row, projection);
      return await readModels.changes(projection, where, range);
    },
  };
}

function requireDeclared(row: QueryRow, { name }: { readonly name: string }): void {
  if (row.reads.some((each) => each.name === name)) return;
  throw new InvalidQuery(`${row.name} reads ${name} and does not declare it`);
}

async function page(context: string, row: QueryRow, call: Parameters<QueryRow['run']>[0]): Promise<unknown> {
  const input = call.input as Readonly<Record<string, unknown>>;
  const scope = scopeOf(call.store.epoch, context, row, input);
  const after = typeof input['after'] === 'string' ? placeOf(scope, input['after']) : undefined;
  const found = (await row.run({ ...call, input: { ...input, after } })) as { readonly next?: string };
  return found.next === undefined ? found : { ...found, next: scopedCursor(scope, found.next) };
}
