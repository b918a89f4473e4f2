import { describe, expect, it } from '@jest/globals';
import { catalogOf, correctable, event } from '#libs/contracts';
import { calendarDate, instant, streamName } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { z } from 'zod';
import { toProposedEvent } from './command-context.ts';

const fields = { name: z.string(), embargoUntil: z.string().optional() };
const catalog = catalogOf({
  desk: correctable({
    Named: event('Named.', fields, { embargoField: 'embargoUntil' }),
    Noted: event('Noted.', fields, { privateField: 'embargoUntil' }),
  }),
});
const context = {
  ...{ commandId: countedUuid(1), correlationId: countedUuid(2), actor: { id: 'staff' } },
  ...{ recordedAt: instant('2016-03-31T10:00:00Z'), effectiveAt: calendarDate('2016-03-31') },
};
const visibilityOf = (type: string, data: object) =>
  toProposedEvent({ type, ...data }, streamName('desk', 'desk', '1'), countedUuid(3), context, catalog).metadata
    .visibility;

const open = { name: 'Digital League' };
const until = (embargoUntil: string) => ({ name: 'Projet N2', embargoUntil });

describe('a correction is confidential as long as the fact is', () => {
  it.each([
    ['a name without an embargo', 'NamedCorrected', { was: open, now: open }, { kind: 'public' }],
    [
      'what it was',
      'NamedCorrected',
      { was: until('2017-03-28'), now: open },
      { kind: 'embargoed', until: '2017-03-28' },
    ],
    [
      'what it is',
      'NamedCorrected',
      { was: open, now: until('2017-03-28') },
      { kind: 'embargoed', until: '2017-03-28' },
    ],
    [
      'the later of both',
      'NamedCorrected',
      { was: until('2017-03-28'), now: until('2016-12-31') },
      { kind: 'embargoed', until: '2017-03-28' },
    ],
    ['what is voided', 'NamedVoided', { was: until('2017-03-28') }, { kind: 'embargoed', until: '2017-03-28' }],
    ['a private one', 'NotedVoided', { was: until('2017-03-28') }, { kind: 'private' }],
    ['a private one that is open now', 'NotedCorrected', { was: until('2017-03-28'), now: open }, { kind: 'private' }],
    ['one that was never private', 'NotedCorrected', { was: open, now: open }, { kind: 'public' }],
  ])('%s', (_what, type, data, visibility) => {
    expect(visibilityOf(type, data)).toEqual(visibility);
  });
});
