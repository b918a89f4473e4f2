import { idSince, type Passing } from '../cluster/passing.ts';
import type { Agreement } from './agreement.ts';

type Terms = NonNullable<Agreement['terms']>;
export const AGREEMENT_STATES = ['to-come', 'in-force', 'unsigned', 'over'] as const;

/** A party on a day: one that signed it, or who has succeeded to it. */
export interface Party {
  readonly clusterId: string;
  /** The parties to which it has succeeded. */
  readonly origins: readonly string[];
}

export interface AgreementOnDay {
  readonly state: (typeof AGREEMENT_STATES)[number];
  /** Who is bound on the day; two at least where it is in force. */
  readonly parties: readonly Party[];
}

/** What an agreement depends on beside its own facts. */
export interface AgreementSurroundings {
  readonly passingsOf: (clusterId: string) => readonly Passing[];
  /** The first day on which a cluster is dissolved after it was bound; a day behind all others where it is not. */
  readonly dissolvedOn: (clusterId: string, since: string) => string;
}

/** An agreement on a day, with the parties as they are then: two that have merged are one, and nobody has an agreement with itself. */
export function agreementOn(
  { terms, signatures }: Agreement & { readonly terms: Terms },
  around: AgreementSurroundings,
  day: string,
): AgreementOnDay {
  const bound = signatures.filter(({ since, until }) => since <= day && (until === undefined || day < until));
  const parties = new Map<string, string[]>();
  for (const { clusterId, since } of bound) {
    const { passingsOf, dissolvedOn } = around;
    const now = idSince({ id: clusterId, since }, passingsOf(clusterId), { day, dissolvedOn });
    if (around.dissolvedOn(now, since) <= day) continue;
    parties.set(now, [...(parties.get(now) ?? []), ...(now === clusterId ? [] : [clusterId])]);
  }
  const found = [...parties].map(([clusterId, origins]) => ({ clusterId, origins }));
  if (terms.until !== undefined && terms.until <= day) return { state: 'over', parties: [] };
  if (day < terms.since) return { state: 'to-come', parties: found };
  if (found.length > 1) return { state: 'in-force', parties: found };
  return { state: hasBeenSigned(signatures, day) ? 'over' : 'unsigned', parties: found };
}

/** Whether two parties had signed it by a day: what is left of it is over, and not to be signed yet. */
function hasBeenSigned(signatures: Agreement['signatures'], day: string): boolean {
  return new Set(signatures.filter(({ since }) => since <= day).map(({ clusterId }) => clusterId)).size > 1;
}

/** A service of a cluster that is open to members of another one. */
export type OpenService = Terms['services'][number] & {
  readonly agreementId: string;
  /** The cluster of which it is a member. */
  readonly through: string;
};

/** What is open in a cluster to a member of others, by agreements as they are on a day. A partnership opens nothing. */
export function servicesOpenIn(
  clusterId: string,
  memberOf: readonly string[],
  agreements: readonly { readonly terms: Terms; readonly onDay: AgreementOnDay }[],
): readonly OpenService[] {
  return agreements.flatMap(({ terms, onDay }) => {
    const ids = onDay.parties.map((each) => each.clusterId);
    if (terms.kind !== 'reciprocity' || onDay.state !== 'in-force' || !ids.includes(clusterId)) return [];
    const through = ids.find((id) => id !== clusterId && memberOf.includes(id));
    if (through === undefined) return [];
    return terms.services.map((service) => ({ ...service, agreementId: terms.agreementId, through }));
  });
}
