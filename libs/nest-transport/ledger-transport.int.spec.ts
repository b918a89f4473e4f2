import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { eventually } from '#libs/kernel/testing';
import { resumeConsumer } from '#libs/messaging';
import { LedgerContext, OnEvent, ProcessManager, type Published } from './index.ts';
import { gate, LedgerBench } from './test/ledger-bench.ts';

type Registered = Published<'membership.OrganisationRegistered'>;

const NAME = 'spec.names';

/** Writes down what it was given; a test says what else it does. */
class Notes {
  readonly met: string[] = [];
  act: (event: Registered, context: LedgerContext) => Promise<void> = () => Promise.resolve();

  async take(event: Registered, context: LedgerContext): Promise<void> {
    await this.act(event, context);
    this.met.push(`${String(context.position)} ${event.data.name}`);
  }
}

@ProcessManager(NAME)
class NamesHandler {
  constructor(private readonly notes: Notes) {}

  @OnEvent('membership.OrganisationRegistered')
  async registered(event: Registered, context: LedgerContext): Promise<void> {
    await this.notes.take(event, context);
  }
}

@ProcessManager('spec.echoes')
class EchoesHandler {
  constructor(private readonly notes: Notes) {}

  @OnEvent('membership.OrganisationRegistered', 'membership.OrganisationRenamed')
  async named({ data, position }: Published<'membership.OrganisationRegistered' | 'membership.OrganisationRenamed'>) {
    await Promise.resolve();
    this.notes.met.push(`echo ${String(position)} ${data.name}`);
  }
}

describe('the ledger as a transport of Nest', () => {
  let bench: LedgerBench;
  let notes: Notes;
  beforeEach(async () => {
    bench = await LedgerBench.open();
    notes = new Notes();
  });
  afterEach(() => bench.close());

  const start = () => bench.start({ controllers: [NamesHandler], providers: [{ provide: Notes, useValue: notes }] });
  const startBoth = () =>
    bench.start({ controllers: [NamesHandler, EchoesHandler], providers: [{ provide: Notes, useValue: notes }] });

  it('hands each event to its handler as it was read, in ledger order, with a context', async () => {
    const contexts: LedgerContext[] = [];
    const events: Registered[] = [];
    notes.act = (event, context) => {
      events.push(event);
      contexts.push(context);
      return Promise.resolve();
    };
    const published = await bench.publish('{"looks": "like JSON"}', '[1, 2]', 'Alto');
    await start();
    await bench.handledUpTo(NAME, 3n);
    expect(events).toEqual(published);
    expect(events.map(({ data }) => data.name)).toEqual(['{"looks": "like JSON"}', '[1, 2]', 'Alto']);
    expect(contexts.map(({ manager, position, signal }) => [manager, position, signal.aborted])).toEqual([
      [NAME, 0n, false],
      [NAME, 1n, false],
      [NAME, 2n, false],
    ]);
    expect(contexts.map(({ event }) => event)).toEqual(published);
  });

  it('gives each class a position of its own: one that fails holds no other up, and none runs again with it', async () => {
    notes.act = ({ data }) => (data.name === 'b' ? Promise.reject(new TypeError('b')) : Promise.resolve());
    await bench.publish('a', 'b', 'c');
    await bench.harness.publish([{ stream: bench.samples.organisation(), event: bench.samples.renamed('d') }]);
    await startBoth();
    await bench.handledUpTo('spec.echoes', 4n);
    await bench.paused(NAME);
    expect(notes.met.filter((line) => !line.startsWith('echo'))).toEqual(['0 a']);
    expect(notes.met.filter((line) => line.startsWith('echo'))).toEqual([
      'echo 0 a',
      'echo 1 b',
      'echo 2 c',
      'echo 3 d',
    ]);
  });

  it('moves the position after the promise of the handler, and not before', async () => {
    const { opened, open } = gate();
    notes.act = () => opened;
    await bench.publish('a');
    await start();
    await eventually('the consumer has a row', async () => expect(await bench.status(NAME)).toBeDefined());
    await bench.publish('b');
    expect((await bench.status(NAME))?.position).toBe(0n);
    open();
    await bench.handledUpTo(NAME, 2n);
    expect(notes.met).toEqual(['0 a', '1 b']);
  });

  it('gives an event again, with the same position, when it was lost between effect and position', async () => {
    let taken = 0;
    notes.act = async () => {
      taken += 1;
      if (taken > 1) return;
      // Somebody else took over meanwhile: what a process looks like that was killed there.
      await bench.pool.query('update grappe.consumers set epoch = epoch + 100');
      await bench.pool.query('update grappe.leases set epoch = epoch + 100');
    };
    await bench.publish('a');
    await start();
    await bench.handledUpTo(NAME, 1n);
    expect(notes.met).toEqual(['0 a', '0 a']);
  });

  describe('when a handler fails', () => {
    it('tries again what may pass by itself, and reports it', async () => {
      let tries = 0;
      notes.act = () => (++tries < 3 ? Promise.reject(new Error('the line is busy')) : Promise.resolve());
      await bench.publish('a');
      await start();
      await bench.handledUpTo(NAME, 1n);
      expect(notes.met).toEqual(['0 a']);
      expect(bench.faults).toEqual([`${NAME}: the line is busy`, `${NAME}: the line is busy`]);
    });

    it.each([
      ['an error', new Error('the registry is away'), 3],
      ['a TypeError', new TypeError('undefined is not a function'), 1],
      ['a RangeError', new RangeError('invalid length'), 1],
      ['something that is no error', 'a word', 3],
    ])('pauses its consumer there with the error as it was thrown: %s', async (_what, error, tries) => {
      let tried = 0;
      notes.act = ({ data }) => {
        if (data.name !== 'b') return Promise.resolve();
        tried += 1;
        throw error as Error;
      };
      const [, failing] = await bench.publish('a', 'b', 'c');
      const { transport } = await start();
      await bench.paused(NAME);
      expect(tried).toBe(tries);
      expect(notes.met).toEqual(['0 a']);
      const message = typeof error === 'string' ? error : error.message;
      expect(await transport.consumerStatus()).toMatchObject([
        { name: NAME, state: 'paused', position: 1n, error: { message, eventId: failing?.id } },
      ]);
    });

    it('goes on with that event when it is resumed', async () => {
      let isMended = false;
      notes.act = () => (isMended ? Promise.resolve() : Promise.reject(new TypeError('not yet')));
      await bench.publish('a', 'b');
      await start();
      await bench.paused(NAME);
      isMended = true;
      await resumeConsumer(bench.pool, NAME);
      await bench.handledUpTo(NAME, 2n);
      expect(notes.met).toEqual(['0 a', '1 b']);
    });
  });

  it('keeps the lease of a handler that takes longer than it holds: nobody else begins', async () => {
    const { opened, open } = gate();
    notes.act = () => opened;
    await bench.publish('a');
    const short = { leaseTtlMs: 1_500 };
    const providers = [{ provide: Notes, useValue: notes }];
    await bench.start({ controllers: [NamesHandler], providers }, short);
    const other = new Notes();
    await bench.start({ controllers: [NamesHandler], providers: [{ provide: Notes, useValue: other }] }, short);
    const expiry = async () =>
      (await bench.pool.query<{ at: number }>('select extract(epoch from expires_at)::float8 as at from grappe.leases'))
        .rows[0]?.at;
    await eventually('the lease is taken', async () => expect(await expiry()).toBeDefined());
    const first = (await expiry()) ?? 0;
    await eventually('the lease is prolonged', async () => expect((await expiry()) ?? 0).toBeGreaterThan(first + 1.6));
    open();
    await bench.handledUpTo(NAME, 1n);
    expect([notes.met, other.met]).toEqual([['0 a'], []]);
  });

  it('runs a consumer in one application at a time; another takes over when it ends', async () => {
    const first = await start();
    const other = new Notes();
    await bench.publish('a');
    await bench.handledUpTo(NAME, 1n);
    await bench.start({ controllers: [NamesHandler], providers: [{ provide: Notes, useValue: other }] });
    await bench.publish('b');
    await bench.handledUpTo(NAME, 2n);
    expect(other.met).toEqual([]);
    await first.application.close();
    await bench.publish('c');
    await bench.handledUpTo(NAME, 3n);
    expect([notes.met, other.met]).toEqual([['0 a', '1 b'], ['2 c']]);
  });

  it('when it is closed finishes the event at hand, begins no other, and gives its lease back', async () => {
    const { opened, open } = gate();
    const signals: AbortSignal[] = [];
    notes.act = (_event, { signal }) => {
      signals.push(signal);
      return opened;
    };
    await bench.publish('a', 'b');
    const { application } = await start();
    await eventually('the handler runs', () => expect(signals).toHaveLength(1));
    const closed = application.close();
    await eventually('the handler is aborted', () => signals.every(({ aborted }) => aborted));
    open();
    await closed;
    expect(notes.met).toEqual(['0 a']);
    expect((await bench.status(NAME))?.position).toBe(1n);
    expect((await bench.pool.query('select holder from grappe.leases')).rows).toEqual([{ holder: null }]);
  });

  it('has its state as Nest asks for it, and no server object', async () => {
    const { application, transport } = await start();
    expect(await firstValueFrom(application.status)).toBe('running');
    expect(() => application.unwrap()).toThrow('no server');
    expect(await transport.consumerStatus()).toMatchObject([{ name: NAME, state: 'running', position: 0n }]);
    await application.close();
    expect(await firstValueFrom(application.status)).toBe('stopped');
  });

  it('has no consumers before it listens', async () => {
    expect(await bench.transport().consumerStatus()).toEqual([]);
  });
});
