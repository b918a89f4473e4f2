import { setTimeout as delay } from 'node:timers/promises';
import { ServiceProcess } from '../system/distributed/service-process.ts';

export interface ProgramSpec {
  /** What it is called here; several processes may run one program. */
  readonly label: string;
  /** The folder under `apps/`. */
  readonly program: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
}

const RESTART_MS = 100;

/** A process that is started again whenever it ends, as the launcher of the system does; until it is released. */
export class Supervised {
  #process: ServiceProcess | undefined;
  #isReleased = false;
  #isDown = false;
  #watching: Promise<void> = Promise.resolve();
  /** Exit codes of the times it ended without having been killed from here. */
  readonly endedByItself: (number | null)[] = [];

  constructor(readonly spec: ProgramSpec) {}

  get url(): string {
    return `http://127.0.0.1:${String(this.spec.port)}`;
  }

  start(): void {
    this.#watching = this.#watch();
  }

  /** SIGKILL; it is started again by itself. */
  async kill(): Promise<void> {
    this.#isDown = true;
    await this.#process?.end('SIGKILL');
  }

  /** SIGSTOP: alive, and silent to everybody. */
  pause(): void {
    this.#process?.signal('SIGSTOP');
  }

  goOn(): void {
    this.#process?.signal('SIGCONT');
  }

  async ready(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
        () => undefined,
      );
      if (answer?.ok === true) return;
      await delay(RESTART_MS);
    }
  }

  /** Ends it for good. */
  async release(): Promise<void> {
    this.#isReleased = true;
    this.goOn();
    await this.#process?.end('SIGKILL');
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#isReleased) {
      const { program, environment, port } = this.spec;
      this.#process = await ServiceProcess.spawn(program, environment, port);
      const code = await this.#process.ended();
      if (this.#released()) return;
      if (!this.#isDown) this.endedByItself.push(code);
      this.#isDown = false;
      await delay(RESTART_MS);
    }
  }

  #released(): boolean {
    return this.#isReleased;
  }
}
