import { Transform } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A body larger than the limit, by its announced or by its real length. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  readonly statusCode = 413;
}

/**
 * Refuses bodies over the limit here: a service that refuses one closes the connection on which it comes, and would count as gone. A
 * body without a length is counted on its way through; nothing of it is kept.
 */
export function limitBodies(gateway: FastifyInstance, limitBytes: number): void {
  gateway.addHook('onRequest', async ({ headers }) => {
    if (Number(headers['content-length'] ?? 0) > limitBytes) throw new BodyTooLarge();
  });
  gateway.addHook('preParsing', async ({ headers }: FastifyRequest, _reply, payload) => {
    if (headers['transfer-encoding'] === undefined) return payload;
    const counted = counting(limitBytes);
    payload.on('error', (error) => counted.destroy(error));
    // Who is refused may finish sending, and so comes to read why.
    counted.on('close', () => payload.resume());
    return Object.assign(payload.pipe(counted), { receivedEncodedLength: 0 });
  });
}

function counting(limitBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitBytes) done(new BodyTooLarge());
      else done(null, chunk);
    },
  });
}
