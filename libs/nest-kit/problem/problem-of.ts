import { Catch, HttpException, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Forbidden, PreconditionFailed, requirementOf } from '#libs/commands';
import { BrokenSeal, UnknownKey } from '#libs/contracts';
import { EventIdReused, InvalidAppend, PositionsLate, RevisionConflict, StoreUnavailable } from '#libs/event-store';
import { edgeProblem, Problem } from '#libs/hosting';
import { CODES_BY_STATUS, logRefusal, pathOf, sendProblem } from '#libs/http';
import type { ErrorCode } from '#libs/hosting/telemetry';
import { MissingPosition } from '#libs/kernel';
import { isConnectionLoss } from '#libs/postgres';
import { ModelOfOtherVersion, NotParked, ReadModelBehind } from '#libs/projections';

/** Every failure of a request as a problem; an unexpected one is an internal error, without its details. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return (
    fromCommand(error) ??
    fromStore(error) ??
    fromPersonalTexts(error) ??
    fromReadModels(error) ??
    fromFramework(error) ??
    edgeProblem('API_INTERNAL')
  );
}

function fromCommand(error: unknown): Problem | undefined {
  if (error instanceof Forbidden) {
    const { found, required, detail } = error;
    return edgeProblem('API_FORBIDDEN', { ...(detail === undefined ? {} : { detail }), found, required });
  }
  if (!(error instanceof PreconditionFailed)) return undefined;
  return edgeProblem('API_PRECONDITION_FAILED', {
    found: error.actual === undefined ? null : Number(error.actual),
    required: requirementOf(error.expected, error.actual),
  });
}

/** The error code of a failure for metrics and spans. */
export const codeOf: ErrorCode = (error) => problemOf(error).body;

const LARGE = 'Send less in one command; a large document is kept elsewhere and named by its link and its SHA-256.';

function fromStore(error: unknown): Problem | undefined {
  if (error instanceof RevisionConflict) {
    return edgeProblem('API_CONFLICT', {
      detail: error.message,
      found: error.actual === undefined ? null : Number(error.actual),
      required: String(error.expected),
    });
  }
  if (error instanceof InvalidAppend) {
    const { message: detail, found, required } = error;
    if (error.reason === 'too-large') return edgeProblem('API_EVENT_TOO_LARGE', { detail: LARGE, found, required });
    return edgeProblem('API_MALFORMED', { detail, found, required });
  }
  if (error instanceof EventIdReused) return edgeProblem('API_CONFLICT', { detail: error.message });
  if (error instanceof MissingPosition) {
    return edgeProblem('API_INTERNAL', { detail: error.message, found: { position: String(error.position) } });
  }
  if (error instanceof StoreUnavailable || isConnectionLoss(error))
    return edgeProblem('API_STORE_UNAVAILABLE', { retryAfterSeconds: 1 });
  return undefined;
}

const KEYS =
  'Texts of persons are sealed, and the key of this one is not in the key ring. An operator restores the table keys.personal from its backup ' +
  '(docs/operating/restore.md), and the request is sent again.';
const KEYS_AGAIN_SECONDS = 60;

function fromPersonalTexts(error: unknown): Problem | undefined {
  if (error instanceof UnknownKey) {
    const required = 'the key in keys.personal, with its material or as destroyed';
    return edgeProblem('API_KEY_MISSING', {
      ...{ detail: KEYS, found: error.keyId, required },
      retryAfterSeconds: KEYS_AGAIN_SECONDS,
    });
  }
  if (!(error instanceof BrokenSeal)) return undefined;
  const { message: detail, bound, keyId } = error;
  return edgeProblem('API_TEXT_BROKEN', {
    detail,
    found: bound,
    required: `a text sealed at this place under ${keyId}`,
  });
}

function fromReadModels(error: unknown): Problem | undefined {
  if (error instanceof ReadModelBehind || error instanceof PositionsLate)
    return edgeProblem('API_READ_MODEL_BEHIND', { detail: error.message, retryAfterSeconds: 1 });
  if (error instanceof NotParked) {
    const { key, found } = error;
    if (found === undefined) return edgeProblem('API_NOT_FOUND', { found: key, required: 'the key of a parked event' });
    const required = 'the position at which the key is parked';
    return edgeProblem('API_CONFLICT', { found: String(found), required });
  }
  if (!(error instanceof ModelOfOtherVersion)) return undefined;
  const { message: detail, found, required } = error;
  return edgeProblem('API_CONFLICT', {
    detail,
    found: `version ${String(found)}`,
    required: `version ${String(required)}`,
  });
}

/** Nest's own exceptions, and the errors of Fastify's body parser, which carry a `statusCode`. */
function fromFramework(error: unknown): Problem | undefined {
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  const code = status === undefined ? undefined : CODES_BY_STATUS[status];
  if (code === undefined) return undefined;
  return edgeProblem(code, error instanceof Error ? { detail: error.message } : {});
}

function statusCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** The problem of a request for which there is no route. */
export type RefuseRoute = (request: FastifyRequest) => Problem;

/** Answers every failure as `application/problem+json`; faults of ours are logged whole and answered without details, refusals of a caller in a line. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly refuseRoute: RefuseRoute,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const isUnrouted = request.is404 && error instanceof NotFoundException;
    const problem = isUnrouted ? this.refuseRoute(request) : problemOf(error);
    const { status, title } = problem.body;
    if (status >= 500) this.log.error({ err: error, method: request.method, path: pathOf(request) }, title);
    logRefusal(this.log, request, problem);
    void sendProblem(host.switchToHttp().getResponse<FastifyReply>(), problem);
  }
}
