import { describe, expect, it } from '@jest/globals';
import { calendarDate, type RecordedEvent } from '#libs/kernel';
import { CountedIds, ManualClock } from '#libs/kernel/testing';
import { recorded } from '#libs/projections/testing';
import { managerContext } from './reactions.ts';
import { systemClock, systemIds } from './clock.ts';

const clock = new ManualClock('2016-05-01T10:00:00.000Z');
const [first, second] = recorded([
  { type: 'shelf.BookPut', data: {}, effectiveAt: '2016-03-31' },
  { type: 'shelf.BookPut', data: {}, effectiveAt: '2016-03-31' },
]) as [RecordedEvent, RecordedEvent];

describe('the context of a reaction', () => {
  it('has an id that follows from event, manager and part, whenever it is handled', () => {
    const before = managerContext(first, 'shelf.tidy', 'a', clock);
    clock.advanceMs(60_000);
    expect(managerContext(first, 'shelf.tidy', 'a', clock).commandId).toBe(before.commandId);
    const others = [
      managerContext(second, 'shelf.tidy', 'a', clock),
      managerContext(first, 'shelf.sort', 'a', clock),
      managerContext(first, 'shelf.tidy', 'b', clock),
    ].map(({ commandId }) => commandId);
    expect(new Set([before.commandId, ...others]).size).toBe(4);
  });

  it('says what caused it, acts as the manager, and stands on the day of the event', () => {
    expect(managerContext(first, 'shelf.tidy', 'a', clock)).toMatchObject({
      actor: { id: 'process:shelf.tidy' },
      causationId: first.id,
      correlationId: first.metadata.correlationId,
      effectiveAt: '2016-03-31',
      recordedAt: clock.now(),
    });
  });

  it('stands on another day where one is given, and carries the trace on', () => {
    const traced = { ...first, metadata: { ...first.metadata, traceparent: '00-trace' } };
    const context = managerContext(traced, 'shelf.tidy', 'a', clock, calendarDate('2017-01-01'));
    expect(context).toMatchObject({ effectiveAt: '2017-01-01', traceparent: '00-trace' });
    expect(managerContext(first, 'shelf.tidy', 'a', clock)).not.toHaveProperty('traceparent');
  });
});

describe('the machine', () => {
  it('gives instants that do not go back, and ids that sort by when they were drawn', () => {
    const [one, two] = [systemClock.now(), systemClock.now()];
    expect(one <= two).toBe(true);
    const ids = Array.from({ length: 100 }, () => systemIds.next());
    expect(ids.toSorted()).toEqual(ids);
    expect(ids[0]?.[14]).toBe('7');
    expect(new CountedIds().next()).not.toBe(ids[0]);
  });
});
