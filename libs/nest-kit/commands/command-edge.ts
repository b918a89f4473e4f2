import { createHash } from 'node:crypto';
import type { CommandBus, CommandContext, CommandOutcome, PeopleCommand } from '#libs/commands';
import { edgeProblem, type Problem } from '#libs/hosting';
import {
  calendarDate,
  canonicalJson,
  dayOf,
  derivedId,
  isUuid,
  type Clock,
  type IdSource,
  type Rejection,
  type Uuid,
} from '#libs/kernel';
import { parseBoth } from '../http/parse.ts';
import { requireStorable } from '../http/storable.ts';
import type { Viewer } from '../viewer.ts';
import { creationEnvelopeSchema, envelopeSchema, partBody, type Envelope } from './envelope.ts';
import { readTokenFor } from './read-token.ts';
import { refusal, unlisted, type UnlistedRefusal } from './refusal.ts';

/** What of an HTTP request a command needs. */
export interface CommandCall {
  readonly row: PeopleCommand;
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
  readonly bus: CommandBus;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** Takes a command from HTTP to the bus: schema, idempotency key, precondition; and its outcome to an answer. */
export class CommandEdge {
  constructor(
    private readonly services: CommandEdgeServices,
    private readonly onUnlisted: UnlistedRefusal,
  ) {}

  /** @throws Problem with the refusal's code, or of the edge; Forbidden, PreconditionFailed */
  async execute(call: CommandCall): Promise<CommandAnswer> {
    requireStorable(call.body);
    const creates = call.row.verb === undefined;
    const { envelope, own } = partBody(call.body, creates);
    const common = creates ? creationEnvelopeSchema : envelopeSchema;
    const [shared, body] = parseBoth<Envelope, unknown>([common, envelope], [call.row.body, own]);
    const id = call.row.idOf?.(body) ?? this.resourceId(call, shared);
    const context = this.context(call, shared, id);
    const { row, viewer: caller } = call;
    const expected = expectedRevision(call.ifMatch);
    const outcome = await this.services.bus.execute({ row, id, body, context, caller, expected });
    if (!outcome.ok) throw this.refused(row, outcome.rejection);
    if (outcome.repeated && outcome.commandHash !== context.commandHash)
      throw edgeProblem('API_IDEMPOTENCY_KEY_REUSED');
    return answerOf(id, outcome);
  }

  private refused(row: PeopleCommand, rejection: Rejection): Problem {
    const fault = unlisted(row, rejection);
    if (fault !== undefined) this.onUnlisted(fault);
    return refusal(row.table, rejection);
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

  private context({ row, viewer, body, ...call }: CommandCall, common: Envelope, id: Uuid): CommandContext {
    const recordedAt = this.services.clock.now();
    const commandId =
      call.idempotencyKey === undefined
        ? this.services.ids.next()
        : derivedId('command', viewer.subject, idempotencyKeyOf(call.idempotencyKey));
    const { context, resource } = row.table;
    return {
      commandId,
      commandHash: hashOf({ context, resource, verb: row.verb ?? null, id, body: body ?? {} }),
      actor: {
        subject: viewer.subject,
        ...(common.capacity === undefined ? {} : { capacity: common.capacity }),
      },
      recordedAt,
      effectiveAt: common.effectiveAt === undefined ? dayOf(recordedAt) : calendarDate(common.effectiveAt),
      correlationId: commandId,
      ...(common.evidence === undefined ? {} : { evidence: common.evidence as CommandContext['evidence'] & object }),
      ...(call.traceparent !== undefined && TRACEPARENT.test(call.traceparent)
        ? { traceparent: call.traceparent }
        : {}),
    };
  }
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
