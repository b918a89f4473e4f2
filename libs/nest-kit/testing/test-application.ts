import { pino } from 'pino';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { UnitOfWork, type Role } from '#libs/commands';
import { catalog } from '#libs/contracts';
import { PersonalTexts, type EventStore } from '#libs/event-store';
import { MemoryEventStore, MemoryKeyRing } from '#libs/event-store/memory';
import {
  commandKeyOf,
  fire,
  grantsOf,
  react,
  readConfig,
  type ContextDefinition,
  type ManagerServices,
  type QueryRow,
} from '#libs/hosting';
import { Telemetry } from '#libs/hosting/telemetry';
import { MemoryActors, MemoryReadModels } from '#libs/hosting/testing';
import type { ReadOptions, RecordedEvent } from '#libs/kernel';
import { CountedIds, ManualClock } from '#libs/kernel/testing';
import type { AnyProcessManager } from '#libs/process-managers';
import { busOf, createApplication, type ApplicationOptions } from '../application.ts';
import { moduleOver } from '../context-module.ts';
import { startAuthentication } from '../auth/authentication.ts';
import { commandAnswer } from '../openapi/command-operation.ts';
import type { DevelopmentIssuer } from '../auth/development-issuer.ts';
import { requireListed } from '../../../tests/support/require-listed.ts';

/** One HTTP answer, its body parsed. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | number | undefined>>;
  readonly body: Record<string, unknown>;
}

export interface TestRequest {
  readonly as?: Role | undefined;
  readonly clusters?: readonly string[] | undefined;
  /** Who the caller is as a person. */
  readonly person?: string | undefined;
  /** The organisations that the caller represents. */
  readonly organisations?: readonly string[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Parts {
  readonly application: NestFastifyApplication;
  readonly store: EventStore;
  readonly services: ManagerServices;
  readonly clock: ManualClock;
  readonly actors: MemoryActors;
  readonly keyRing: MemoryKeyRing;
  readonly contexts: readonly ContextDefinition[];
  readonly issue: DevelopmentIssuer['issue'];
}

/** After every day of the tests on which something happened. */
const LATER = '2022-03-31T10:00:00.000Z';

/** Contexts behind real HTTP routes, over the memory store, with a clock and ids in the hands of the test. */
export class TestApplication {
  readonly application: NestFastifyApplication;
  readonly store: EventStore;
  readonly services: ManagerServices;
  readonly clock: ManualClock;
  readonly actors: MemoryActors;
  readonly keyRing: MemoryKeyRing;
  readonly #tokens = new Map<string, string>();

  private constructor(private readonly parts: Parts) {
    ({
      application: this.application,
      store: this.store,
      services: this.services,
      clock: this.clock,
      actors: this.actors,
      keyRing: this.keyRing,
    } = parts);
  }

  static async start(
    contexts: readonly ContextDefinition[],
    environment: Readonly<Record<string, string>> = {},
    { log = pino({ level: 'silent' }), docsPath = false }: Pick<Partial<ApplicationOptions>, 'log' | 'docsPath'> = {},
  ): Promise<TestApplication> {
    const clock = new ManualClock(LATER);
    const ids = new CountedIds();
    const telemetry = new Telemetry({ kind: 'service', log });
    const actors = new MemoryActors();
    const keyRing = new MemoryKeyRing();
    const personal = new PersonalTexts({ fieldsOf: (type) => catalog.personalFields(type), keyRing });
    const store = new MemoryEventStore(catalog, telemetry.store, personal);
    const readModels = new MemoryReadModels(store);
    const unitOfWork = new UnitOfWork({ store, catalog, ids });
    const config = readConfig({
      AUTH: 'development',
      NODE_ENV: 'test',
      COMMAND_KEY: 'of the commands of every test application',
      ...environment,
    });
    const authentication = await startAuthentication(config, log);
    const services = { unitOfWork, readModels, clock, ids };
    const runtime = {
      ...services,
      store,
      grants: grantsOf(contexts),
      actors,
      keyRing,
      telemetry,
      waitForEvent: () => Promise.resolve(),
      onAnswer: requireDescribed,
      health: () => Promise.resolve({ ready: true, head: '0', unsequenced: '0', consumers: [] }),
    };
    const application = await createApplication({
      runtime,
      modules: contexts.map(moduleOver),
      authentication,
      config,
      commandKey: await commandKeyOf(config),
      log,
      // Setting it up is most of what an application takes under jest, and few suites look at it.
      docsPath,
    });
    await application.getHttpAdapter().getInstance().ready();
    const issue: Parts['issue'] = async (claims, lifetimeSeconds) => {
      if (authentication.developmentIssuer === undefined) throw new Error('a test needs the development issuer');
      return await authentication.developmentIssuer.issue(claims, lifetimeSeconds);
    };
    const withBus = { ...services, bus: busOf(application) };
    return new TestApplication({ application, store, services: withBus, clock, actors, keyRing, contexts, issue });
  }

  /** A token with these claims. */
  async tokenOf(claims: Partial<Parameters<Parts['issue']>[0]>): Promise<string> {
    return await this.parts.issue({ sub: 'test', roles: ['subscriber'], clusters: [], ...claims });
  }

  async token(role: Role = 'admin', clusters: readonly string[] = [], lifetimeSeconds?: number): Promise<string> {
    return await this.parts.issue({ sub: `test-${role}`, roles: [role], clusters: [...clusters] }, lifetimeSeconds);
  }

  async post(path: string, body: object | string, request: TestRequest = {}): Promise<TestAnswer> {
    const answer = await this.#send('POST', path, request, body);
    if (answer.status < 300) this.#requireReported(path, answer);
    return answer;
  }

  async get(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return await this.#send('GET', path, request);
  }

  /** Lets every process manager handle every event so far and fire what is due by the clock, until nothing new comes of it. */
  async react(): Promise<void> {
    for (let handled = -1n; ;) {
      const { head } = await this.store.status();
      if (head === handled) return;
      const stored = this.#events({ asStored: true });
      for (const [index, event] of (await this.#events({})).entries()) {
        const managers = this.parts.contexts
          .flatMap(({ processManagers }) => processManagers)
          .filter(({ on }) => on.includes(event.type));
        for (const manager of managers) {
          const given = manager.asStored === true ? (await stored)[index] : event;
          await this.#handle(manager, given ?? event);
        }
      }
      handled = head;
    }
  }

  async #events(options: ReadOptions): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of this.store.readAll(0n, options)) events.push(...page.events);
    return events;
  }

  async #handle(manager: AnyProcessManager, event: RecordedEvent): Promise<void> {
    await react(manager, event, this.services);
    const due = (manager.timers?.setBy(event) ?? []).filter(({ dueAt }) => dueAt <= this.clock.now());
    for (const timer of due) await fire(manager, timer, this.services);
  }

  async stop(): Promise<void> {
    await this.application.close();
    await this.store.close();
  }

  /** Every answer of every suite to a command is what its row says. @throws TypeError */
  #requireReported(path: string, { body }: TestAnswer): void {
    const [context, resource, , verb] = path.split('?')[0]?.split('/') ?? [];
    const rows = this.parts.contexts.flatMap(({ commands }) => commands.flatMap((table) => table.rows));
    const row = rows.find(({ name }) => name === `${String(context)}.${String(resource)}.${verb ?? 'create'}`);
    const parsed = row && commandAnswer(row).safeParse(body);
    if (parsed?.success === false)
      throw new TypeError(`${path} answered what its row does not describe: ${parsed.error.message}`);
  }

  /** Signed once for each caller of a suite: a token is good for an hour. */
  async #tokenOnce(claims: Parameters<Parts['issue']>[0]): Promise<string> {
    const caller = JSON.stringify(claims);
    const token = this.#tokens.get(caller) ?? (await this.tokenOf(claims));
    this.#tokens.set(caller, token);
    return token;
  }

  async #send(method: 'GET' | 'POST', path: string, request: TestRequest, body?: object | string): Promise<TestAnswer> {
    const { as: role = 'admin', clusters = [], person, organisations } = request;
    const named = organisations === undefined ? {} : { organisations: [...organisations] };
    const claims = { sub: `test-${role}`, roles: [role], clusters: [...clusters], person, ...named };
    const authorization = `Bearer ${await this.#tokenOnce(claims)}`;
    const response = await this.application.inject({
      method,
      url: path.startsWith('/') ? path : `/api/v1/${path}`,
      headers: {
        authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    const json = /[/+]json\b/.test(String(response.headers['content-type']));
    const answered = json ? response.json<Record<string, unknown>>() : { text: response.body };
    requireListed(answered);
    return { status: response.statusCode, headers: response.headers, body: answered };
  }
}

/** Every answer of every suite is what its row says. @throws TypeError */
function requireDescribed({ name, answers, mediaType }: QueryRow, answer: unknown): void {
  if (mediaType !== undefined) return;
  const parsed = answers.safeParse(JSON.parse(JSON.stringify(answer)));
  if (!parsed.success) throw new TypeError(`${name} answered what its row does not describe: ${parsed.error.message}`);
}
