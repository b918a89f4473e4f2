import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import type { ContextDefinition } from '#libs/hosting';
import type { ReadTokenWaiter } from '../queries/execute-query.ts';
import { eventOfReadToken } from '../commands/read-token.ts';
import { parse } from './parse.ts';
import { z } from 'zod';
import { CONTEXTS, RUNTIME } from '../tokens.ts';

const tokenSchema = z.string().max(200).optional();

/** `?readToken=` on any query: the answer waits, bounded, until the read models of the context have passed that event. */
@Injectable()
export class ReadTokenInterceptor implements NestInterceptor {
  constructor(
    @Inject(RUNTIME) private readonly waiter: ReadTokenWaiter,
    @Inject(CONTEXTS) private readonly contexts: readonly ContextDefinition[],
  ) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    if (request.method !== 'GET') return next.handle();
    const token = parse(tokenSchema, (request.query as Readonly<Record<string, unknown>>)['readToken']);
    const eventId = token === undefined ? undefined : eventOfReadToken(token);
    const name = /^\/api\/v1\/([a-z]+)\//.exec(request.url)?.[1];
    const context = this.contexts.find((each) => each.name === name && each.controllers.length > 0);
    if (eventId !== undefined && context !== undefined) await this.waiter.waitForEvent(context.projections, eventId);
    return next.handle();
  }
}
