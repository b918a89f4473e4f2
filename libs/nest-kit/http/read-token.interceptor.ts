import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { contextOf, type Uuid } from '#libs/kernel';
import { eventOfReadToken } from '../commands/read-token.ts';
import { parse } from './parse.ts';
import { z } from 'zod';
import { RUNTIME } from '../tokens.ts';

/** What the interceptor needs of the runtime. */
export interface ReadTokenWaiter {
  /** Resolves once the read models of that context have passed the event. @throws ReadModelBehind past the bound */
  waitForEvent(context: string, eventId: Uuid): Promise<void>;
}

const tokenSchema = z.string().max(200).optional();

/** `?readToken=` on any query: the answer waits, bounded, until the read models of the context have passed that event. */
@Injectable()
export class ReadTokenInterceptor implements NestInterceptor {
  constructor(@Inject(RUNTIME) private readonly waiter: ReadTokenWaiter) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    if (request.method !== 'GET') return next.handle();
    const token = parse(tokenSchema, (request.query as Readonly<Record<string, unknown>>)['readToken']);
    const eventId = token === undefined ? undefined : eventOfReadToken(token);
    const context = /^\/api\/v1\/([a-z]+)\//.exec(request.url)?.[1];
    if (eventId !== undefined && context !== undefined) await this.waiter.waitForEvent(contextOf(context), eventId);
    return next.handle();
  }
}
