import type { FastifyInstance, FastifyRequest } from 'fastify';
import { edgeProblem } from '#libs/hosting';
import { admitted } from './admitted.ts';
import { malformedProblem } from './parse.ts';

/** Deeper and wider than any body of the API. Nothing walks a body before it is known to be within these. */
const MAX_DEPTH = 32;
const MAX_VALUES = 50_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The one way in for bodies: JSON in UTF-8 (RFC 8259, 8.1), within bounds, with texts that can be kept. Other media types, charsets and
 * codings are 415; bytes that are no UTF-8, what is no JSON, and what is too deep or too wide are 400.
 */
export function acceptJsonBodies(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      requireReadable(request);
      const text = decode(body);
      requireBounded(text);
      void parse(request, text, (error, value) => {
        if (error !== null) {
          done(error);
          return;
        }
        try {
          done(null, admitted(value));
        } catch (refusal) {
          done(refusal as Error);
        }
      });
    } catch (refusal) {
      done(refusal as Error);
    }
  });
}

function requireReadable({ headers }: FastifyRequest): void {
  const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = headers;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) throw unsupported(`charset ${charset}`, 'charset utf-8');
  if (coding.toLowerCase() !== 'identity') throw unsupported(`content-encoding ${coding}`, 'no content-encoding');
}

function unsupported(found: string, required: string) {
  return edgeProblem('API_UNSUPPORTED_MEDIA_TYPE', { found, required });
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw malformedProblem([{ message: 'a body in UTF-8 is required; its bytes are not' }]);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);
const COMMA = 0x2c;

/** One pass over the text, without a stack: brackets and commas outside of strings. */
function requireBounded(text: string): void {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (OPENS.has(code)) {
      depth += 1;
      values += 1;
      if (depth > MAX_DEPTH)
        throw malformedProblem([{ message: `at most ${String(MAX_DEPTH)} levels of nesting are accepted` }]);
    } else if (CLOSES.has(code)) depth -= 1;
    else if (code === COMMA) values += 1;
    if (values > MAX_VALUES)
      throw malformedProblem([{ message: `at most ${MAX_VALUES.toLocaleString('en')} values are accepted` }]);
  }
}
