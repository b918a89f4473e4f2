import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A subscriber as a process of its own: what it printed, and how it ended. */
export class SubscriberProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #stdout = '';
  #stderr = '';
  #wake: () => void = () => undefined;

  constructor(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.#ended = once(this.#child, 'close').then(() => {
      this.#wake();
    });
  }

  /** The whole lines so far. */
  get lines(): readonly string[] {
    return this.#stdout.split('\n').slice(0, -1);
  }

  /** Resolves with the lines when there are so many. @throws Error when it ended before */
  async untilPrinted(count: number): Promise<readonly string[]> {
    while (this.lines.length < count) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`ended after ${String(this.lines.length)} of ${String(count)} lines: ${this.#stderr}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.lines;
  }

  /** Waits until it ends by itself. */
  async untilEnded(): Promise<{ readonly code: number | null; readonly stderr: string }> {
    await this.#ended;
    return { code: this.#child.exitCode, stderr: this.#stderr };
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.#child.kill(signal);
    return (await this.untilEnded()).code;
  }
}
