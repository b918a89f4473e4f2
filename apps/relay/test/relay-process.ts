import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '#libs/kernel/testing';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const READY_MS = 120_000;

/** What `/health/ready` says. */
export interface Readiness {
  readonly status: string;
  readonly head: string;
  readonly consumers: readonly { readonly state: string; readonly position: string; readonly error?: string }[];
  readonly relay: { readonly epoch: string; readonly lagEvents: string; readonly lagSeconds: number };
}

/** The relay as a process of its own, as it runs beside the services. */
export class RelayProcess {
  #errors = '';
  readonly #log: Readonly<Record<string, unknown>>[] = [];

  private constructor(private readonly child: ChildProcess) {
    let rest = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = `${rest}${chunk.toString()}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#log.push(JSON.parse(line) as Record<string, unknown>);
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
  }

  static spawn(environment: Readonly<Record<string, string>>, ...args: readonly string[]): RelayProcess {
    const entry = [join(root, 'infra/scripts/run.mjs'), join(root, 'apps/relay/src/main.ts'), ...args];
    const settings = { PORT: '0', LEASE_TTL_MS: '1500', NODE_ENV: 'test', NODE_OPTIONS: '' };
    const { DATABASE_URL: _url, KAFKA_BROKERS: _brokers, ...own } = process.env;
    const child = spawn(process.execPath, entry, { cwd: root, env: { ...own, ...settings, ...environment } });
    return new RelayProcess(child);
  }

  /** Where it answers, once it does. @throws with what it said when it ended instead */
  async ready(): Promise<string> {
    const ready = () => this.#log.find(({ msg }) => msg === 'ready');
    const answers = (): unknown => {
      if (ready() === undefined && this.hasEnded)
        throw new Error(`the relay ended before it was ready:\n${this.#errors}`);
      return ready() !== undefined || this.messages;
    };
    await eventually('the relay is ready', answers, { deadlineMs: READY_MS });
    return String(ready()?.['url']);
  }

  async readiness(): Promise<{ readonly http: number; readonly body: Readiness }> {
    const response = await fetch(`${await this.ready()}/health/ready`);
    return { http: response.status, body: (await response.json()) as Readiness };
  }

  /** What it logged, without the circumstances. */
  get messages(): readonly unknown[] {
    return this.#log.map(({ msg }) => msg);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get errors(): string {
    return this.#errors;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  /** Ends it (or waits for its end) and gives its exit code, null after a SIGKILL. */
  async end(signal?: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!this.hasEnded) {
      const exited = once(this.child, 'exit');
      if (signal !== undefined) this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }
}
