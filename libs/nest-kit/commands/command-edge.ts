import { createHash } from 'node:crypto';
import type {
  AnyCommandRow,
  CommandContext,
  CommandOutcome,
  CommandRequest,
  CommandRunner,
  CommandTable,
} from '#libs/commands';
import { RevisionConflict } from '#libs/event-store';
import { edgeProblem, type Problem } from '#libs/hosting';
import type { Measurement, Telemetry } from '#libs/hosting/telemetry';
import {
  calendarDate,
  canonicalJson,
  dayOf,
  derivedId,
  isUuid,
  type Actor,
  type Clock,
  type IdSource,
  type Rejection,
  type Uuid,
} from '#libs/kernel';
import type { ReadModels } from '#libs/projections';
import { requireRole } from '../auth/token.guard.ts';
import { parse } from '../http/parse.ts';
import { requireStorable } from '../http/storable.ts';
import { codeOf } from '../problem/problem-of.ts';
import type { Viewer } from '../viewer.ts';
import { creationEnvelopeSchema, envelopeSchema, partBody, type Envelope } from './envelope.ts';
import { readTokenFor } from './read-token.ts';
import { refusal, unlisted, type UnlistedRefusal } from './refusal.ts';

/** What of an HTTP request a command needs. */
export interface CommandCall {
  readonly table: CommandTable;
  readonly row: AnyCommandRow;
  readonly viewer: Viewer;
  readonly pathId?: string | undefined;
  readonly body: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly ifMatch?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** The answer to an accepted command. */
export interface CommandAnswer {
  readonly id: Uuid;
  /** The revision of the resource afterwards; null where it has no event yet. */
  readonly revision: number | null;
  readonly events: readonly { readonly type: string; readonly id: Uuid }[];
  readonly readToken: string;
}

export interface CommandEdgeServices {
  readonly runner: CommandRunner;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly telemetry: Telemetry;
}

const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** Takes a command from HTTP to its decision: schema, permission, idempotency key, precondition, runner, answer. */
export class CommandEdge {
  constructor(
    private readonly services: CommandEdgeServices,
    private readonly onUnlisted: UnlistedRefusal,
  ) {}

  /** @throws Problem with the refusal's code, or of the edge */
  async execute(call: CommandCall): Promise<CommandAnswer> {
    const { table, row, viewer, traceparent } = call;
    const name = `${table.resource}.${row.verb ?? 'create'}`;
    const work = { kind: 'command', context: table.context, name, subject: viewer.subject, traceparent } as const;
    return await this.services.telemetry.measured(work, (measurement) => this.perform(call, measurement), codeOf);
  }

  private async perform(call: CommandCall, measurement: Measurement): Promise<CommandAnswer> {
    requireRole(call.viewer, call.row.roles);
    requireStorable(call.body);
    const creates = call.row.verb === undefined;
    const { envelope, own } = partBody(call.body, creates);
    const common: Envelope = parse(creates ? creationEnvelopeSchema : envelopeSchema, envelope);
    const request = this.request(call, common, parse(call.row.body, own));
    await requireScope(call, request);
    const context = this.context(call, common, request);
    measurement.correlate(context.correlationId);
    const outcome = await this.run(call, request, context);
    if (!outcome.ok) throw this.refused(call, outcome.rejection);
    if (outcome.repeated && outcome.commandHash !== context.commandHash)
      throw edgeProblem('API_IDEMPOTENCY_KEY_REUSED');
    if (outcome.repeated) measurement.repeat();
    return answerOf(request.id, outcome);
  }

  private refused({ table, row }: CommandCall, rejection: Rejection): Problem {
    const fault = unlisted(table, row, rejection);
    if (fault !== undefined) this.onUnlisted(fault);
    return refusal(table, rejection);
  }

  private request(call: CommandCall, common: Envelope, body: unknown): CommandRequest<unknown> {
    const recordedAt = this.services.clock.now();
    const actor: Actor = {
      subject: call.viewer.subject,
      ...(common.capacity === undefined ? {} : { capacity: common.capacity }),
    };
    const effectiveAt = common.effectiveAt === undefined ? dayOf(recordedAt) : calendarDate(common.effectiveAt);
    const id = call.row.idOf?.(body) ?? this.resourceId(call, common);
    return { id, body, effectiveAt, recordedAt, actor, services: this.services };
  }

  /** A repeat under the same key has to speak of the same thing, so the id of what it creates follows from the key. */
  private resourceId(call: CommandCall, common: Envelope): Uuid {
    const given = call.pathId ?? common.id;
    if (given !== undefined) {
      if (!isUuid(given)) throw edgeProblem('API_NOT_FOUND', { found: given, required: 'an id (UUID in lower case)' });
      return given;
    }
    return call.idempotencyKey === undefined
      ? this.services.ids.next()
      : derivedId('resource', call.viewer.subject, call.idempotencyKey);
  }

  private context(call: CommandCall, common: Envelope, request: CommandRequest<unknown>): CommandContext {
    const commandId =
      call.idempotencyKey === undefined
        ? this.services.ids.next()
        : derivedId('command', call.viewer.subject, idempotencyKeyOf(call.idempotencyKey));
    return {
      commandId,
      commandHash: hashOf({
        context: call.table.context,
        resource: call.table.resource,
        verb: call.row.verb ?? null,
        id: request.id,
        body: call.body ?? {},
      }),
      actor: request.actor,
      recordedAt: request.recordedAt,
      effectiveAt: request.effectiveAt,
      correlationId: commandId,
      ...(common.evidence === undefined ? {} : { evidence: common.evidence as CommandContext['evidence'] & object }),
      ...(call.traceparent !== undefined && TRACEPARENT.test(call.traceparent)
        ? { traceparent: call.traceparent }
        : {}),
    };
  }

  private async run(
    call: CommandCall,
    request: CommandRequest<unknown>,
    context: CommandContext,
  ): Promise<CommandOutcome> {
    const expected = expectedRevision(call.ifMatch);
    try {
      return await this.services.runner.runAll(
        await call.row.steps(request),
        context,
        expected === undefined ? {} : { expected },
      );
    } catch (error) {
      if (expected === undefined || !(error instanceof RevisionConflict)) throw error;
      throw edgeProblem('API_PRECONDITION_FAILED', {
        found: error.actual === undefined ? null : Number(error.actual),
        required: Number(expected),
      });
    }
  }
}

/** Operators act for the clusters that their token names; the other roles of the row act everywhere. */
async function requireScope(call: CommandCall, request: CommandRequest<unknown>): Promise<void> {
  const elsewhere = call.viewer.roles.some((role) => role !== 'operator' && call.row.roles.includes(role));
  if (elsewhere) return;
  const scope = (await call.row.scope?.(request)) ?? [];
  if (scope.some((cluster) => call.viewer.clusters.includes(cluster))) return;
  throw edgeProblem('API_FORBIDDEN', {
    detail: 'an operator acts for the clusters that the token names only',
    found: call.viewer.clusters,
    required: scope,
  });
}

function idempotencyKeyOf(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw edgeProblem('API_MALFORMED', {
    errors: [{ path: 'Idempotency-Key', message: '1 to 255 visible ASCII characters are required' }],
  });
}

/** The revision of an `If-Match: "<revision>"` header. @throws Problem API_MALFORMED */
export function expectedRevision(ifMatch: string | undefined): bigint | undefined {
  if (ifMatch === undefined) return undefined;
  const digits = /^"(\d{1,18})"$/.exec(ifMatch)?.[1];
  if (digits === undefined) {
    throw edgeProblem('API_MALFORMED', { errors: [{ path: 'If-Match', message: 'a quoted revision is required' }] });
  }
  return BigInt(digits);
}

function hashOf(command: object): string {
  return createHash('sha256').update(canonicalJson(command)).digest('hex');
}

function answerOf(id: Uuid, outcome: CommandOutcome & { ok: true }): CommandAnswer {
  return {
    id,
    revision: outcome.revision === undefined ? null : Number(outcome.revision),
    events: outcome.events.map((event) => ({ type: event.type, id: event.id })),
    readToken: readTokenFor(outcome.events.at(-1)?.id),
  };
}
