import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { eventOfReadToken, readTokenFor } from './read-token.ts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the read token', () => {
  it('names the last event of a command', () => {
    expect(eventOfReadToken(readTokenFor(countedUuid(7)))).toBe(countedUuid(7));
  });

  it('of a command that recorded nothing asks for nothing', () => {
    expect(eventOfReadToken(readTokenFor(undefined))).toBeUndefined();
  });

  it('can stand in a URL as it is', () => {
    expect(readTokenFor(countedUuid(7))).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['a number', encoded(7)],
    ['null', encoded(null)],
    ['another object', encoded({ x: countedUuid(7) })],
    ['an id in upper case', encoded({ e: countedUuid(10).toUpperCase() })],
    ['a number as its event', encoded({ e: 7 })],
  ])('that is %s is malformed', (_what, token) => {
    expect(() => eventOfReadToken(token)).toThrow(
      expect.objectContaining({
        body: expect.objectContaining({
          code: 'API_MALFORMED',
          errors: [expect.objectContaining({ path: '/readToken' })],
        }),
      }),
    );
  });
});
