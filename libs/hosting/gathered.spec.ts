import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel';
import { recorded } from '#libs/projections/testing';
import type { AnyProcessManager } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { Gathered } from './gathered.ts';

const page = recorded<Record<'shelf.BookPut', object>>(
  Array.from({ length: 100 }, () => ({ type: 'shelf.BookPut', data: {} })),
);
const first = page[0]!;
const readModels = {} as ReadModels;
const placeOf = ({ id }: RecordedEvent) => page.findIndex((event) => event.id === id);

/** Finds for each event how many commands had been sent when it was asked; notes what was asked in which moment. */
class Library {
  readonly asked: number[][] = [];
  sent = 0;
  isAway = false;
  readonly gathered: Gathered;

  constructor() {
    const manager: AnyProcessManager = {
      ...{ name: 'shelf.tidy', on: ['shelf.BookPut'], commands: [], reads: [], react: () => [] },
      gather: (event) => {
        this.asked.at(-1)?.push(placeOf(event));
        return this.isAway ? Promise.reject(new Error('the line is busy')) : Promise.resolve(this.sent);
      },
    };
    this.gathered = new Gathered(manager, readModels);
  }

  async handle(event: RecordedEvent): Promise<unknown> {
    this.asked.push([]);
    return await this.gathered.of(event);
  }

  send(): void {
    this.gathered.forget();
    this.sent += 1;
  }
}

describe('what is gathered for the events of a page', () => {
  it('is asked for once for each, and for more together the longer nothing follows, up to thirty-two', async () => {
    const library = new Library();
    library.gathered.expect(page);
    for (const event of page) await library.handle(event);
    expect(library.asked.flat()).toEqual(page.map(placeOf));
    expect(library.asked.map(({ length }) => length).filter((length) => length > 0)).toEqual([
      ...[1, 2, 4, 8, 16, 32],
      // What is left of the page.
      ...[32, 5],
    ]);
  });

  it('is never from before a command that an event of the page led to', async () => {
    const library = new Library();
    library.gathered.expect(page);
    for (const event of page) {
      expect(await library.handle(event)).toBe(library.sent);
      if (placeOf(event) % 7 === 3) library.send();
    }
    expect(library.sent).toBe(14);
  });

  it('costs nothing more where every event leads to a command', async () => {
    const library = new Library();
    library.gathered.expect(page);
    for (const event of page) {
      await library.handle(event);
      library.send();
    }
    expect(library.asked.flat()).toEqual(page.map(placeOf));
  });

  it('is asked for anew at its turn where it failed ahead of it, and fails again only if it still does', async () => {
    const library = new Library();
    library.gathered.expect(page);
    await library.handle(first);
    library.isAway = true;
    await expect(library.handle(page[1]!)).rejects.toThrow('the line is busy');
    library.isAway = false;
    expect(await library.handle(page[2]!)).toBe(0);
  });

  it('is asked for anew when an event is handled again', async () => {
    const library = new Library();
    library.gathered.expect(page);
    await library.handle(first);
    library.sent = 1;
    expect(await library.handle(first)).toBe(1);
  });

  it('is of an event of no page, too', async () => {
    expect(await new Library().handle(first)).toBe(0);
  });
});
