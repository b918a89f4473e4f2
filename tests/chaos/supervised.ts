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
const PATIENCE_MS = 90_000;

/** A process that is started again whenever it ends, as the launcher of the system does; until it is released. */
export class Supervised {
  #process: ServiceProcess | undefined;
  #isReleased = false;
  #isDown = false;
  #watching: Promise<void> = Promise.resolve();
  /** Exit code and last words of each time it ended without having been killed from here. */
  readonly endedByItself: string[] = [];

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

  /** @throws with what it says of itself when it is not ready after a long while: it runs, and something in it does not */
  async ready(): Promise<void> {
    let said = 'nothing';
    for (let waited = 0; waited < PATIENCE_MS; waited += RESTART_MS) {
      const signal = AbortSignal.timeout(5_000);
      const answer = await fetch(`${this.url}/health/ready`, { signal }).catch(() => undefined);
      if (answer?.ok === true) return;
      said = (await answer?.text().catch(() => undefined)) ?? said;
      await delay(RESTART_MS);
    }
    throw new Error(`${this.spec.label} is not ready, and says: ${said}`);
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
      this.#process = await ServiceProcess.spawn(program, environment, { port });
      const code = await this.#process.untilEnded();
      if (this.#released()) return;
      if (!this.#isDown) this.endedByItself.push(`${String(code)}, ${lastLine(this.#process.said)}`);
      this.#isDown = false;
      await delay(RESTART_MS);
    }
  }

  #released(): boolean {
    return this.#isReleased;
  }
}

function lastLine(said: string): string {
  return said.trimEnd().split('\n').at(-1) ?? '';
}
