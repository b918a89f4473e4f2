import { Inject, type Type } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { step } from '#libs/commands';
import { processContext, type ContextDefinition, type ProcessServices, type Runtime } from '#libs/hosting';
import { organisationStream, Register, renamer, startRuntime } from '#libs/hosting/testing';
import { eventually } from '#libs/kernel/testing';
import { handlersOf, OnEvent, Process, type Published } from '#libs/nest-transport';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { openHandlers } from './context-handlers.ts';
import { TestApplication } from './testing/test-application.ts';
import { PROCESS_SERVICES } from './tokens.ts';

const NAME = 'membership.test-second-names';

/** Gives everybody a second name, once. At `poison` it fails until it is healed. */
@Process(NAME)
class SecondNames {
  static healed = true;

  constructor(@Inject(PROCESS_SERVICES) private readonly services: ProcessServices) {}

  @OnEvent('membership.OrganisationRegistered')
  async registered(event: Published<'membership.OrganisationRegistered'>): Promise<void> {
    const { organisationId, name, since } = event.data;
    if (name === 'poison' && !SecondNames.healed) throw new TypeError('nobody is called poison');
    const { runner, clock } = this.services;
    const rename = { type: 'OrganisationRenamed', organisationId, name: `${name} II`, since } as const;
    const context = processContext(event, NAME, 'rename', clock);
    await runner.run(step(renamer, organisationStream(organisationId), rename), context);
  }
}

describe('handlers that a context lists', () => {
  let register: Register;
  let database: TestDatabase;
  const running = new Set<Runtime>();

  beforeEach(async () => {
    SecondNames.healed = true;
    register = new Register();
    register.healed = true;
    database = await createTestDatabase();
  });
  afterEach(async () => {
    for (const runtime of running) await stop(runtime);
    await database.drop();
  });

  const context = (parts: Partial<ContextDefinition> = {}): ContextDefinition => ({
    ...register.context(),
    handlers: [handlersOf(SecondNames)],
    ...parts,
  });

  async function start(parts: Partial<ContextDefinition> = {}): Promise<Runtime> {
    const { runtime } = await startRuntime([context(parts)], database, { openHandlers });
    running.add(runtime);
    return runtime;
  }

  async function stop(runtime: Runtime): Promise<void> {
    running.delete(runtime);
    await runtime.stop();
  }

  const consumer = async (runtime: Runtime) => (await runtime.standing()).consumers.find(({ name }) => name === NAME);
  const renames = async (runtime: Runtime): Promise<number> => {
    let count = 0;
    for await (const { events } of runtime.store.readAll(0n))
      count += events.filter(({ type }) => type === 'membership.OrganisationRenamed').length;
    return count;
  };

  it('run beside process managers and projections: whoever waits until all is settled waits for them', async () => {
    const runtime = await start({ processes: [register.manager] });
    await register.put(runtime, 'Alto', 'Boréa');
    await runtime.settled();
    expect(await renames(runtime)).toBe(4);
    expect(await runtime.health()).toMatchObject({
      ready: true,
      consumers: [
        { name: 'membership.test-register' },
        { name: 'membership.test-renamer' },
        { name: NAME, state: 'running', position: '6', healthy: true },
      ],
    });
  });

  it('are unhealthy by name when they fail for good, and go on when they are resumed', async () => {
    SecondNames.healed = false;
    const runtime = await start();
    await register.put(runtime, 'Alto', 'poison', 'Boréa');
    await eventually('the handler is unhealthy', async () => expect((await consumer(runtime))?.healthy).toBe(false));
    expect((await runtime.health()).ready).toBe(false);
    expect(await consumer(runtime)).toMatchObject({
      state: 'paused',
      position: '1',
      error: expect.stringContaining('nobody is called poison'),
      caughtUp: false,
    });
    SecondNames.healed = true;
    expect(await runtime.resume(NAME)).toBe(true);
    await runtime.settled();
    expect(await renames(runtime)).toBe(3);
  });

  it('go on where they were after a stop, and take no second effect beside another runtime', async () => {
    const first = await start();
    await register.put(first, 'Alto');
    await first.settled();
    const second = await start();
    await stop(first);
    await register.put(second, 'Boréa');
    await second.settled();
    expect(await renames(second)).toBe(2);
  });

  it('handle by hand in an application of a test, without a database', async () => {
    const application = await TestApplication.start([context()]);
    const { stream, event } = register.registration('Alto');
    await application.store.append(stream, 'no-stream', [event]);
    await application.react();
    await application.react();
    const names: unknown[] = [];
    for await (const { data } of application.store.read(stream)) names.push(data['name']);
    expect(names).toEqual(['Alto', 'Alto II']);
    await application.stop();
  });

  describe('are refused', () => {
    @Process('membership.test-forgotten')
    class Forgotten {}

    @Process('membership.test-renamer')
    class Renamer {
      @OnEvent('membership.OrganisationRegistered')
      async registered(): Promise<void> {
        await Promise.resolve();
      }
    }

    const refusalOf = (handlers: readonly Type[]) =>
      TestApplication.start([context({ handlers: handlers.map(handlersOf), processes: [register.manager] })]);

    it('without a method that handles', async () => {
      await expect(refusalOf([Forgotten])).rejects.toMatchObject({
        name: 'InvalidHandlers',
        complaints: [{ code: 'NO_HANDLERS', found: 'Forgotten without a handler' }],
      });
    });

    it('under the name of a process manager', async () => {
      await expect(refusalOf([Renamer])).rejects.toMatchObject({
        name: 'InvalidHandlers',
        complaints: [{ code: 'NAME_TAKEN', found: 'membership.test-renamer on Renamer and on a process manager' }],
      });
    });
  });
});
