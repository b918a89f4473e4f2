import { describe, expect, it } from '@jest/globals';
import { assertJson, canonicalJson, NotJson, type JsonObject, type JsonValue } from './canonical-json.ts';

/** The number with these bits (IEEE 754 double precision), as the appendix writes them. */
function double(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

function refusalOf(value: unknown): NotJson {
  try {
    assertJson(value, '', []);
  } catch (error) {
    if (error instanceof NotJson) return error;
    throw error;
  }
  throw new Error('it was taken for JSON');
}

describe('numbers (RFC 8785, appendix B)', () => {
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('%s is %s', (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text);
  });

  it.each([
    ['7fffffffffffffff', 'NaN'],
    ['7ff0000000000000', 'Infinity'],
    ['fff0000000000000', '-Infinity'],
  ])('%s is none: %s', (bits, found) => {
    expect(() => canonicalJson(double(bits))).toThrow(new NotJson('', found));
  });
});

describe('the examples of RFC 8785', () => {
  it('§3.2.2: literals, numbers and strings', () => {
    const given: JsonObject = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(given)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('§3.2.3: members stand in the order of the UTF-16 code units of their names', () => {
    const given = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalJson(given).match(/(?<=:")[^"]+/g)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });
});

describe('texts', () => {
  it.each([
    ['\b', String.raw`"\b"`],
    ['\t', String.raw`"\t"`],
    ['\n', String.raw`"\n"`],
    ['\f', String.raw`"\f"`],
    ['\r', String.raw`"\r"`],
    ['"', String.raw`"\""`],
    ['\\', String.raw`"\\"`],
    ['\u0000', String.raw`"\u0000"`],
    ['\u000b', String.raw`"\u000b"`],
    ['\u001f', String.raw`"\u001f"`],
    ['/', '"/"'],
    ['\u007f', '"\u007f"'],
    ['\u2028', '"\u2028"'],
    ['\u2029', '"\u2029"'],
    ['é', '"é"'],
    ['e\u0301', '"e\u0301"'],
    ['\ufeff', '"\ufeff"'],
    ['😀', '"😀"'],
    ['\uffff', '"\uffff"'],
    ['', '""'],
    ['</script>', '"</script>"'],
  ])('%j is %s', (text, written) => {
    expect(canonicalJson(text)).toBe(written);
  });

  it('are not normalised: two spellings of é are two values', () => {
    expect(canonicalJson('é'.normalize('NFC'))).not.toBe(canonicalJson('é'.normalize('NFD')));
  });
});

describe('values', () => {
  it.each<[JsonValue | object, string]>([
    [null, 'null'],
    [true, 'true'],
    [false, 'false'],
    [[], '[]'],
    [{}, '{}'],
    [[[]], '[[]]'],
    [[3, 1, 2], '[3,1,2]'],
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: { d: 1, c: [{ z: 1, y: 2 }] } }, '{"a":{"c":[{"y":2,"z":1}],"d":1}}'],
    [{ '10': 1, '9': 2, a: 3 }, '{"10":1,"9":2,"a":3}'],
    [{ aa: 1, a: 2, A: 3, '': 4 }, '{"":4,"A":3,"a":2,"aa":1}'],
    [{ 'a b': 1, 'a"b': 2 }, String.raw`{"a b":1,"a\"b":2}`],
    [{ value: null }, '{"value":null}'],
    [{ value: undefined }, '{}'],
    [{ a: 1, b: undefined, c: { d: undefined } }, '{"a":1,"c":{}}'],
    [{ constructor: 'a', toString: 'b' }, '{"constructor":"a","toString":"b"}'],
    [JSON.parse('{"__proto__":{"a":1}}') as JsonObject, '{"__proto__":{"a":1}}'],
    [Object.assign(Object.create(null) as object, { b: 1, a: 2 }), '{"a":2,"b":1}'],
  ])('%j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('the same object twice beside itself is no cycle', () => {
    const day = { on: '2017-03-28' };
    expect(canonicalJson({ from: day, to: day, list: [day, day] })).toBe(
      '{"from":{"on":"2017-03-28"},"list":[{"on":"2017-03-28"},{"on":"2017-03-28"}],"to":{"on":"2017-03-28"}}',
    );
  });

  it('a thousand levels deep are written as they are', () => {
    const depth = 1_000;
    let value: JsonValue = 'bottom';
    for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { in: value };
    const text = canonicalJson(value);
    expect(text).toBe(`${'{"in":['.repeat(depth / 2)}"bottom"${']}'.repeat(depth / 2)}`);
  });

  it('the value given stays as it was', () => {
    const value = Object.freeze({ b: Object.freeze([2, 1]), a: undefined });
    canonicalJson(value);
    expect(Object.keys(value)).toEqual(['b', 'a']);
  });
});

class Money {
  constructor(readonly euros: number) {}
}

const cyclicList: unknown[] = [1];
cyclicList.push(cyclicList);
const cyclicObject: Record<string, unknown> = {};
cyclicObject['self'] = cyclicObject;
const longCycle: Record<string, unknown> = {};
longCycle['a'] = [{ b: longCycle }];
const withHole: number[] = [1];
withHole[2] = 3;

const REFUSED: readonly (readonly [string, unknown, string, string])[] = [
  ['nothing at all', undefined, '', 'undefined'],
  ['a function', () => 1, '', 'function'],
  ['a class', Money, '', 'function'],
  ['a bigint', 1n, '', 'bigint'],
  ['a symbol', Symbol('a'), '', 'symbol'],
  ['NaN', Number.NaN, '', 'NaN'],
  ['an infinity', Number.POSITIVE_INFINITY, '', 'Infinity'],
  ['the other infinity', Number.NEGATIVE_INFINITY, '', '-Infinity'],
  ['a date', new Date(0), '', 'Date'],
  ['a map', new Map(), '', 'Map'],
  ['a set', new Set(), '', 'Set'],
  ['a regular expression', /a/, '', 'RegExp'],
  ['bytes', new Uint8Array(2), '', 'Uint8Array'],
  ['a promise', Promise.resolve(1), '', 'Promise'],
  ['a boxed text', Object('a'), '', 'String'],
  ['an instance of a class', new Money(1), '', 'Money'],
  ['an object that inherits members', Object.create({ a: 1 }), '', 'Object'],
  ['a bigint in a member', { a: 1n }, '/a', 'bigint'],
  ['a function in a member', { a: () => 1 }, '/a', 'function'],
  ['what would write itself', { toJSON: () => 1 }, '/toJSON', 'function'],
  ['a date in a list', ['a', new Date(0)], '/1', 'Date'],
  ['undefined in a list', [1, undefined], '/1', 'undefined'],
  ['a hole in a list', withHole, '/1', 'undefined'],
  ['a list of holes', new Array(2), '/0', 'undefined'],
  ['NaN deep inside', { a: [{ b: { c: [0, Number.NaN] } }] }, '/a/0/b/c/1', 'NaN'],
  ['an object in itself', cyclicObject, '/self', 'a cycle'],
  ['a list in itself', cyclicList, '/1', 'a cycle'],
  ['a cycle over three levels', longCycle, '/a/0/b', 'a cycle'],
  ['half a character', '\ud83d', '', 'a lone surrogate'],
  ['the other half', '\ude00', '', 'a lone surrogate'],
  ['the halves exchanged', '\ude00\ud83d', '', 'a lone surrogate'],
  ['half a character in a text', 'a\ud83db', '', 'a lone surrogate'],
  ['half a character after a whole one', '😀\ud83d', '', 'a lone surrogate'],
  ['half a character in a member', { a: ['x', '\ud83d'] }, '/a/1', 'a lone surrogate'],
  ['half a character in a key', { '\ud83d': 1 }, '/\ud83d', 'a lone surrogate in the key'],
  ['half a character in an inner key', [{ b: { 'x\ude00': null } }], '/0/b/x\ude00', 'a lone surrogate in the key'],
  ['the first of two faults', { a: { b: 1n }, c: Number.NaN }, '/a/b', 'bigint'],
];

describe('what JSON cannot carry', () => {
  it.each(REFUSED)('%s', (_what, value, path, found) => {
    const refusal = refusalOf(value);
    expect({ path: refusal.path, found: refusal.found }).toEqual({ path, found });
    expect(refusal.message).toBe(`not a JSON value at ${path === '' ? 'the root' : path}: ${found}`);
    expect(refusal.name).toBe('NotJson');
    expect(refusal).toBeInstanceOf(TypeError);
  });

  it.each(REFUSED)('%s, inside of something to be written', (_what, value, path, found) => {
    expect(() => canonicalJson({ list: [value] })).toThrow(new NotJson(`/list/0${path}`, found));
  });

  it('a member that is undefined is left out, and its key with it', () => {
    expect(canonicalJson({ a: 1, '\ud83d': undefined })).toBe('{"a":1}');
  });

  it('the path goes on from where the caller stands', () => {
    expect(() => assertJson([1n], '/documents/7', [])).toThrow(new NotJson('/documents/7/0', 'bigint'));
  });

  it('an ancestor that the caller names closes a cycle', () => {
    const parent = { child: {} };
    expect(() => assertJson([parent], '', [parent])).toThrow(new NotJson('/0', 'a cycle'));
  });
});
