import { describe, expect, it } from '@jest/globals';
import type { CommandTable } from '#libs/commands';
import { refusal } from './refusal.ts';

const table: CommandTable = {
  context: 'shelf',
  resource: 'books',
  rows: [],
  refusals: {
    SHF_FULL: { status: 409, title: 'The shelf is full.' },
    SHF_WRONG: { status: 400, title: 'The number is wrong.', path: '/number' },
    SHF_UNKNOWN: { status: 404, title: 'There is no such book.' },
  },
};

describe('a refusal at the edge', () => {
  it('has the status and the sentence of its row', () => {
    expect(refusal(table, { type: 'SHF_FULL' }).body).toEqual({
      code: 'SHF_FULL',
      status: 409,
      title: 'The shelf is full.',
    });
  });

  it('names the member that is wrong, where its row does', () => {
    const { errors } = refusal(table, { type: 'SHF_WRONG' }).body;
    expect(errors).toEqual([{ path: '/number', message: 'The number is wrong.' }]);
  });

  it('tells the guard, its source, what was found, what is required and from when', () => {
    const explained = {
      guard: 'G2',
      citation: 'art. 15-1',
      found: 'a',
      required: 'b',
      earliestLawfulDate: '2016-03-31',
      detail: 'c',
    };
    expect(refusal(table, Object.assign({ type: 'SHF_FULL' }, explained)).body).toMatchObject(explained);
  });

  it('puts the rest under facts, where nothing collides, with revisions as numbers', () => {
    const more = { status: 'drafted', title: 'x', revision: 7n };
    const { body } = refusal(table, Object.assign({ type: 'SHF_UNKNOWN' }, more));
    expect(body).toEqual({
      code: 'SHF_UNKNOWN',
      status: 404,
      title: 'There is no such book.',
      facts: { status: 'drafted', title: 'x', revision: 7 },
    });
  });

  it('without a row is a bug, not an answer', () => {
    expect(() => refusal(table, { type: 'SHF_NEW' })).toThrow(
      expect.objectContaining({ name: 'InvariantBroken', message: expect.stringContaining('SHF_NEW') }),
    );
  });
});
