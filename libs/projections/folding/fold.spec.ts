import { describe, expect, it } from '@jest/globals';
import { applyEvents, PoisonEvent, messageOf, touchesOf, UnexpectedDocument } from './fold.ts';
import type { EventHandler, Projection } from '../projection.ts';
import { accounts } from '../test/accounts.ts';
import { closed, credited, moved, opened, renamed, type BankEvent } from '../test/histories.ts';
import { recorded } from '../testing/index.ts';

const fold = (projection: Projection, ...events: readonly BankEvent[]) => {
  const documents = new Map<string, object | undefined>();
  try {
    applyEvents(projection, recorded(events), documents);
    return { documents, poison: undefined };
  } catch (error) {
    if (error instanceof PoisonEvent) return { documents, poison: error };
    throw error;
  }
};

const withKeys = (keys: unknown): Projection => ({
  ...accounts,
  on: { 'bank.Credited': { does: 'upserts', keys: () => keys as string, evolve: () => ({ n: 1 }) } },
});

describe('the fold', () => {
  it('passes by what the projection does not read', () => {
    expect(touchesOf(accounts, recorded([opened('x')]))).toEqual({ touches: [], poison: undefined });
  });

  it('applies one event to each of its documents', () => {
    const { documents } = fold(accounts, credited('a', 5), moved('a', 'b', 2));
    expect(documents.get('a')).toMatchObject({ balance: 3 });
    expect(documents.get('b')).toMatchObject({ balance: 2 });
  });

  it('removes a document, and begins anew after it', () => {
    const { documents } = fold(accounts, credited('a', 5), closed('a'), credited('a', 1));
    expect(documents.get('a')).toEqual({ account: 'a', balance: 1, amounts: [1] });
  });

  it.each<[EventHandler<unknown, object>['does'], BankEvent[], string | undefined]>([
    ['creates', [credited('a', 1), credited('a', 2)], 'creates the document a, which is there already'],
    ['updates', [credited('a', 1)], 'updates the document a, and there is none'],
    ['removes', [credited('a', 1)], 'removes the document a, and there is none'],
    ['upserts', [credited('a', 1), credited('a', 2)], undefined],
  ])('an event that %s finds what it says, or is poison', (does, events, message) => {
    const doing: Projection = {
      ...accounts,
      on: { 'bank.Credited': { does, keys: () => 'a', evolve: () => ({ n: 1 }) } },
    };
    const { documents, poison } = fold(doing, ...events);
    if (message === undefined) expect(poison).toBeUndefined();
    else {
      const { id, position } = recorded(events).at(-1) ?? { id: '', position: 0n };
      const where = { projection: accounts.name, key: 'a', eventId: id, type: 'bank.Credited', position };
      expect(poison?.reason).toBeInstanceOf(UnexpectedDocument);
      expect(poison?.reason).toMatchObject(where);
      expect(poison?.message).toContain(message);
      expect(documents.size).toBe(events.length - 1);
    }
  });

  it('touches a document once, though an event names it twice', () => {
    expect(fold(accounts, moved('a', 'a', 2)).documents.get('a')).toMatchObject({ amounts: [-2] });
  });

  it('an event without keys touches nothing', () => {
    expect(touchesOf(withKeys([]), recorded([credited('a', 1)])).touches).toEqual([]);
  });

  it('stops at the first poison event, with everything before it applied', () => {
    const { documents, poison } = fold(accounts, credited('a', 1), renamed('a', 'poison'), credited('a', 2));
    expect(poison).toBeInstanceOf(PoisonEvent);
    expect(poison).toMatchObject({ event: { position: 1n }, projection: 'bank.open-accounts' });
    expect(poison?.message).toBe(
      'bank.open-accounts stops at position 1 (bank.Renamed of bank.spec-1): nobody is called poison',
    );
    expect(documents.get('a')).toMatchObject({ amounts: [1] });
  });

  it('applies an event to all of its documents or to none', () => {
    const halfBroken: Projection = {
      ...accounts,
      on: {
        'bank.Moved': {
          does: 'upserts',
          keys: () => ['a', 'b'],
          evolve: (_before: object | undefined, _event: unknown, key: string) => {
            if (key === 'b') throw new Error('no');
            return { key };
          },
        },
      },
    };
    const { documents, poison } = fold(halfBroken, moved('a', 'b', 1));
    expect(poison?.message).toMatch(/: no$/);
    expect([...documents]).toEqual([]);
  });

  it.each([[''], [undefined], [7], [['a', '']], [[null]]])('takes %j for no key: poison', (keys) => {
    const { touches, poison } = touchesOf(withKeys(keys), recorded([credited('a', 1)]));
    expect(touches).toEqual([]);
    expect(poison).toMatchObject({ event: { position: 0n } });
  });

  it.each([
    [new Error('a'), 'a'],
    [{ message: 'of another realm' }, 'of another realm'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('says why: %p', (reason, text) => {
    expect(messageOf(reason)).toBe(text);
  });
});
