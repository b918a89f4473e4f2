import type { CommandRequest, PeopleCommand, Role } from './row.ts';
import type { Transaction } from './transaction.ts';

/** Who sends a command: the subject of a token, with the roles and clusters that it names. */
export interface Caller {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** The clusters for which an operator acts. */
  readonly clusters: readonly string[];
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

/** @throws Forbidden when none of the roles is held */
export function requireRole({ roles: held }: Pick<Caller, 'roles'>, roles: readonly Role[]): void {
  if (!roles.some((role) => held.includes(role))) throw new Forbidden(held, roles);
}

/**
 * Operators act for the clusters that their token names; the other roles of the row act everywhere. The answer is the cluster for
 * which an operator acts; undefined for the other roles. @throws Forbidden
 */
export async function requireScope(
  row: PeopleCommand,
  caller: Caller,
  request: CommandRequest<unknown>,
  tx: Transaction,
): Promise<string | undefined> {
  const everywhere = caller.roles.some((role) => role !== 'operator' && row.roles.includes(role));
  if (everywhere) return undefined;
  const scope = (await row.scope?.(request, tx)) ?? [];
  const acting = scope.find((cluster) => caller.clusters.includes(cluster));
  if (acting !== undefined) return acting;
  const known = (await row.knownTo?.(request, tx)) ?? [];
  const said = JSON.stringify([request.id, request.body]);
  const mayKnow = known.some((cluster) => caller.clusters.includes(cluster));
  const required = mayKnow ? scope : scope.filter((cluster) => said.includes(cluster));
  throw new Forbidden(caller.clusters, required, 'an operator acts for the clusters that the token names only');
}
