import { pino } from 'pino';
import type { GrappeEvents } from '#libs/contracts';
import { managerCommand } from '#libs/commands';
import { KEY_BYTES } from '#libs/event-store';
import { KeyWrap } from '#libs/event-store/personal';
import { accept, aggregate, calendarDate, instant, uuid, type ProposedEvent, type Uuid } from '#libs/kernel';
import { CountedIds } from '#libs/kernel/testing';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { creates, projection } from '#libs/projections';
import { step, type AnyProcessManager } from '#libs/process-managers';
import type { ContextDefinition } from '../context.ts';
import type { RuntimeOptions } from '../open-runtime.ts';
import type { PersonalSettings } from '../personal-keys.ts';
import { Runtime } from '../runtime.ts';

/** A document of the register: what queries filter by, one column of each type. */
export interface Registered {
  readonly organisationId: string;
  readonly name: string;
  readonly kind: string;
  readonly since: string;
  readonly length: number;
  readonly isLong: boolean;
}

type Event = {
  readonly type: 'OrganisationRenamed';
  readonly organisationId: string;
  readonly name: string;
  readonly since: string;
};

/** Records a name, whatever came before. */
export const renamer = aggregate({
  context: 'membership',
  name: 'organisation',
  initial: 0,
  evolve: (count: number, _event: Event) => count + 1,
  decide: (command: Event) => accept(command),
});

export const organisationStream = (id: string) => renamer.stream(id);

const rename = managerCommand<Event>({
  name: 'membership.test-rename',
  summary: 'Gives a second name.',
  aggregate: renamer,
  run: (tx, { id, body }) => tx.decide(renamer, id, body),
});

const POISON = 'poison';

/** A context with one read model and one process manager, both of which fail at an organisation called `poison` until healed. */
export class Register {
  healed = false;
  readonly ids = new CountedIds(0x9e);

  readonly model = projection<GrappeEvents, Registered>({
    name: 'membership.test-register',
    version: 1,
    columns: {
      kind: { type: 'text', from: 'kind' },
      since: { type: 'date', from: 'since' },
      length: { type: 'integer', from: 'length' },
      is_long: { type: 'boolean', from: 'isLong' },
      name: { type: 'text', from: 'name', isSortKey: true },
    },
    indexes: [['kind']],
    searched: ['name'],
    key: 'organisationId',
    on: {
      'membership.OrganisationRegistered': creates(({ data: { organisationId, name, kind, since } }) => {
        this.#taste(name);
        return { organisationId, name, kind, since, length: name.length, isLong: name.length > 5 };
      }),
    },
  });

  /** Gives everybody a second name, once. */
  readonly manager: AnyProcessManager = {
    name: 'membership.test-renamer',
    on: ['membership.OrganisationRegistered'],
    commands: [rename],
    reads: [],
    gather: () => Promise.resolve(undefined),
    react: (event) => {
      const { organisationId, name, since } = event.data as GrappeEvents['membership.OrganisationRegistered'];
      this.#taste(name);
      const body = { type: 'OrganisationRenamed', organisationId, name: `${name} II`, since } as const;
      return [[step(rename, { key: 'rename', id: uuid(organisationId), body })]];
    },
  };

  context(parts: { readonly manager: boolean } = { manager: false }): ContextDefinition {
    return {
      name: 'membership',
      port: 0,
      aggregates: [renamer],
      commands: [],
      projections: [this.model],
      processManagers: parts.manager ? [this.manager] : [],
      queries: [],
    };
  }

  registration(name: string, kind: 'company' | 'school' | 'association' = 'company', since = '2016-01-01') {
    const organisationId = this.ids.next();
    const event: ProposedEvent = {
      id: this.ids.next(),
      type: 'membership.OrganisationRegistered',
      schemaVersion: 1,
      data: { organisationId, name, kind, since },
      metadata: {
        recordedAt: instant('2016-03-31T10:00:00Z'),
        effectiveAt: calendarDate(since),
        actor: { id: 'spec' },
        correlationId: this.ids.next(),
        visibility: { kind: 'public' },
      },
    };
    return { organisationId, event, stream: organisationStream(organisationId) };
  }

  /** Registers organisations of these names in that order; gives the id of the last event. */
  async put(runtime: Runtime, ...names: readonly string[]): Promise<Uuid> {
    let last: Uuid | undefined;
    for (const name of names) {
      const { stream, event } = this.registration(name);
      await runtime.store.append(stream, 'no-stream', [event]);
      last = event.id;
    }
    if (last === undefined) throw new TypeError('no name');
    return last;
  }

  #taste(name: string): void {
    if (name === POISON && !this.healed) throw new TypeError('nobody is called poison');
  }
}

/** Personal texts sealed, under a key-encryption key that every spec has. */
export function testPersonalSettings(): PersonalSettings {
  return { wrap: new KeyWrap(Buffer.alloc(KEY_BYTES, 7)), seals: true };
}

/** A runtime on a database of its own. */
export async function startRuntime(
  contexts: readonly ContextDefinition[],
  database?: TestDatabase,
  options: Partial<RuntimeOptions> = {},
): Promise<{ readonly runtime: Runtime; readonly database: TestDatabase }> {
  const own = database ?? (await createTestDatabase());
  const runtime = await Runtime.start({
    databaseUrl: own.url,
    contexts,
    personal: testPersonalSettings(),
    holder: 'spec',
    log: pino({ level: 'silent' }),
    readWaitMs: 400,
    leaseTtlMs: 5_000,
    ...options,
  });
  runtime.react();
  return { runtime, database: own };
}
