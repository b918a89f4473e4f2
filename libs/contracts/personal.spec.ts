import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { contracts } from './contexts.ts';
import {
  ERASED,
  erasedAt,
  erasedText,
  freeText,
  isPersonalText,
  isSealedText,
  openTexts,
  personalFieldsOf,
  textOfPerson,
  withoutSeals,
  type SealedText,
} from './personal.ts';

const person = z.strictObject({ personId: z.string(), name: textOfPerson(z.string(), 'personId') });
const remark = freeText(z.string().min(1));
const EVENT = '018f2c5e-7a10-7000-8000-00000000e001';
const CARRIED = '018f2c5e-7a10-7000-8000-00000000e002';
const sealed = (k = 'p/1'): SealedText => ({ $personal: 1, k, iv: 'AAAAAAAAAAAAAAAA', ct: 'AAAA' });

describe('the mark of a personal text', () => {
  it('is on the schema that was marked, and on no other', () => {
    const text = z.string();
    expect([freeText(text), textOfPerson(text, 'id')].map(isPersonalText)).toEqual([true, true]);
    expect([text, z.string(), person].map(isPersonalText)).toEqual([false, false, false]);
  });

  it.each([
    ['described', remark.describe('a remark')],
    ['with further words', remark.meta({ examples: ['x'] })],
    ['narrowed', (remark as z.ZodString).max(3)],
  ])('stays on one that is %s: no word about a field takes it off', (_what, schema) => {
    expect(isPersonalText(schema)).toBe(true);
    expect(personalFieldsOf(z.strictObject({ remark: schema }))).toEqual([{ path: 'remark' }]);
  });

  it('changes nothing of what the schema takes', () => {
    expect(remark.safeParse('').success).toBe(false);
    expect(remark.parse(' a ')).toBe(' a ');
  });
});

describe('the personal texts of a schema', () => {
  it.each<[string, z.ZodType, readonly object[]]>([
    ['none', z.strictObject({ name: z.string(), at: z.array(z.strictObject({ day: z.string() })) }), []],
    ['a person', z.strictObject({ person }), [{ path: 'person.name', personId: 'person.personId' }]],
    ['free text', z.strictObject({ remark }), [{ path: 'remark' }]],
    ['one that may be left out', z.strictObject({ remark: remark.optional() }), [{ path: 'remark' }]],
    ['one that may be null', z.strictObject({ remark: remark.nullable() }), [{ path: 'remark' }]],
    [
      'one in a container that may be left out or null',
      z.strictObject({ person: person.optional().nullable() }),
      [{ path: 'person.name', personId: 'person.personId' }],
    ],
    ['a list of texts', z.strictObject({ agenda: z.array(remark) }), [{ path: 'agenda.*' }]],
    ['a list of lists', z.strictObject({ pages: z.array(z.array(remark)) }), [{ path: 'pages.*.*' }]],
    [
      'persons in nested lists',
      z.strictObject({ bodies: z.array(z.strictObject({ holders: z.array(person).optional() })) }),
      [{ path: 'bodies.*.holders.*.name', personId: 'bodies.*.holders.*.personId' }],
    ],
    [
      'several, in the order of the schema',
      z.strictObject({ president: person, by: remark, deputy: person }),
      [
        { path: 'president.name', personId: 'president.personId' },
        { path: 'by' },
        { path: 'deputy.name', personId: 'deputy.personId' },
      ],
    ],
  ])('%s', (_what, schema, fields) => {
    expect(personalFieldsOf(schema)).toEqual(fields);
  });

  it.each<[string, z.ZodType]>([
    ['a union', z.union([z.strictObject({ remark }), z.strictObject({ other: z.string() })])],
    ['a record', z.record(z.string(), remark)],
    ['a tuple', z.tuple([remark])],
    ['a pipe', remark.pipe(z.string())],
    ['a default', remark.default('x')],
  ])('in %s is refused: its texts would be stored in clear', (_what, schema) => {
    expect(() => personalFieldsOf(z.strictObject({ schema }))).toThrow('schema: a personal text in');
  });

  it.each(Object.entries(contracts).flatMap(([context, events]) => Object.keys(events).map((name) => [context, name])))(
    'are found in %s.%s',
    (context, name) => {
      const definition = (
        contracts as Readonly<Record<string, Readonly<Record<string, { readonly schema: z.ZodType }>>>>
      )[context]?.[name];
      expect(() => personalFieldsOf(definition?.schema ?? z.never())).not.toThrow();
    },
  );
});

describe('a sealed text', () => {
  it.each([
    ['a person’s', sealed()],
    ['a stream’s', sealed('governance.meeting-1/12')],
  ])('is one: %s', (_what, text) => expect(isSealedText(text)).toBe(true));

  it.each<[string, unknown]>([
    ['text', 'sealed'],
    ['nothing', null],
    ['another version', { ...sealed(), $personal: 2 }],
    ['a key without a number', sealed('p')],
    ['a key of number zero', sealed('p/0')],
    ['a vector that is too short', { ...sealed(), iv: 'AAAA' }],
    ['no ciphertext', { ...sealed(), ct: '' }],
    ['a member more', { ...sealed(), alg: 'none' }],
  ])('is none: %s', (_what, value) => expect(isSealedText(value)).toBe(false));
});

describe('data without seals', () => {
  const fields = personalFieldsOf(z.strictObject({ person, agenda: z.array(remark), by: remark.optional() }));

  it('have a text of no meaning in the place of each sealed text, and everything else as it is', () => {
    const data = { person: { personId: 'p', name: sealed() }, agenda: ['clear', sealed()], on: sealed() };
    expect(withoutSeals(data, fields)).toEqual({
      person: { personId: 'p', name: 'sealed' },
      agenda: ['clear', 'sealed'],
      on: sealed(),
    });
  });

  it.each<[string, unknown]>([
    ['in clear', { person: { personId: 'p', name: 'Ada' }, agenda: [] }],
    ['without the members', {}],
    ['of another form', { person: 'Ada', agenda: { 0: 'x' }, by: null }],
    ['that are none', null],
  ])('are the same where nothing is sealed: %s', (_what, data) => {
    expect(withoutSeals(data, fields)).toEqual(data);
  });

  it('are others than those given, which stay', () => {
    const data = Object.freeze({ by: Object.freeze(sealed()) });
    expect(withoutSeals(data, fields)).toEqual({ by: 'sealed' });
    expect(data.by).toEqual(sealed());
  });
});

describe('opening the texts of an event', () => {
  const bounds = (event: Parameters<typeof openTexts>[0]): readonly string[] => {
    const met: string[] = [];
    openTexts(event, (_text, bound) => {
      met.push(bound);
      return '';
    });
    return met;
  };

  it('meets each with its place in the record', () => {
    const data = { person: { name: sealed() }, agenda: ['clear', sealed(), { by: [sealed()] }] };
    const metadata = { actor: { id: 'a' }, evidence: [{ title: sealed(), link: sealed() }] };
    expect(bounds({ id: EVENT, data, metadata })).toEqual([
      `${EVENT}/data/person/name`,
      `${EVENT}/data/agenda/1`,
      `${EVENT}/data/agenda/2/by/0`,
      `${EVENT}/metadata/evidence/0/title`,
      `${EVENT}/metadata/evidence/0/link`,
    ]);
  });

  it('puts what it becomes in its place, and changes nothing else', () => {
    const event = { id: EVENT, type: 'x', data: { person: { personId: 'p', name: sealed() }, days: [1, null] } };
    const before = structuredClone(event);
    expect(openTexts(event, () => 'Ada')).toEqual({
      ...event,
      data: { person: { personId: 'p', name: 'Ada' }, days: [1, null] },
    });
    expect(event).toEqual(before);
  });

  it('is the event itself where nothing is sealed', () => {
    const event = { id: EVENT, data: { name: 'Ada', days: [1, { on: null }] }, metadata: { evidence: [] } };
    expect(openTexts(event, () => 'x')).toBe(event);
  });

  it('leaves out the member of a text that becomes nothing', () => {
    const event = { id: EVENT, data: {}, metadata: { evidence: [{ title: 'x', link: sealed() }] } };
    const opened = openTexts(event, () => undefined);
    expect(Object.keys(opened.metadata.evidence[0] ?? {})).toEqual(['title']);
  });

  it('opens what an event carries at its own id, also where that one carries another', () => {
    const inner = { id: CARRIED, data: { reason: sealed() } };
    expect(bounds({ id: EVENT, data: { event: inner, on: '2016-01-01' } })).toEqual([`${CARRIED}/data/reason`]);
    const twice = { id: EVENT, data: { event: { id: 'between', data: { event: inner } } } };
    expect(bounds(twice)).toEqual([`${CARRIED}/data/reason`]);
    const opened = openTexts({ id: EVENT, data: { event: inner, on: 'x' } }, () => 'because');
    expect(opened.data).toEqual({ event: { id: CARRIED, data: { reason: 'because' } }, on: 'x' });
  });

  it('takes a member called event that carries none for one like others', () => {
    expect(bounds({ id: EVENT, data: { event: { title: sealed() } } })).toEqual([`${EVENT}/data/event/title`]);
  });
});

describe('what stands for a text whose key is destroyed', () => {
  it('says of what kind it was', () => {
    expect(erasedText({ k: '018f2c5e-7a10-7000-8000-00000000a001/1' })).toBe(ERASED.person);
    expect(erasedText({ k: 'governance.meeting-018f2c5e-7a10-7000-8000-00000000a001/1' })).toBe(ERASED.text);
    // As what is stored for a subject whose key is destroyed, without a number.
    expect([erasedText({ k: 'p' }), erasedText({ k: 'mergers.operation-1' })]).toEqual([ERASED.person, ERASED.text]);
  });

  it('is nothing for a link of evidence, which leads nowhere then; data may have a link that is a text', () => {
    expect(erasedAt(`${EVENT}/metadata/evidence/3/link`, { k: 'a.b/1' })).toBeUndefined();
    expect(erasedAt(`${EVENT}/metadata/evidence/3/title`, { k: 'a.b/1' })).toBe(ERASED.text);
    expect(erasedAt(`${EVENT}/data/link`, { k: 'a.b/1' })).toBe(ERASED.text);
  });
});
