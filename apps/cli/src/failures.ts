import { terminalText } from '#libs/kernel';

/** The command was used wrongly, or the system does not answer: exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** The system answers, and something in it is wrong: exit code 1. */
export class SomethingWrong extends Error {
  override readonly name = 'SomethingWrong';
}

/** The problem document that an API answered (RFC 9457). */
export interface ProblemDocument {
  readonly code?: string | undefined;
  readonly title?: string | undefined;
  readonly detail?: string | undefined;
  readonly found?: unknown;
  readonly required?: unknown;
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

/** The API refused or failed; its problem document says why. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly problem: ProblemDocument,
    request: string,
  ) {
    super(`${request} was answered with ${String(status)}: ${explain(problem)}`);
  }
}

/** 0 is for what went well; 130 is what a shell says of a program that was interrupted. */
export function exitCodeOf(error: unknown): 1 | 2 | 130 {
  if (isInterruption(error)) return 130;
  if (error instanceof WrongUse) return 2;
  return error instanceof ApiProblem && error.status < 500 ? 2 : 1;
}

/** What a person needs to know: a fault of this program is shown with its stack, everything else in a sentence. */
export function messageOf(error: unknown): string {
  if (isInterruption(error)) return 'interrupted';
  if (!(error instanceof Error)) return String(error);
  const expected = error instanceof WrongUse || error instanceof SomethingWrong || error instanceof ApiProblem;
  return expected ? error.message : (error.stack ?? error.message);
}

function isInterruption(error: unknown): boolean {
  return memberOf(error, 'name') === 'AbortError';
}

/** Errors of the runtime are recognised by their members: not every one of them is an instance of this realm's classes. */
export function memberOf(error: unknown, name: 'name' | 'code' | 'message' | 'cause'): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function explain({ code, title, detail, found, required, errors = [] }: ProblemDocument): string {
  const parts = [
    [code, detail ?? title].filter((part) => part !== undefined).join(': '),
    ...errors.map(({ path, message }) => `${path}: ${message}`),
    ...(found === undefined ? [] : [`found ${JSON.stringify(found)}`]),
    ...(required === undefined ? [] : [`required ${JSON.stringify(required)}`]),
  ];
  return terminalText(parts.join('; '));
}
