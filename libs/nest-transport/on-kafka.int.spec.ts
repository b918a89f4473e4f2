import { Catch, type ExceptionFilter } from '@nestjs/common';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { of, type Observable } from 'rxjs';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { eventually } from '#libs/kernel/testing';
import { resumeConsumer } from '#libs/messaging';
import { describeWithKafka, testBrokers, TopicsHarness } from '#libs/messaging/kafka/testing';
import { LedgerContext, OnEvent, ProcessManager, type Published } from './index.ts';
import { gate, LedgerBench } from './test/ledger-bench.ts';

type Registered = Published<'membership.OrganisationRegistered'>;

const NAME = 'spec.names';
const CONTEXTS = ['membership', 'incubation'];

/** What a test lets handlers do, and what they were given. */
class Notes {
  readonly met: string[] = [];
  act: (event: Registered) => Promise<void> = () => Promise.resolve();
}

@ProcessManager(NAME)
class NamesHandler {
  constructor(private readonly notes: Notes) {}

  @OnEvent('membership.OrganisationRegistered')
  async registered(event: Registered, { position }: LedgerContext): Promise<void> {
    this.notes.met.push(`${String(position)} ${event.data.name}`);
    await this.notes.act(event);
  }
}

@Catch()
class SwallowingFilter implements ExceptionFilter {
  catch(): Observable<string> {
    return of('all is well');
  }
}

@ProcessManager('spec.places')
class PlacesHandler {
  readonly met: string[] = [];

  @OnEvent('membership.OrganisationRegistered')
  async registered({ position }: Registered): Promise<void> {
    await Promise.resolve();
    this.met.push(`organisation ${String(position)}`);
  }

  @OnEvent('incubation.IncubatorOpened')
  async opened({ position }: Published<'incubation.IncubatorOpened'>): Promise<void> {
    await Promise.resolve();
    this.met.push(`incubator ${String(position)}`);
  }
}

describeWithKafka('the ledger as a transport of Nest, on real topics', () => {
  let bench: LedgerBench;
  let notes: Notes;
  beforeEach(async () => {
    const store = new MemoryEventStore(catalog);
    bench = await LedgerBench.open(() => TopicsHarness.open({ brokers: testBrokers(), store, contexts: CONTEXTS }));
    notes = new Notes();
  });
  afterEach(() => bench.close());

  const parts = () => ({
    controllers: [NamesHandler, PlacesHandler],
    providers: [{ provide: Notes, useValue: notes }],
  });
  const incubators = (count: number) =>
    Array.from({ length: count }, () => ({
      stream: bench.samples.incubator(),
      event: bench.samples.incubatorOpened(),
    }));

  it('hands over events of several topics in the order of the ledger, as they were published', async () => {
    const seen: Registered[] = [];
    notes.act = (event) => Promise.resolve(void seen.push(event));
    const [first] = await bench.publish('{"looks": "like JSON"}');
    await bench.harness.publish(incubators(2));
    const [second] = await bench.publish('[1, 2]');
    const { application } = await bench.start(parts());
    await bench.handledUpTo('spec.places', 4n);
    await bench.handledUpTo(NAME, 4n);
    expect(seen).toEqual([first, second]);
    expect(application.get(PlacesHandler).met).toEqual([
      'organisation 0',
      'incubator 1',
      'incubator 2',
      'organisation 3',
    ]);
  });

  it.each([
    ['a TypeError', new TypeError('x is not a function')],
    ['a SyntaxError', new SyntaxError('unexpected token')],
    ['an error', new Error('the registry is away')],
  ])(
    '%s from a handler pauses its consumer with that error; another goes on; resumed, it skips nothing',
    async (_name, error) => {
      let isMended = false;
      notes.act = ({ data }) => (data.name === 'b' && !isMended ? Promise.reject(error) : Promise.resolve());
      const { transport } = await bench.start(parts());
      await bench.publish('a', 'b', 'c');
      await bench.paused(NAME);
      await bench.handledUpTo('spec.places', 3n);
      expect(await transport.consumerStatus()).toMatchObject([
        { name: NAME, state: 'paused', position: 1n, error: { message: error.message } },
        { name: 'spec.places', state: 'running', position: 3n },
      ]);
      expect(notes.met).not.toContain('2 c');
      isMended = true;
      await resumeConsumer(bench.pool, NAME);
      await bench.handledUpTo(NAME, 3n);
      expect(notes.met.slice(-2)).toEqual(['1 b', '2 c']);
    },
  );

  it('a filter that answers is no commit', async () => {
    notes.act = () => Promise.reject(new TypeError('a bug'));
    await bench.publish('a');
    await bench.start(parts(), {}, (application) => application.useGlobalFilters(new SwallowingFilter()));
    await bench.paused(NAME);
    expect(await bench.status(NAME)).toMatchObject({ position: 0n, error: { message: 'a bug' } });
  });

  it('another application takes over where the first one ended, in the middle of what was read', async () => {
    const { opened, open } = gate();
    notes.act = ({ data }) => (data.name === 'b' ? opened : Promise.resolve());
    await bench.publish('a', 'b', 'c');
    const first = await bench.start(parts());
    const other = new Notes();
    await eventually('the first application meets its second event', () => expect(notes.met).toContain('1 b'));
    await bench.start({ controllers: [NamesHandler], providers: [{ provide: Notes, useValue: other }] });
    const closed = first.application.close();
    open();
    await closed;
    await bench.handledUpTo(NAME, 3n);
    expect([notes.met, other.met]).toEqual([['0 a', '1 b'], ['2 c']]);
  });
});
