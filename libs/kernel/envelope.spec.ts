import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { contextOf, isStreamName, STREAM_NAME_LIMIT, streamName } from './envelope.ts';
import { propertySeed } from './testing/index.ts';

const ID = '0198f3a1-0d00-7a10-8b00-000000000042';

describe('a stream name', () => {
  it.each([
    `membership.organisation-${ID}`,
    'membership.siren-331518498',
    'governance.steering-committee-1',
    'a.b-c',
    'a1.b2-3',
    'mergers.operation-A',
    'mergers.operation-a_b',
    'mergers.operation-a.b',
    'mergers.operation-a:b',
    'mergers.operation--',
    'mergers.operation-.',
  ])('%s is one', (text) => {
    expect(isStreamName(text)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['no context', 'operation-1'],
    ['an empty context', '.operation-1'],
    ['an empty aggregate', 'mergers.-1'],
    ['no aggregate', 'mergers.1'],
    ['no id', 'mergers.operation'],
    ['an empty id', 'mergers.operation-'],
    ['a context in upper case', 'Mergers.operation-1'],
    ['an aggregate in upper case', 'mergers.Operation-1'],
    ['a context that begins with a digit', '1mergers.operation-1'],
    ['an aggregate that begins with a digit', 'mergers.1operation-1'],
    ['a context with a hyphen', 'mergers-a.operation-1'],
    ['an aggregate with an underscore', 'mergers.an_operation-1'],
    ['two contexts', 'mergers.a.operation-1'],
    ['a space', 'mergers.operation-a b'],
    ['a slash', 'mergers.operation-a/b'],
    ['a star', 'mergers.operation-*'],
    ['a per cent sign', 'mergers.operation-a%20b'],
    ['an accent', 'mergers.opération-1'],
    ['an accent in the id', 'mergers.operation-é'],
    ['a quotation mark', "mergers.operation-'"],
    ['a line feed after it', 'mergers.operation-1\n'],
    ['a null character', 'mergers.operation-\u0000'],
    ['a system stream', '$ce-mergers'],
  ])('%s is none: %j', (_what, text) => {
    expect(isStreamName(text)).toBe(false);
  });

  it.each([
    [STREAM_NAME_LIMIT - 1, true],
    [STREAM_NAME_LIMIT, true],
    [STREAM_NAME_LIMIT + 1, false],
    [10 * STREAM_NAME_LIMIT, false],
  ])('of %d characters: %s', (length, is) => {
    expect(isStreamName('a.b-'.padEnd(length, 'x'))).toBe(is);
  });

  it('may have 200 characters', () => {
    expect(STREAM_NAME_LIMIT).toBe(200);
  });
});

describe('its parts', () => {
  it.each([
    ['membership', 'organisation', ID, `membership.organisation-${ID}`],
    ['membership', 'siren', '331518498', 'membership.siren-331518498'],
    ['governance', 'steering-committee', '1', 'governance.steering-committee-1'],
    ['a', 'b', '-', 'a.b--'],
  ])('%s, %s and %s are %s', (context, aggregate, id, name) => {
    expect(streamName(context, aggregate, id)).toBe(name);
  });

  it.each([
    ['an empty context', '', 'operation', '1'],
    ['an empty aggregate', 'mergers', '', '1'],
    ['an empty id', 'mergers', 'operation', ''],
    ['an empty id behind an aggregate of two words', 'governance', 'steering-committee', ''],
    ['an aggregate that takes in a part of the id', 'mergers', 'operation-A.b', '1'],
    ['an aggregate with a dot', 'mergers', 'b-c.d', '1'],
    ['a context with a dot', 'mergers.a', 'operation', '1'],
    ['an upper-case aggregate', 'mergers', 'Operation', '1'],
    ['an id with a space', 'mergers', 'operation', 'a b'],
    ['an id with a line feed', 'mergers', 'operation', '1\n'],
    ['an id that is too long', 'mergers', 'operation', 'x'.repeat(STREAM_NAME_LIMIT)],
  ])('%s makes none', (_what, context, aggregate, id) => {
    expect(() => streamName(context, aggregate, id)).toThrow(
      new TypeError(
        `not a stream name (<context>.<aggregate>-<id>, at most 200 characters): ${context}.${aggregate}-${id}`,
      ),
    );
  });

  it('have a name that says its context, whatever the id', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
    fc.assert(
      fc.property(word, word, fc.stringMatching(/^[A-Za-z0-9_.:-]{1,40}$/), (context, aggregate, id) => {
        const name = streamName(context, aggregate, id);
        expect(contextOf(name)).toBe(context);
        expect(name.endsWith(id)).toBe(true);
        expect(isStreamName(name)).toBe(true);
      }),
      { seed: propertySeed() },
    );
  });

  it('without hyphens in the aggregate give each id a name of its own', () => {
    const word = fc.stringMatching(/^[a-z]{1,2}$/);
    const id = fc.stringMatching(/^[a-z.-]{1,3}$/);
    fc.assert(
      fc.property(fc.tuple(word, word, id), fc.tuple(word, word, id), (left, right) => {
        expect(streamName(...left) === streamName(...right)).toBe(left.every((part, at) => part === right[at]));
      }),
      { seed: propertySeed() },
    );
  });
});

describe('the context', () => {
  it.each([
    [`membership.organisation-${ID}`, 'membership'],
    ['mergers.SuccessionTookEffect', 'mergers'],
    ['mergers.operation-a.b', 'mergers'],
    ['mergers.', 'mergers'],
    ['mergers', 'mergers'],
    ['.x', ''],
    ['', ''],
  ])('of %j is %j', (name, context) => {
    expect(contextOf(name)).toBe(context);
  });
});
