import { ApiProblem } from './api-client.ts';

/** What was refused while the stories were played: a refusal leaves no fact that could be asked for afterwards. */
class Refusals {
  readonly #kept = new Map<string, string>();

  /** Sends a command that has to be refused, and keeps why. @throws when it is accepted */
  async of(what: string, command: Promise<unknown>): Promise<void> {
    const refusal = await command.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(refusal instanceof ApiProblem)) throw refusal instanceof Error ? refusal : new Error(`accepted: ${what}`);
    this.#kept.set(what, String(refusal.problem['code']));
  }

  codeOf(what: string): string | undefined {
    return this.#kept.get(what);
  }
}

export const refusals = new Refusals();
