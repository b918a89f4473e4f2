import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problemOf } from './problem-of.ts';

/** Answers every failure as `application/problem+json`; faults of ours are logged whole and told without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { headers, retryAfterSeconds, ...problem } = problemOf(error).body;
    if (problem.status >= 500) this.log.error({ err: error, method: request.method, url: request.url }, problem.title);
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
    if (headers !== undefined) void reply.headers(headers);
    void reply
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify({ type: `urn:grappe:problem:${problem.code}`, ...problem, instance: request.url }));
  }
}
