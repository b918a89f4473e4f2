import type { DomainEvent, organisationEvents } from '#libs/contracts';
import { sameFacts, type EventOf } from '#libs/kernel';
import { identifierKey, type Identifier } from '#libs/identifiers';

type OrganisationEvent = DomainEvent<typeof organisationEvents>;
type Registered = EventOf<OrganisationEvent, 'OrganisationRegistered'>;
type Identified = EventOf<OrganisationEvent, 'OrganisationIdentified'>;
type IdentifierEnded = EventOf<OrganisationEvent, 'OrganisationIdentifierEnded'>;

/** An identifier with the days on which an organisation bears it. */
export interface Borne {
  readonly identifier: Identifier;
  readonly since: string;
  /** The first day after it. */
  readonly until?: string | undefined;
  readonly cause?: IdentifierEnded['cause'] | undefined;
}

/** The identifiers with which an organisation was entered. */
export function registeredWith({ siren, rna, since }: Pick<Registered, 'siren' | 'rna' | 'since'>): readonly Borne[] {
  return [
    ...(siren === undefined ? [] : [{ identifier: { scheme: 'siren', value: siren } as const, since }]),
    ...(rna === undefined ? [] : [{ identifier: { scheme: 'rna', value: rna } as const, since }]),
  ];
}

/** An organisation bears several at once: each of its establishments has a SIRET, and a second SIREN may turn out to be its own. */
export function withIdentifier(
  borne: readonly Borne[],
  { identifier, since }: Omit<Identified, 'type'>,
): readonly Borne[] {
  return [...borne, { identifier, since }];
}

/** Of two ends the earlier one stands. */
export function withIdentifierEnded(borne: readonly Borne[], fact: Omit<IdentifierEnded, 'type'>): readonly Borne[] {
  const { identifier, on, cause } = fact;
  const index = borne.findIndex((each) => isOf(each, identifier) && each.until === undefined);
  const known = borne[index];
  return known === undefined ? borne : borne.with(index, { ...known, until: on, cause });
}

/** Why an organisation cannot begin or cease to bear an identifier that day, with facts in the order of their days. */
export function obstacleTo(borne: readonly Borne[], fact: Identified | IdentifierEnded): string | undefined {
  const own = borne.filter((each) => isOf(each, fact.identifier));
  const open = own.find(({ until }) => until === undefined);
  if (fact.type === 'OrganisationIdentified')
    return open === undefined ? undefined : `the organisation bears it from ${open.since} on`;
  return own.length === 0 ? 'the organisation does not bear it' : undefined;
}

function isOf({ identifier }: Borne, wanted: Identifier): boolean {
  return sameFacts(identifier, wanted);
}

/** What no other body may bear, by its key. */
export function byKey(borne: readonly Borne[]): ReadonlyMap<string, Identifier> {
  return new Map(borne.map(({ identifier }) => [identifierKey(identifier), identifier]));
}
