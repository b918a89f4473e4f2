import type { BodyCommand } from '../domain/body/body.decide.ts';
import type { OfficeCommand } from '../domain/office/office.commands.ts';

/** What a succession does to one body or one office, as commands on their streams. */
export interface GovernanceMove {
  /** The same in every repeat. */
  readonly key: string;
  readonly bodies: readonly BodyCommand[];
  readonly offices: readonly OfficeCommand[];
  /** How many references it moves together. */
  readonly count: number;
}
