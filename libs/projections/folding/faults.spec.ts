import { describe, expect, it } from '@jest/globals';
import { MissingPosition } from '#libs/kernel';
import { documentText, faultOf, isDataFault, isTransient, positionOf, UnstorableDocument } from './faults.ts';
import { PoisonEvent } from './fold.ts';
import { credited } from '../test/histories.ts';
import { recorded } from '../testing/index.ts';

const [event] = recorded([credited('a', 1)], 7n);
const poison = event === undefined ? undefined : new PoisonEvent('bank.x', event, new TypeError('why'));
const coded = (code: string) => Object.assign(new Error('sql'), { code });
const named = (name: string) => Object.assign(new Error('x'), { name });

describe('what a fault means', () => {
  it.each([
    ['an invalid date', coded('22008'), true, false],
    ['a broken constraint', coded('23505'), true, false],
    ['a row too large for an index', coded('54000'), true, false],
    ['a document that is not JSON', new UnstorableDocument(['a'], 'x'), true, false],
    ['a connection that broke', coded('08006'), false, true],
    ['a serialisation failure', coded('40001'), false, true],
    ['too many connections', coded('53300'), false, true],
    ['a server that goes down', coded('57P01'), false, true],
    ['a refused connection', coded('ECONNREFUSED'), false, true],
    ['a reset connection', coded('ECONNRESET'), false, true],
    ['a connection that ended without a code', new Error('Connection terminated unexpectedly'), false, true],
    ['a closed store', named('StoreUnavailable'), false, true],
    ['a table that is gone', coded('42P01'), false, false],
    ['a bug', new TypeError('x is not a function'), false, false],
    ['nothing', undefined, false, false],
  ])('%s', (_what, error, data, transient) => {
    expect([isDataFault(error), isTransient(error)]).toEqual([data, transient]);
  });

  it('a poison event stops at itself, a hole at its position, anything else where the model stands', () => {
    expect(positionOf(poison, 3n)).toBe(7n);
    expect(positionOf(new MissingPosition(9n), 3n)).toBe(9n);
    expect(positionOf(new Error('x'), 3n)).toBe(3n);
  });

  it('names the event', () => {
    expect(faultOf(poison)).toEqual({
      message: 'why',
      stream: 'bank.spec-1',
      type: 'bank.Credited',
      eventId: event?.id,
    });
    expect(faultOf(new Error('x'))).toEqual({ message: 'x' });
  });

  it('a document has to be JSON', () => {
    expect(documentText({ a: [1, 'x'] }, 'a')).toBe('{"a":[1,"x"]}');
    expect(() => documentText({ big: 1n }, 'a')).toThrow(UnstorableDocument);
  });
});
