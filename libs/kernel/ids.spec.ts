import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { derivedId, isUuid, uuid } from './ids.ts';
import { propertySeed } from './testing/index.ts';

const SAMPLE = '0198f3a1-0d00-7a10-8b00-000000000042';

describe('a UUID', () => {
  it.each([
    ['version 1', 'c232ab00-9414-11ec-b3c8-9f6bdeced846'],
    ['version 2', '000003e8-9414-21ec-8b00-325096b39f47'],
    ['version 3', '5df41881-3aed-3515-88a7-2f4a814cf09e'],
    ['version 4', '919108f7-52d1-4320-9bac-f847db4148a8'],
    ['version 5', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    ['version 6', '1ec9414c-232a-6b00-b3c8-9f6bdeced846'],
    ['version 7', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f'],
    ['version 8', '2489e9ad-2ee2-8e00-8ec9-32d5f69181c0'],
    ['variant 8', '0198f3a1-0d00-7a10-8b00-000000000042'],
    ['variant 9', '0198f3a1-0d00-7a10-9b00-000000000042'],
    ['variant a', '0198f3a1-0d00-7a10-ab00-000000000042'],
    ['variant b', '0198f3a1-0d00-7a10-bb00-000000000042'],
  ])('of %s is one: %s', (_what, text) => {
    expect(isUuid(text)).toBe(true);
    expect(uuid(text)).toBe(text);
  });

  it.each([
    ['upper case', SAMPLE.toUpperCase()],
    ['one letter in upper case', '0198F3a1-0d00-7a10-8b00-000000000042'],
    ['the nil UUID', '00000000-0000-0000-0000-000000000000'],
    ['the max UUID', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['version 0', '0198f3a1-0d00-0a10-8b00-000000000042'],
    ['version 9', '0198f3a1-0d00-9a10-8b00-000000000042'],
    ['variant 7 (NCS)', '0198f3a1-0d00-7a10-7b00-000000000042'],
    ['variant c (Microsoft)', '0198f3a1-0d00-7a10-cb00-000000000042'],
    ['variant e (reserved)', '0198f3a1-0d00-7a10-eb00-000000000042'],
    ['no hyphens', SAMPLE.replaceAll('-', '')],
    ['a hyphen elsewhere', '0198f3a10-d00-7a10-8b00-000000000042'],
    ['braces', `{${SAMPLE}}`],
    ['a URN', `urn:uuid:${SAMPLE}`],
    ['one digit less', SAMPLE.slice(0, -1)],
    ['one digit more', `${SAMPLE}0`],
    ['a letter that is no digit', '0198g3a1-0d00-7a10-8b00-000000000042'],
    ['a space before it', ` ${SAMPLE}`],
    ['a line feed after it', `${SAMPLE}\n`],
    ['nothing', ''],
  ])('is none with %s: %j', (_what, text) => {
    expect(isUuid(text)).toBe(false);
    expect(() => uuid(text)).toThrow(new TypeError(`not a UUID in lower case: ${JSON.stringify(text)}`));
  });
});

/** What is written is forever: streams and commands of stored histories have these ids. Made by another implementation. */
const FROZEN: readonly (readonly [readonly string[], string])[] = [
  [[], '592854dc-2288-57dd-b73c-ff490f31f723'],
  [[''], '7462afbf-b765-5ff4-bae0-8ab9be432b95'],
  [['', ''], 'eb897cb4-1923-5de5-9c32-1091b063c3a0'],
  [['a', 'bc'], 'acac9b27-14ed-5239-8fa9-8ba6db7c09b1'],
  [['ab', 'c'], '1c08ba90-2836-513f-be01-8b281b2f2981'],
  [['abc'], '4fffc61d-80a0-55ba-bbf3-8e2cbe26b458'],
  [['a', 'b', 'c'], '7a4c3ff9-e5bc-571c-ae36-950ba877263d'],
  [
    ['membership', '018f0b10-0000-7000-8000-000000000004', '018f0a10-0000-7000-8000-000000000001'],
    'cb2d539d-7823-5757-a996-4710a6c86ff1',
  ],
  [['\u00e9'], '6383c869-416c-5675-9b55-68badbaa9be0'],
  [['e\u0301'], 'd92c50b9-abe2-5f26-9368-26cc069a5792'],
  [['"'], 'b883b263-f250-5820-ba23-bdc821f8f0c4'],
  [['\\"'], '6d135edc-412c-5392-b8ea-a18be203af9b'],
  [['a,b'], 'ed2be3ab-4900-5e79-9d1b-e3e10116b215'],
  [['😀'], 'f51fb60c-638b-57c4-95de-55b3ebf9358c'],
  [['a\nb'], '483a7e25-4a38-5200-a59e-118a27707340'],
];

describe('an id that follows from its parts', () => {
  it.each(FROZEN)('of %j is %s for ever', (parts, id) => {
    expect(derivedId(...parts)).toBe(id);
  });

  it('is a UUID of version 5', () => {
    expect(derivedId('a')).toMatch(/^.{8}-.{4}-5.{3}-[89ab]/);
  });

  it.each([
    [
      ['a', 'bc'],
      ['ab', 'c'],
    ],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [['a'], ['a', '']],
    [
      ['', 'a'],
      ['a', ''],
    ],
    [['a,b'], ['a', 'b']],
    [['a","b'], ['a', 'b']],
    [['a\u0000b'], ['a', 'b']],
    [['A'], ['a']],
    [['1'], ['01']],
    [[' a'], ['a']],
  ])('of %j is not that of %j', (left, right) => {
    expect(derivedId(...left)).not.toBe(derivedId(...right));
  });

  it('is the same exactly for the same parts in the same order', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\\'), maxLength: 3 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const same = left.length === right.length && left.every((part, at) => part === right[at]);
        expect(derivedId(...left) === derivedId(...right)).toBe(same);
        expect(isUuid(derivedId(...left))).toBe(true);
      }),
      { seed: propertySeed() },
    );
  });
});
