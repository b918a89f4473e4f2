import { describe, expect, it } from '@jest/globals';
import { creationEnvelopeSchema, envelopeSchema, partBody } from './envelope.ts';

const ID = '01500000-0000-7000-8000-000000000001';

describe('the envelope of a command body', () => {
  it.each([
    [
      'everything common goes to the envelope',
      { name: 'a', effectiveAt: 'd', capacity: 'c', evidence: [] },
      true,
      { effectiveAt: 'd', capacity: 'c', evidence: [] },
      { name: 'a' },
    ],
    ['an id belongs to the envelope of what is created', { id: ID, name: 'a' }, true, { id: ID }, { name: 'a' }],
    ['below a resource an id is a member like any other', { id: ID, name: 'a' }, false, {}, { id: ID, name: 'a' }],
    ['an empty body', {}, true, {}, {}],
    ['no body at all', undefined, false, {}, {}],
    ['null', null, false, {}, {}],
    ['a list is left to the schema of the command', [1], true, {}, [1]],
    ['so is a text', 'text', true, {}, 'text'],
  ])('%s', (_what, body, creates, envelope, own) => {
    expect(partBody(body, creates)).toEqual({ envelope, own });
  });

  it.each([
    ['a day that is none', { effectiveAt: '2015-02-30' }],
    ['a moment instead of a day', { effectiveAt: '2015-02-03T10:00:00Z' }],
    ['an empty capacity', { capacity: '' }],
    ['evidence without a title', { evidence: [{ link: 'https://x.example' }] }],
    ['too much evidence', { evidence: Array.from({ length: 21 }, () => ({ title: 'Minutes' })) }],
  ])('%s is refused', (_what, envelope) => {
    expect(envelopeSchema.safeParse(envelope).success).toBe(false);
  });

  it.each([[{}], [{ effectiveAt: '2016-02-29', capacity: 'board', evidence: [{ title: 'Minutes' }] }]])(
    '%j is taken',
    (envelope) => {
      expect(envelopeSchema.parse(envelope)).toEqual(envelope);
    },
  );

  it('an id is a UUID', () => {
    expect(creationEnvelopeSchema.safeParse({ id: ID }).success).toBe(true);
    expect(creationEnvelopeSchema.safeParse({ id: '7' }).success).toBe(false);
  });
});
