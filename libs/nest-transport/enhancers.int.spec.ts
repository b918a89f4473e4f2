import {
  Catch,
  Injectable,
  Module,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type INestMicroservice,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catchError, concatMap, EMPTY, Observable, of, retry, throwError } from 'rxjs';
import { eventually } from '#libs/kernel/testing';
import { LedgerContext, OnEvent, ProcessManager, type Published } from './index.ts';
import { gate, LedgerBench } from './test/ledger-bench.ts';

type Registered = Published<'membership.OrganisationRegistered'>;

const NAME = 'spec.names';

/** What the handler does, and what it was asked for. */
class Notes {
  readonly met: string[] = [];
  act: (event: Registered) => Promise<void> = () => Promise.resolve();
}

@ProcessManager(NAME)
class NamesHandler {
  constructor(private readonly notes: Notes) {}

  @OnEvent('membership.OrganisationRegistered')
  async registered(event: Registered): Promise<void> {
    await this.notes.act(event);
    this.notes.met.push(event.data.name);
  }
}

/** Answers everything, as filters for requests do. */
@Catch()
class SwallowingFilter implements ExceptionFilter {
  catch(): Observable<string> {
    return of('all is well');
  }
}

@Module({})
class HandlersModule {}

const interceptor = (intercept: (calls: CallHandler) => Observable<unknown>): NestInterceptor => ({
  intercept: (_context, calls) => intercept(calls),
});
const guard = (canActivate: CanActivate['canActivate']): CanActivate => ({ canActivate });
const pipe = (transform: PipeTransform['transform']): PipeTransform => ({ transform });

describe('what stands around a handler', () => {
  let bench: LedgerBench;
  let notes: Notes;
  beforeEach(async () => {
    bench = await LedgerBench.open();
    notes = new Notes();
    await bench.publish('a');
  });
  afterEach(() => bench.close());

  const parts = () => ({ controllers: [NamesHandler], providers: [{ provide: Notes, useValue: notes }] });
  const start = (configure: (application: INestMicroservice) => unknown) =>
    bench.start(parts(), {}, (application) => void configure(application));
  const pausedWith = async (message: string): Promise<void> => {
    await bench.paused(NAME);
    expect(await bench.status(NAME)).toMatchObject({ position: 0n, error: { message } });
  };
  const notReached = (why = ''): string =>
    `${NAME}: membership.OrganisationRegistered at position 0 ended before its handler was called${why}`;

  describe('a filter that returns normally is no commit', () => {
    const fail = () => Promise.reject(new TypeError('a bug in the handler'));

    it('when the handler failed: its own error is in the status', async () => {
      notes.act = fail;
      await start((application) => application.useGlobalFilters(new SwallowingFilter()));
      await pausedWith('a bug in the handler');
    });

    it('also where the filter is at the method, above or below', async () => {
      @ProcessManager('spec.above')
      class Above {
        @UseFilters(SwallowingFilter)
        @OnEvent('membership.OrganisationRegistered')
        async registered(): Promise<void> {
          await fail();
        }
      }
      @ProcessManager('spec.below')
      class Below {
        @OnEvent('membership.OrganisationRegistered')
        @UseFilters(SwallowingFilter)
        async registered(): Promise<void> {
          await fail();
        }
      }
      await bench.startOf(Above, Below);
      await bench.paused('spec.above');
      await bench.paused('spec.below');
      expect((await bench.status('spec.below'))?.error?.message).toBe('a bug in the handler');
    });

    it('when a guard refused', async () => {
      await start((application) =>
        application.useGlobalFilters(new SwallowingFilter()).useGlobalGuards(guard(() => false)),
      );
      await pausedWith(notReached(': Forbidden resource'));
      expect(notes.met).toEqual([]);
    });

    it('when an interceptor failed after the handler', async () => {
      const failing = interceptor((calls) =>
        calls.handle().pipe(concatMap(() => throwError(() => new RangeError('the transaction did not commit')))),
      );
      await start((application) => application.useGlobalFilters(new SwallowingFilter()).useGlobalInterceptors(failing));
      await pausedWith('the transaction did not commit');
      expect(notes.met).toEqual(['a']);
    });
  });

  describe('a handler that was not called is no commit', () => {
    const refusals: readonly (readonly [string, (application: INestMicroservice) => unknown, string])[] = [
      ['a guard says no', (application) => application.useGlobalGuards(guard(() => false)), ': Forbidden resource'],
      [
        'a guard throws',
        (application) =>
          application.useGlobalGuards(
            guard(() => {
              throw new TypeError('who are you');
            }),
          ),
        ': who are you',
      ],
      [
        'a pipe throws',
        (application) => application.useGlobalPipes(pipe(() => Promise.reject(new Error('not valid')))),
        ': not valid',
      ],
      [
        'an interceptor answers in its place',
        (application) => application.useGlobalInterceptors(interceptor(() => of('cached'))),
        '',
      ],
      [
        'an interceptor answers nothing',
        (application) => application.useGlobalInterceptors(interceptor(() => EMPTY)),
        '',
      ],
    ];

    it.each(refusals)('%s: the consumer is paused, and the status says so', async (_what, configure, why) => {
      await start(configure);
      await pausedWith(notReached(why));
      expect(notes.met).toEqual([]);
    });
  });

  it('an interceptor that swallows the error of the handler does not make it handled', async () => {
    notes.act = () => Promise.reject(new TypeError('a bug in the handler'));
    await start((application) =>
      application.useGlobalInterceptors(interceptor((calls) => calls.handle().pipe(catchError(() => of('fine'))))),
    );
    await pausedWith('a bug in the handler');
  });

  it('an interceptor may try the handler again: its last call counts', async () => {
    let tries = 0;
    notes.act = () => (++tries < 3 ? Promise.reject(new TypeError('not yet')) : Promise.resolve());
    await start((application) =>
      application.useGlobalInterceptors(interceptor((calls) => calls.handle().pipe(retry(5)))),
    );
    await bench.handledUpTo(NAME, 1n);
    expect([tries, notes.met, bench.faults]).toEqual([3, ['a'], []]);
  });

  it('an interceptor that goes on after its answer has a handler waited for that it called', async () => {
    const { opened, open } = gate();
    let isAnswered = false;
    notes.act = () => opened;
    const hasty = interceptor(
      (calls) =>
        new Observable((answer) => {
          calls.handle().subscribe();
          setImmediate(() => {
            isAnswered = true;
            answer.complete();
          });
        }),
    );
    await start((application) => application.useGlobalInterceptors(hasty));
    await eventually('the interceptor has answered', () => isAnswered);
    expect((await bench.status(NAME))?.position).toBe(0n);
    open();
    await bench.handledUpTo(NAME, 1n);
    expect(notes.met).toEqual(['a']);
  });

  it('guards and interceptors get the process manager and the event', async () => {
    const said: string[] = [];
    const note = guard((context: ExecutionContext) => {
      const ledger = context.switchToRpc().getContext<LedgerContext>();
      said.push(`${ledger.manager} ${String(ledger.position)} ${ledger.event.type} ${String(ledger.signal.aborted)}`);
      return true;
    });
    await start((application) => application.useGlobalGuards(note));
    await bench.handledUpTo(NAME, 1n);
    expect(said).toEqual([`${NAME} 0 membership.OrganisationRegistered false`]);
  });

  it("decorators of parameters and of methods are Nest's own, in any order", async () => {
    const order: string[] = [];
    @Injectable()
    class First implements CanActivate {
      canActivate(): boolean {
        order.push('guard');
        return true;
      }
    }
    @Injectable()
    class Second implements NestInterceptor {
      intercept(_context: ExecutionContext, calls: CallHandler): Observable<unknown> {
        order.push('interceptor');
        return calls.handle();
      }
    }
    @ProcessManager('spec.decorated')
    class Decorated {
      @UseInterceptors(Second)
      @OnEvent('membership.OrganisationRegistered')
      @UseGuards(First)
      async registered(
        @Payload(
          pipe((event: Registered) => ({ ...event, data: { ...event.data, name: event.data.name.toUpperCase() } })),
        )
        event: Registered,
        @Ctx() context: LedgerContext,
      ): Promise<void> {
        await Promise.resolve();
        order.push(`${event.data.name} ${String(context.position)}`);
      }

      @OnEvent('membership.OrganisationRenamed')
      async renamed(_event: Published<'membership.OrganisationRenamed'>, @Ctx() context: LedgerContext): Promise<void> {
        await Promise.resolve();
        order.push(`${_event.data.name} ${String(context.position)}`);
      }
    }
    await bench.harness.publish([{ stream: bench.samples.organisation(), event: bench.samples.renamed('b') }]);
    await bench.startOf(Decorated);
    await bench.handledUpTo('spec.decorated', 2n);
    expect(order).toEqual(['guard', 'interceptor', 'A 0', 'b 1']);
  });

  describe('a handler that is made anew for each event', () => {
    @Injectable({ scope: Scope.REQUEST })
    class Desk {
      static made = 0;
      constructor() {
        Desk.made += 1;
        if (Desk.made > 2) throw new RangeError('no desk is free');
      }
    }

    @ProcessManager('spec.desks')
    class AtDesks {
      constructor(private readonly desk: Desk) {}

      @OnEvent('membership.OrganisationRegistered')
      async registered({ data }: Registered): Promise<void> {
        await Promise.resolve();
        notes.met.push(`${data.name} at ${this.desk.constructor.name}`);
      }
    }

    it('is called like others, and not reached when it cannot be made', async () => {
      await bench.publish('b', 'c');
      await bench.start({ controllers: [AtDesks], providers: [Desk] });
      await bench.paused('spec.desks');
      expect(notes.met).toEqual(['a at Desk', 'b at Desk']);
      expect(await bench.status('spec.desks')).toMatchObject({
        position: 2n,
        error: { message: expect.stringMatching(/^spec\.desks: .* position 2 .* was called: no desk is free$/) },
      });
    });
  });

  it('an application in which a filter could hide errors gets a TypeError', async () => {
    const strategy = bench.transport();
    const module = { module: HandlersModule, ...parts() };
    const application = await NestFactory.createMicroservice(module, { strategy, logger: false });
    await application.listen();
    await pausedWith('a filter could hide errors from the ledger: make the application with ledgerMicroservice()');
    await application.close();
  });
});
