import { createHmac } from 'node:crypto';
import { HttpCode, Post, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  requireSender,
  sendsForItself,
  type CommandBus,
  type CommandContext,
  type CommandEvent,
  type CommandOutcome,
} from '#libs/commands';
import type { CommandTable, PeopleCommand } from '#libs/commands';
import { edgeProblem, type Actors } from '#libs/hosting';
import { calendarDate, canonicalJson, dayOf, derivedId, isUuid } from '#libs/kernel';
import type { Clock, IdSource, Uuid } from '#libs/kernel';
import { preferredLanguage } from '../http/accept-language.ts';
import { preconditionOf, tagOf } from '../http/entity-tags.ts';
import { parse, parseBoth, requireOnce } from '../http/parse.ts';
import { headerOf, rowController, type RouteCall, type RowRoute } from '../http/row-controller.ts';
import { creationEnvelopeSchema, envelopeSchema, partBody, type Envelope } from './envelope.ts';
import { commandParameters } from './parameters.ts';
import { readTokenFor } from './read-token.ts';
import { refusal, type RefusalCheck } from './refusal.ts';

/** The controller of one resource: a `POST` route for each row of its table. */
export function commandController({ context, resource, rows }: CommandTable): Type {
  const place = { name: `${context}-${resource}-commands`, path: `api/v1/${context}/${resource}`, over: CommandEdge };
  return rowController(place, rows.map(routeOf));
}

function routeOf(row: PeopleCommand): RowRoute<CommandEdge> {
  return {
    name: row.verb ?? 'create',
    decorators: row.verb === undefined ? [Post(), HttpCode(201)] : [Post(`:id/${row.verb}`), HttpCode(200)],
    answer: async (call) => {
      requireSender(row, call.viewer);
      const answered = await call.service.execute(row, call);
      const answer = sendsForItself(row, call.viewer) ? { ...answered, revision: null } : answered;
      if (answer.revision !== null) void call.reply.header('etag', tagOf(answer.revision));
      if (answer.events.length === 0 || answer.dryRun === true) void call.reply.status(200);
      return answer;
    },
  };
}

const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

type Call = Pick<RouteCall<CommandEdge>, 'request' | 'viewer'>;

interface CommandEdgeServices {
  readonly bus: CommandBus;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly checkRefusal: RefusalCheck;
  readonly actors: Actors;
  /** Of the ledger, for read tokens. */
  readonly epoch: Uuid;
  /** Of the installation: under it the bodies of commands are hashed. */
  readonly commandKey: string;
}

/** From an HTTP request to a command (schema, idempotency key, precondition), and from its outcome to an answer. */
export class CommandEdge {
  constructor(private readonly services: CommandEdgeServices) {}

  /** @throws Problem with the refusal's code, or of the edge; Forbidden, PreconditionFailed */
  async execute(row: PeopleCommand, call: Call) {
    const { request, viewer: caller } = call;
    requireOnce(request.query);
    const { dryRun } = parse(commandParameters, request.query ?? {});
    const creates = row.verb === undefined;
    const { envelope, own } = partBody(request.body, creates);
    const common = creates ? creationEnvelopeSchema : envelopeSchema;
    const [shared, body] = parseBoth<Envelope, unknown>([common, envelope], [row.body, own]);
    const actor = await this.services.actors.idOf(caller);
    const id = row.idOf?.(body) ?? this.#resourceId(call, actor, shared);
    const context = this.#context(row, call, actor, shared, id);
    requireHappened(row, { body, effectiveAt: context.effectiveAt }, dayOf(context.recordedAt));
    const expected = preconditionOf(request);
    const keyed = headerOf(request, 'idempotency-key') !== undefined;
    const outcome = await this.services.bus.execute({ row, id, body, context, caller, keyed, expected, dryRun });
    if (outcome.repeated === true && outcome.commandHash !== context.commandHash)
      throw edgeProblem('API_IDEMPOTENCY_KEY_REUSED');
    if (!outcome.ok) {
      this.services.checkRefusal(row, outcome.rejection);
      throw refusal(row.table, outcome.rejection, preferredLanguage(headerOf(request, 'accept-language')));
    }
    // Nothing that reads may wait for an event that was not recorded.
    const last = outcome.rehearsed === true ? undefined : outcome.events.at(-1)?.id;
    return { ...answerOf(row, id, outcome), readToken: readTokenFor(this.services.epoch, last) };
  }

  /** A repeat under the same key has to name the same resource, so the id of a new one is derived from the key. */
  #resourceId({ request }: Call, actor: Uuid, common: Envelope): Uuid {
    const id = (request.params as { readonly id?: string }).id?.toLowerCase() ?? common.id;
    if (id === undefined) return this.#drawId('resource', actor, headerOf(request, 'idempotency-key'));
    if (isUuid(id)) return id;
    throw edgeProblem('API_NOT_FOUND', { found: id, required: 'an id (UUID)' });
  }

  /** From the id of the actor, which says nothing: a subject could be tried where a key can be guessed. */
  #drawId(what: string, actor: Uuid, key: string | undefined): Uuid {
    return key === undefined ? this.services.ids.next() : derivedId(what, actor, key);
  }

  /** Keyed: a body may hold a person's name, and names can be tried. */
  #hashOf(command: object): string {
    return createHmac('sha256', this.services.commandKey).update(canonicalJson(command)).digest('hex');
  }

  #context(row: PeopleCommand, { request }: Call, actor: Uuid, common: Envelope, id: Uuid): CommandContext {
    const { effectiveAt, capacity, evidence } = common;
    const recordedAt = this.services.clock.now();
    const commandId = this.#drawId('command', actor, idempotencyKeyOf(request));
    const { context, resource } = row.table;
    const traceparent = headerOf(request, 'traceparent');
    return {
      commandId,
      commandHash: this.#hashOf({ context, resource, verb: row.verb ?? null, id, body: request.body ?? {} }),
      actor: { id: actor, ...(capacity === undefined ? {} : { capacity }) },
      recordedAt,
      effectiveAt: effectiveAt === undefined ? dayOf(recordedAt) : calendarDate(effectiveAt),
      correlationId: commandId,
      ...(evidence === undefined ? {} : { evidence: evidence as CommandContext['evidence'] & object }),
      ...(traceparent !== undefined && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
    };
  }
}

/** Outcomes are not in the future. @throws Problem API_DAY_AHEAD */
function requireHappened(
  row: PeopleCommand,
  facts: Parameters<NonNullable<typeof row.happened>>[0],
  today: string,
): void {
  const ahead = row.happened?.(facts).find((day) => day !== undefined && day > today);
  if (ahead !== undefined) throw edgeProblem('API_DAY_AHEAD', { found: ahead, required: `a day up to ${today}` });
}

function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw edgeProblem('API_MALFORMED', {
    errors: [{ path: 'Idempotency-Key', message: '1 to 255 visible ASCII characters are required' }],
  });
}

/** The answer to an accepted command: `commandAnswer` of its document. */
function answerOf(row: PeopleCommand, id: Uuid, outcome: CommandOutcome & { ok: true }) {
  const recorded = outcome.events.length === 0 ? outcome.reported : recordedOf(row, outcome.events);
  return {
    id,
    revision: outcome.revision === undefined ? null : Number(outcome.revision),
    events: outcome.events.map((event) => ({ type: event.type, id: event.id })),
    ...(recorded === undefined ? {} : { recorded }),
    ...(outcome.rehearsed === true ? { dryRun: true as const } : {}),
  };
}

/** What the row reports of these events. */
function recordedOf({ reports = {}, aggregate }: PeopleCommand, events: readonly CommandEvent[]): object | undefined {
  const members = Object.entries(reports).flatMap(([name, { shape }]) => {
    const event = events.find(({ type }) => type === `${aggregate.context}.${name}`);
    return Object.keys(shape).flatMap((member) => {
      const value = event?.data[member];
      return value === undefined ? [] : [[member, value] as const];
    });
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
