import { Module, type Type } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { describe, expect, it } from '@jest/globals';
import { catalog, type EventType } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { InProcessSource } from '#libs/messaging';
import { connectPool } from '#libs/postgres';
import { InvalidHandlers, LEDGER, ledgerMicroservice, LedgerTransport, OnEvent, ProcessManager } from './index.ts';

@Module({})
class HandlersModule {}

/** The error of an application of these controllers when it begins to listen; no database is needed before. */
async function refusalOf(...controllers: readonly Type[]): Promise<readonly string[]> {
  const store = new MemoryEventStore(catalog);
  const pool = connectPool('postgres://nobody@127.0.0.1:1/nowhere');
  const transport = new LedgerTransport({ source: new InProcessSource(store), pool, holder: 'spec' });
  const application = await ledgerMicroservice(
    { module: HandlersModule, controllers: [...controllers] },
    transport,
    false,
  );
  try {
    await application.listen();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidHandlers)) throw error;
    expect(error.message.split('\n')).toHaveLength(error.complaints.length);
    return error.complaints.map(({ code, found, required }) => `${code}: ${found} / ${required}`);
  } finally {
    await application.close();
    await pool.end();
    await store.close();
  }
}

const ON_EVENT = 'a method with @OnEvent in a controller class with @ProcessManager';

@ProcessManager('spec.sound')
class Sound {
  @OnEvent('membership.OrganisationRegistered')
  async registered(): Promise<void> {
    await Promise.resolve();
  }
}

describe('handlers that cannot be run are refused before anything is read', () => {
  it('two of one process manager for the same event', async () => {
    @ProcessManager('spec.double')
    class Double {
      @OnEvent('membership.OrganisationRegistered', 'membership.OrganisationRenamed')
      async one(): Promise<void> {
        await Promise.resolve();
      }
      @OnEvent('membership.OrganisationRenamed')
      async other(): Promise<void> {
        await Promise.resolve();
      }
    }
    expect(await refusalOf(Double)).toEqual([
      'SECOND_HANDLER: Double.one and Double.other of spec.double for membership.OrganisationRenamed' +
        ' / one handler of a process manager for each event',
    ]);
  });

  it('two classes of one name', async () => {
    @ProcessManager('spec.sound')
    class Another {
      @OnEvent('membership.OrganisationRenamed')
      async renamed(): Promise<void> {
        await Promise.resolve();
      }
    }
    expect(await refusalOf(Sound, Another)).toEqual([
      'NAME_TAKEN: spec.sound on Sound and Another / a name of its own for each class',
    ]);
  });

  it('one for an event that nobody publishes', async () => {
    const invented = 'membership.OrganisationDreamt' as EventType;
    @ProcessManager('spec.dreamer')
    class Dreamer {
      @OnEvent(invented)
      async dreamt(): Promise<void> {
        await Promise.resolve();
      }
    }
    expect(await refusalOf(Dreamer)).toEqual([
      'UNKNOWN_EVENT: Dreamer.dreamt for membership.OrganisationDreamt / a type of the contracts',
    ]);
  });

  it('one that is asked and answers', async () => {
    class Answering {
      answer(): string {
        return 'yes';
      }
    }
    MessagePattern({ ask: 'name' })(Answering.prototype, 'answer', descriptorOf(Answering, 'answer'));
    ProcessManager('spec.answering')(Answering);
    expect(await refusalOf(Answering)).toEqual([
      `MESSAGE_PATTERN: @MessagePattern({"ask":"name"}) / ${ON_EVENT}: events have no reply`,
    ]);
  });

  it.each([
    ['without a transport', EventPattern('membership.OrganisationRenamed')],
    ['of this transport', EventPattern('membership.OrganisationRenamed', LEDGER)],
  ])(
    "one of Nest's own patterns %s: its promise could not be distinguished from a filter's answer",
    async (_what, pattern) => {
      class Plain {
        async renamed(): Promise<void> {
          await Promise.resolve();
        }
      }
      pattern(Plain.prototype, 'renamed', descriptorOf(Plain, 'renamed'));
      ProcessManager('spec.plain')(Plain);
      expect(await refusalOf(Plain)).toEqual([
        `PLAIN_PATTERN: @EventPattern(membership.OrganisationRenamed) / ${ON_EVENT}`,
      ]);
    },
  );

  it('one in a class that is no process manager', async () => {
    class Homeless {
      @OnEvent('membership.OrganisationRenamed')
      async renamed(): Promise<void> {
        await Promise.resolve();
      }
    }
    expect(await refusalOf(Sound, Homeless)).toEqual([
      "NO_PROCESS: Homeless.renamed in a class that is no process manager / @ProcessManager('<service>.<name>') on Homeless",
    ]);
  });

  it('none at all', async () => {
    expect(await refusalOf()).toEqual([`NO_HANDLERS: no handler in any module / ${ON_EVENT}`]);
  });

  it('says everything that is wrong at once', async () => {
    @ProcessManager('spec.sound')
    class Wrong {
      @OnEvent('membership.Nothing' as EventType)
      async nothing(): Promise<void> {
        await Promise.resolve();
      }
    }
    expect((await refusalOf(Sound, Wrong)).map((line) => line.split(':')[0])).toEqual(['UNKNOWN_EVENT', 'NAME_TAKEN']);
  });
});

function descriptorOf(owner: Type, method: string): PropertyDescriptor {
  const descriptor = Object.getOwnPropertyDescriptor(owner.prototype, method);
  if (descriptor === undefined) throw new TypeError(method);
  return descriptor;
}
