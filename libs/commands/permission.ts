import type { CommandRequest, PeopleCommand, Role } from './row.ts';
import type { Transaction } from './transaction.ts';

/** Who sends a command: the subject of a token, with the roles and clusters that it names. */
export interface Caller {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** The clusters for which an operator acts. */
  readonly clusters: readonly string[];
  /** Who the caller is as a person, where its token says so. */
  readonly person?: string | undefined;
  /** The organisations that the caller represents, where its token says so. */
  readonly organisations?: readonly string[] | undefined;
}

/** The caller has no right to this command; nothing was decided. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
  constructor(
    readonly found: readonly string[],
    readonly required: readonly string[],
    readonly detail?: string,
  ) {
    super(detail ?? `one of the roles ${required.join(', ')} is needed`);
  }
}

const ONLY_OF_THE_TOKEN =
  'an operator acts for the clusters that the token names, and for those for which an administrator has authorised their operators';

/** @throws Forbidden when none of the roles is held */
export function requireRole({ roles: held }: Pick<Caller, 'roles'>, roles: readonly Role[]): void {
  if (!roles.some((role) => held.includes(role))) throw new Forbidden(held, roles);
}

/** Whether the roles of a row let the caller send it, or whoever it is about may, and the token says who the caller is. @throws Forbidden when neither */
export function requireSender(row: Pick<PeopleCommand, 'roles' | 'itself'>, caller: Caller): void {
  if (row.itself === undefined || !isNamed(caller)) requireRole(caller, row.roles);
}

function isNamed({ person, organisations = [] }: Pick<Caller, 'person' | 'organisations'>): boolean {
  return person !== undefined || organisations.length > 0;
}

/** Whether the caller may be one that sends what is about itself: whoever its token names, but for those who act everywhere. */
export function sendsForItself(row: Pick<PeopleCommand, 'roles' | 'itself'>, caller: Caller): boolean {
  const everywhere = caller.roles.some((role) => role !== 'operator' && row.roles.includes(role));
  return row.itself !== undefined && isNamed(caller) && !everywhere;
}

async function isAboutItself(
  row: PeopleCommand,
  { person, organisations = [] }: Caller,
  request: CommandRequest<unknown>,
  tx: Transaction,
): Promise<boolean> {
  if (row.itself === undefined || !isNamed({ person, organisations })) return false;
  const about = await row.itself(request, tx);
  const isPerson = person !== undefined && about.persons?.includes(person.toLowerCase()) === true;
  return isPerson || (about.organisations ?? []).some((id) => organisations.includes(id));
}

/**
 * Operators act for the clusters that their token names, and for those that `granted` answers, which is asked only where the token does not
 * suffice; the other roles of the row act everywhere. The answer is the cluster for which an operator acts; undefined for the other
 * roles. @throws Forbidden
 */
export async function requireScope(
  row: PeopleCommand,
  caller: Caller,
  request: CommandRequest<unknown>,
  tx: Transaction,
  granted: () => Promise<readonly string[]>,
): Promise<string | undefined> {
  const everywhere = caller.roles.some((role) => role !== 'operator' && row.roles.includes(role));
  if (everywhere || (await isAboutItself(row, caller, request, tx))) return undefined;
  requireRole(caller, row.roles);
  const scope = (await row.scope?.(request, tx)) ?? [];
  const named = scope.find((cluster) => caller.clusters.includes(cluster));
  if (named !== undefined) return named;
  const known = (await row.knownTo?.(request, tx)) ?? [];
  const others = scope.length + known.length === 0 ? [] : await granted();
  const acting = scope.find((cluster) => others.includes(cluster));
  if (acting !== undefined) return acting;
  const said = JSON.stringify([request.id, request.body]);
  const mayKnow = known.some((cluster) => caller.clusters.includes(cluster) || others.includes(cluster));
  const required = mayKnow ? scope : scope.filter((cluster) => said.includes(cluster));
  throw new Forbidden(caller.clusters, required, ONLY_OF_THE_TOKEN);
}
