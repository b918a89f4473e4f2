import type { Copies, Transaction } from '#libs/commands';
import { organisationAbsence } from '#libs/process-managers';
import { incubator } from '../domain/incubator/incubator.ts';
import { occupancy } from '../domain/occupancy/occupancy.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { INCUBATOR_ABSENT } from './incubators.rows.ts';
import type { CompanyRefusal } from './refusals.table.ts';

/** The incubator, and who is inside and was: what it does for companies is judged by both, as they are when it is decided. */
export async function settingOf(incubatorId: string, tx: Transaction) {
  return { incubator: await tx.read(incubator, incubatorId), occupancy: await tx.read(occupancy, incubatorId) };
}

/** The refusals by it. */
export const SETTING_UNFIT = [...INCUBATOR_ABSENT, 'INC_COMPANY_NOT_ACCOMPANIED'] as const;

/** Why some organisations cannot be named: the first that nobody registered. */
export async function absentOrganisation(copies: Copies, ids: readonly string[]): Promise<CompanyRefusal | undefined> {
  const register = await copies.of(organisations);
  for (const id of ids) {
    const absence = organisationAbsence('INC_COMPANY_ABSENT', id, await register.get(id));
    if (absence !== undefined) return absence;
  }
  return undefined;
}
