import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { eventOfReadToken, readTokenFor } from './read-token.ts';

const EPOCH = countedUuid(1, 0xe);
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the read token', () => {
  it('names the last event of a command', () => {
    expect(eventOfReadToken(EPOCH, readTokenFor(EPOCH, countedUuid(7)))).toBe(countedUuid(7));
  });

  it('of a command that recorded nothing asks for nothing', () => {
    expect(eventOfReadToken(EPOCH, readTokenFor(EPOCH, undefined))).toBeUndefined();
  });

  it('can stand in a URL as it is', () => {
    expect(readTokenFor(EPOCH, countedUuid(7))).toMatch(/^[\w-]+$/);
  });

  it.each([countedUuid(7), undefined])('of another epoch says that the system was restored since', (event) => {
    const token = readTokenFor(countedUuid(2, 0xe), event);
    expect(() => eventOfReadToken(EPOCH, token)).toThrow(
      expect.objectContaining({
        body: expect.objectContaining({
          code: 'API_RESTORED_SINCE',
          status: 400,
          errors: [{ path: '/readToken', message: expect.stringContaining('before the system was restored') }],
        }),
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['a number', encoded(7)],
    ['null', encoded(null)],
    ['another object', encoded({ x: countedUuid(7) })],
    ['without an epoch', encoded({ e: countedUuid(7) })],
    ['an id in upper case', encoded({ l: EPOCH, e: countedUuid(10).toUpperCase() })],
    ['a number as its event', encoded({ l: EPOCH, e: 7 })],
  ])('that is %s is malformed', (_what, token) => {
    expect(() => eventOfReadToken(EPOCH, token)).toThrow(
      expect.objectContaining({
        body: expect.objectContaining({
          code: 'API_MALFORMED',
          errors: [expect.objectContaining({ path: '/readToken' })],
        }),
      }),
    );
  });
});
