import { ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { BrokenSeal, UnknownKey } from '#libs/contracts';
import { EventIdReused, InvalidAppend, RevisionConflict, StoreUnavailable } from '#libs/event-store';
import { EDGE_REFUSALS, edgeProblem } from '#libs/hosting';
import { streamName } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { ReadModelBehind } from '#libs/projections';
import { problemOf } from './problem-of.ts';

const stream = streamName('shelf', 'book', '1');
const fromFastify = (statusCode: unknown) => Object.assign(new Error('of the parser'), { statusCode });

describe('every failure as a problem', () => {
  it('a problem stays what it is', () => {
    const problem = edgeProblem('API_NOT_FOUND', { found: 'x' });
    expect(problemOf(problem)).toBe(problem);
  });

  it.each([
    [
      'a conflict',
      new RevisionConflict(stream, 3n, 4n),
      { code: 'API_CONFLICT', status: 409, found: 4, required: '3' },
    ],
    [
      'a conflict with nothing',
      new RevisionConflict(stream, 'stream-exists', undefined),
      { code: 'API_CONFLICT', found: null, required: 'stream-exists' },
    ],
    [
      'an append that is wrong',
      new InvalidAppend('schema', 'x', 'y'),
      { code: 'API_MALFORMED', status: 400, found: 'x', required: 'y' },
    ],
    [
      'an append that is too large',
      new InvalidAppend('too-large', '48001 bytes', 'at most 48000 bytes'),
      { code: 'API_EVENT_TOO_LARGE', status: 413, found: '48001 bytes', required: 'at most 48000 bytes' },
    ],
    ['an id that is used', new EventIdReused([countedUuid(1)]), { code: 'API_CONFLICT', status: 409 }],
    [
      'a store that is away',
      new StoreUnavailable('secret host'),
      { code: 'API_STORE_UNAVAILABLE', status: 503, retryAfterSeconds: 1 },
    ],
    [
      'a text whose key is not there',
      new UnknownKey('p/1', 'e/data/x'),
      { code: 'API_KEY_MISSING', status: 503, found: 'p/1', detail: expect.stringContaining('keys.personal') },
    ],
    [
      'a text that does not open',
      new BrokenSeal('p/1', 'e/data/x'),
      { code: 'API_TEXT_BROKEN', status: 500, found: 'e/data/x', required: expect.stringContaining('p/1') },
    ],
    [
      'a read model that is behind',
      new ReadModelBehind('shelf.books', 7n),
      { code: 'API_READ_MODEL_BEHIND', status: 503, retryAfterSeconds: 1 },
    ],
    ['no route', new NotFoundException('GET /x'), { code: 'API_NOT_FOUND', status: 404, detail: 'GET /x' }],
    ['Nest forbids', new ForbiddenException(), { code: 'API_FORBIDDEN', status: 403 }],
    ['a body that is no JSON', fromFastify(400), { code: 'API_MALFORMED', status: 400, detail: 'of the parser' }],
    ['a body that is too large', fromFastify(413), { code: 'API_TOO_LARGE', status: 413 }],
    ['a body of another type', fromFastify(415), { code: 'API_UNSUPPORTED_MEDIA_TYPE', status: 415 }],
    ['too many requests', fromFastify(429), { code: 'API_TOO_MANY_REQUESTS', status: 429 }],
  ])('%s', (_what, error, body) => {
    expect(problemOf(error).body).toMatchObject(body);
  });

  it.each([
    ['an error', new Error('the password is x')],
    ['a status that nobody foresaw', new HttpException('the password is x', 418)],
    ['an error whose status is no number', fromFastify('400')],
    ['an object', { password: 'x' }],
    ['null', null],
    ['nothing', undefined],
  ])('%s is a fault of ours, answered without its details', (_what, error) => {
    expect(problemOf(error).body).toEqual({ code: 'API_INTERNAL', ...EDGE_REFUSALS.API_INTERNAL });
  });

  it('a store that is away does not tell where it is', () => {
    expect(JSON.stringify(problemOf(new StoreUnavailable('secret host')).body)).not.toContain('secret');
  });

  it.each(Object.entries(EDGE_REFUSALS))('%s has a status of HTTP and a sentence', (_code, { status, title }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title).toMatch(/^[A-Z].*\.$/);
  });
});
