import { derivedId, type Uuid } from '#libs/kernel';

/** A request to record something, below `/api/v1/`. In its body `<name>` stands for the id of the fact that an earlier one stated. */
export interface Step {
  readonly post: string;
  readonly body: object;
  /** The fact that it states: what it is called here, by the type of its event. */
  readonly states?: Readonly<Record<string, string>> | undefined;
}

/** What has to be read in the end. */
export interface Reading {
  readonly get: string;
  readonly says: object;
}

/** The bodies of a merger, and the day on which it takes effect. */
export interface PlannedEffect {
  readonly operationId: Uuid;
  readonly successor: Uuid;
  readonly predecessor: Uuid;
  readonly on: string;
  /** The last request, by which it takes effect. */
  readonly by: Step;
}

/** Facts that are recorded late, ahead or wrong, and what everybody reads then. */
export interface LateCase {
  readonly name: string;
  readonly before: readonly Step[];
  readonly effect?: PlannedEffect | undefined;
  readonly after: readonly Step[];
  readonly reads: readonly Reading[];
}

/** How a case is played, whatever shape the system has. */
export interface Desk {
  post(
    path: string,
    body: object,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
  get(path: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
  /** Every process manager and read model has seen what is recorded. */
  settled(): Promise<void>;
}

export const id = (...names: readonly string[]): Uuid => derivedId('late-facts', ...names);
