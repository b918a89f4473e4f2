import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { commandOf, commandTable, type CommandTable } from '#libs/commands';
import { accept, aggregate, type DomainEventShape } from '#libs/kernel';
import { FaultLog } from '#libs/hosting';
import { refusal, refusalCheck } from './refusal.ts';

const shelf = aggregate({
  context: 'shelf',
  name: 'book',
  initial: null,
  evolve: (state: null, _event: DomainEventShape) => state,
  decide: (_command: { readonly type: 'LendBook' }) => accept<DomainEventShape>(),
});

const table: CommandTable = {
  context: 'shelf',
  resource: 'books',
  rows: [],
  refusals: {
    SHF_FULL: { status: 409, title: 'The shelf is full.' },
    SHF_WRONG: { status: 400, title: 'The number is wrong.', path: '/number' },
    SHF_UNKNOWN: { status: 404, title: 'Book not found.' },
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
      title: 'Book not found.',
      facts: { status: 'drafted', title: 'x', revision: 7 },
    });
  });

  it('without a row is a bug, not an answer', () => {
    expect(() => refusal(table, { type: 'SHF_NEW' })).toThrow(
      expect.objectContaining({ name: 'InvariantBroken', message: expect.stringContaining('SHF_NEW') }),
    );
  });
});

describe('a refusal that its row does not list', () => {
  const declared = commandOf(shelf, 'LendBook', {
    verb: 'lend',
    summary: 'Lends a book.',
    refusals: ['SHF_UNKNOWN'],
    decide: () => ({}),
  });
  const [row] = commandTable('shelf.books', table.refusals, [declared]).rows;

  const detail = 'shelf.books.lend: the row does not list SHF_FULL';

  it.each(['test', 'development'])(
    'is a fault in %s, with what is wrong, and distinguished from one that it lists',
    (environment) => {
      const check = refusalCheck(environment, new FaultLog(pino({ level: 'silent' })));
      const body = { code: 'API_INTERNAL', status: 500, detail, facts: { unlisted: detail } };
      expect(() => check(row!, { type: 'SHF_FULL' })).toThrow(
        expect.objectContaining({ body: expect.objectContaining(body) }),
      );
      expect(() => check(row!, { type: 'SHF_UNKNOWN' })).not.toThrow();
    },
  );

  it('is logged once in production, however often it is answered', () => {
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => lines.push(line) });
    const check = refusalCheck('production', new FaultLog(log));
    check(row!, { type: 'SHF_UNKNOWN' });
    for (let count = 0; count < 3; count += 1) check(row!, { type: 'SHF_FULL' });
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 50, err: detail, msg: 'unlisted refusal' }),
    ]);
  });
});
