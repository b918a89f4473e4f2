import { describe, expect, it } from '@jest/globals';
import type { EventType } from '#libs/contracts';
import { managerNameOf, type HandlerOf } from './on-event.ts';
import { OnEvent, ProcessManager, type LedgerContext, type Published } from './index.ts';

type Fits<Handler, Types extends EventType> = Handler extends HandlerOf<Types> ? true : false;
type Registered = 'membership.OrganisationRegistered';
type Renamed = 'membership.OrganisationRenamed';

/** What the compiler lets through; a wrong line here does not compile. */
export const judged = [
  true satisfies Fits<(event: Published<Registered>, context: LedgerContext) => Promise<void>, Registered>,
  true satisfies Fits<(event: Published<Registered | Renamed>) => Promise<void>, Registered>,
  true satisfies Fits<() => Promise<void>, Registered>,
  // an event of another type
  false satisfies Fits<(event: Published<Renamed>) => Promise<void>, Registered>,
  // one of two types only
  false satisfies Fits<(event: Published<Registered>) => Promise<void>, Registered | Renamed>,
  // nobody could wait for it
  false satisfies Fits<(event: Published<Registered>) => void, Registered>,
  // Nest would be asked for a third parameter
  false satisfies Fits<
    (event: Published<Registered>, context: LedgerContext, more: string) => Promise<void>,
    Registered
  >,
];

@ProcessManager('spec.declared')
class Declared {
  @OnEvent('membership.OrganisationRegistered', 'membership.OrganisationRenamed')
  async named({ data }: Published<Registered | Renamed>): Promise<string[]> {
    return await Promise.resolve([data.name]);
  }

  @OnEvent('membership.ClusterNamed')
  async clusterNamed(): Promise<void> {
    await Promise.resolve();
  }
}

describe('a declared process manager', () => {
  it('is known by its class, without an application', () => {
    expect(managerNameOf(Declared)).toBe('spec.declared');
  });

  it('is none where nothing was declared', () => {
    expect(managerNameOf(Date)).toBeUndefined();
  });

  it('can be called as what it is, outside of any delivery', async () => {
    const event = { data: { name: 'Alto' } } as Published<Registered>;
    expect(await new Declared().named(event)).toEqual(['Alto']);
    expect(new Declared().named.name).toBe('named');
  });

  it('is of methods only', () => {
    const decorate = OnEvent('membership.OrganisationRegistered');
    expect(() => {
      decorate(Declared.prototype, 'field', {});
    }).toThrow('@OnEvent is for methods, found field');
  });
});
