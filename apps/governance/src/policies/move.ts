import type { BodyCommand } from '../domain/body/body.ts';
import type { CreateOffice, OfficeCommand } from '../domain/office/office.decide.ts';

/** A command on an office; the body of a new one is read where it is carried out. */
export type OfficeMove = Exclude<OfficeCommand, CreateOffice> | Omit<CreateOffice, 'body'>;

/** What a succession does to one body or one office, as commands on their streams. */
export interface GovernanceMove {
  /** The same in every repeat. */
  readonly key: string;
  /** The body that it is about. */
  readonly bodyId: string;
  readonly bodies: readonly BodyCommand[];
  readonly offices: readonly OfficeMove[];
  /** How many references it moves together. */
  readonly count: number;
}
