import { periodOn } from '#libs/contracts/facts';
import { identifierKey, readIdentifier, SIREN_LENGTH, type Identifier, type Unreadable } from '#libs/identifiers';
import { derivedId, folded, holdsOn, type Refusal, type Uuid } from '#libs/kernel';
import type { Membership } from '../membership/membership.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { byKey } from '../organisation/organisation.identifiers.ts';

/** What a line of a file says of a member. */
export interface MemberLine {
  readonly name: string;
  readonly organisationId?: string | undefined;
  readonly identifiers: readonly Identifier[];
  /** Tells two organisations of one name apart that have no identifier. It is kept nowhere. */
  readonly postalCode?: string | undefined;
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
  readonly segment?: string | undefined;
  /** The first day of the membership. */
  readonly since: string;
}

export type LineRefusal = LineDiffers | Refusal<'MBR_LINE_UNIDENTIFIED', 'found' | 'required'>;

/** `found` is what the line says, `required` what is recorded, and how it is changed. */
export type LineDiffers = Refusal<'MBR_LINE_DIFFERS', 'found' | 'required'>;

/** The identifiers that texts say, each once; a SIRET says the SIREN of its company as well. Or the first text that says none. */
export function identifiersIn(texts: readonly string[]): readonly Identifier[] | Unreadable {
  const found = new Map<string, Identifier>();
  for (const text of texts) {
    const reading = readIdentifier(text);
    if (!reading.ok) return reading;
    for (const identifier of impliedBy(reading.identifier)) found.set(identifierKey(identifier), identifier);
  }
  return [...found.values()];
}

function impliedBy(identifier: Identifier): readonly Identifier[] {
  if (identifier.scheme !== 'siret') return [identifier];
  return [{ scheme: 'siren', value: identifier.value.slice(0, SIREN_LENGTH) }, identifier];
}

/**
 * The id under which a line enters an organisation that nobody has entered: the same for the same line of the same cluster, so that a file that is imported again, or
 * twice at once, enters it once. Undefined where nothing tells it from others of its name.
 */
export function enteredAs(line: MemberLine, clusterId: string): Uuid | undefined {
  const [first] = line.identifiers;
  if (first !== undefined) return derivedId('organisation of a line', clusterId, identifierKey(first));
  if (line.postalCode === undefined) return undefined;
  return derivedId('organisation of a line', clusterId, folded(line.name), line.postalCode);
}

/** What an organisation is called otherwise, or bears as another identifier, than the line says. */
export function differenceOfOrganisation(line: MemberLine, known: Organisation): LineDiffers | undefined {
  if (known.status === 'absent') return undefined;
  const isItsName = known.names.some(({ name }) => folded(name) === folded(line.name));
  const current = known.names.at(-1)?.name ?? '';
  if (!isItsName)
    return differs(
      `the name ${line.name}`,
      `${current}, or a name that it bore: rename it from a day on if it has a new one`,
    );
  const own = byKey(known.identifiers);
  for (const identifier of line.identifiers) {
    const { scheme, value } = identifier;
    // Each of its establishments has a SIRET.
    if (scheme === 'siret' || own.has(identifierKey(identifier))) continue;
    const other = known.identifiers.find((each) => each.identifier.scheme === scheme && holdsOn(each, line.since));
    if (other !== undefined)
      return differs(
        `the ${scheme} ${value}`,
        `${other.identifier.value}: record that it bears another one as well, if it does`,
      );
  }
  return undefined;
}

/** What is recorded otherwise of a membership than the line says; undefined where the line adds something, or nothing. */
export function differenceOfMembership(line: MemberLine, known: Membership): LineDiffers | undefined {
  if (known.status === 'absent') return undefined;
  const held = periodOn(known.periods, line.since);
  if (held === undefined) return undefined;
  const first = [held.since, held.admittedOn];
  if (!first.includes(line.since))
    return differs(`a member since ${line.since}`, `${held.since}: correct the admission if that day is wrong`);
  if (line.college !== undefined && folded(line.college) !== folded(known.college ?? ''))
    return differs(
      `the college ${line.college}`,
      `${known.college ?? 'none'}: correct the admission if it is another one`,
    );
  if (line.antennaId !== undefined && line.antennaId !== known.antennaId)
    return differs(
      `the antenna ${line.antennaId}`,
      `${known.antennaId ?? 'none'}: correct the admission if it is another one`,
    );
  if (line.segment !== undefined && folded(line.segment) !== folded(known.segment ?? ''))
    return differs(
      `the segment ${line.segment}`,
      `${known.segment ?? 'none'}: correct the admission if it is another one`,
    );
  return undefined;
}

/** Whether the membership that a line says is recorded. */
export function isMember({ since }: MemberLine, known: Membership): boolean {
  return known.status !== 'absent' && periodOn(known.periods, since) !== undefined;
}

function differs(found: string, required: string): LineDiffers {
  return { type: 'MBR_LINE_DIFFERS', found, required };
}
