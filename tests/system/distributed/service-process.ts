import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '#infra/local';
import { eventually } from '#libs/kernel/waiting/testing';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const READY_MS = 120_000;

/** One program of the distributed system as a process of its own, on a free port. */
export class ServiceProcess {
  #said = '';

  private constructor(
    readonly name: string,
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
  }

  static async spawn(
    name: string,
    environment: Readonly<Record<string, string>>,
    { port, tree = root }: { readonly port?: number | undefined; readonly tree?: string } = {},
  ): Promise<ServiceProcess> {
    const own = port ?? (await freePort());
    const entry = [join(tree, 'infra/scripts/run.mjs'), join(tree, `apps/${name}/src/main.ts`)];
    const { DATABASE_URL: _url, ...inherited } = process.env;
    const settings = {
      AUTH: 'development',
      NODE_ENV: 'test',
      PORT: String(own),
      LOG_LEVEL: 'silent',
      NODE_OPTIONS: '',
    };
    const child = spawn(process.execPath, ['--max-semi-space-size=32', ...entry], {
      cwd: tree,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...inherited, ...settings, ...environment },
    });
    return new ServiceProcess(name, `http://127.0.0.1:${String(own)}`, child);
  }

  /** @throws with what it said when it ended instead */
  async ready(): Promise<void> {
    const answers = async (): Promise<boolean> => {
      if (this.hasEnded) throw new Error(`${this.name} ended before it was ready:\n${this.#said}`);
      return await this.#answers();
    };
    await eventually(`${this.name} answers`, answers, { deadlineMs: READY_MS });
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** What it said on standard error. */
  get said(): string {
    return this.#said;
  }

  /** Ends it and waits until it is gone; gives its exit code, null after a SIGKILL. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const exited = once(this.child, 'exit');
    if (!this.hasEnded) {
      this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }

  /** SIGSTOP and SIGCONT, for instance. */
  signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded) this.child.kill(signal);
  }

  /** The exit code of a process that ends by itself. */
  async untilEnded(): Promise<number | null> {
    if (!this.hasEnded) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async #answers(): Promise<boolean> {
    return await fetch(`${this.url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}
