import type { GrappeEvents } from '#libs/contracts';
import type { Acceding, Allotment, Effect, Held, SubsidyPolicy, SuccessionRules } from '#libs/succession';

/** Who has succeeded to whom, by which operation. */
export interface Succeeded {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly on: string;
  readonly operationId: string;
  /** The day from which its last members had restored the predecessor: what begins from then on is its own. */
  readonly restoredOn?: string;
}

/** A label under the holder to whom it was awarded. */
export interface KnownLabel {
  readonly labelId: string;
  readonly schemeId: string;
  readonly holderId: string;
  /** In the order of days; `until` is the first day after each. */
  readonly awards: readonly { readonly since: string; readonly until?: string | undefined }[];
}

export interface KnownScheme extends SuccessionRules {
  readonly schemeId: string;
  readonly issuerId: string;
  readonly versions: readonly (SuccessionRules['versions'][number] & { readonly name: string })[];
}

export interface KnownSubsidy {
  readonly subsidyId: string;
  readonly clusterId: string;
  readonly granterId: string;
  readonly onSuccession: SubsidyPolicy;
  /** What was asked for, then what was granted; null while unknown. */
  readonly amountCents: number | null;
  readonly requestedOn: string;
  readonly endedOn?: string | undefined;
}

export interface KnownPartner {
  readonly partnerId: string;
  readonly incubatorId: string;
  readonly holderId: string;
  readonly seatId?: string | undefined;
  readonly since: string;
  /** The first day after the partnership. */
  readonly until?: string | undefined;
}

/** An agreement and the days on which one of its parties is bound. */
export interface SignedAgreement {
  readonly agreementId: string;
  readonly clusterId: string;
  /** Absent where they were taken back. */
  readonly terms?: Pick<GrappeEvents['membership.AgreementDrawnUp'], 'kind' | 'since' | 'until'> | undefined;
  readonly days: readonly { readonly since: string; readonly until?: string | undefined }[];
}

export type Resource = GrappeEvents['membership.FundingRecorded']['resource'];

/** What a cluster had in a calendar year, in cents by resource. */
export interface YearOfFunding {
  readonly clusterId: string;
  readonly year: string;
  readonly cents: Readonly<Partial<Record<Resource, number>>>;
}

/** How the seats of a body are shared from a day on, with what decided. */
export interface SeatPlan {
  readonly planId: string;
  readonly bodyId: string;
  readonly clusterId: string;
  readonly house: number;
  readonly method: GrappeEvents['governance.SeatsApportioned']['method'];
  readonly figuresOn: string;
  readonly since: string;
  readonly criteria: readonly { readonly name: string; readonly weight: string }[];
  readonly units: readonly {
    readonly unit: string;
    readonly antennaId?: string;
    readonly seats: number;
    readonly reserved: number;
    readonly figures: readonly string[];
  }[];
}

/** What the participants have beside members, bodies and mandates. */
export interface Holdings {
  /** The successions before this one of which a participant is an heir. */
  readonly lineage: readonly Succeeded[];
  /** Those that they hold, and those of the schemes by which they award some. */
  readonly labels: readonly KnownLabel[];
  readonly schemes: readonly KnownScheme[];
  readonly subsidies: readonly KnownSubsidy[];
  readonly partners: readonly KnownPartner[];
  /** All parties of the agreements that a participant, or a predecessor of one, has signed. */
  readonly agreements: readonly SignedAgreement[];
  /** The memberships of the participants themselves in networks. */
  readonly networks: readonly Held[];
  /** Of the calendar year before the effect and of others. */
  readonly funding: readonly YearOfFunding[];
  readonly seatPlans: readonly SeatPlan[];
}

export const NO_HOLDINGS: Holdings = {
  ...{ lineage: [], labels: [], schemes: [], subsidies: [], partners: [] },
  ...{ agreements: [], networks: [], funding: [], seatPlans: [] },
};

/** An effect with who takes what. */
export type Whole = Effect &
  Allotment & {
    readonly operationId: string;
    /** Those who become members of the successor, a network, and stay. */
    readonly federated?: readonly { readonly clusterId: string }[] | undefined;
    /** Those that have acceded, and join the successor. Default: none. */
    readonly acceded?: readonly Acceding[] | undefined;
  };

/** The successions of a body before an effect, in their order: an agreement or a label of it is by then that of the last successor. */
export function successionsOf(id: string, { lineage }: Pick<Holdings, 'lineage'>, effect: Whole): readonly Succeeded[] {
  const chain: Succeeded[] = [];
  for (let next = succeededTo(id); next !== undefined; next = succeededTo(next.successorId)) chain.push(next);
  return chain;

  function succeededTo(predecessorId: string): Succeeded | undefined {
    const found = lineage.find((each) => each.predecessorId === predecessorId);
    const isBefore = found !== undefined && found.operationId !== effect.operationId && found.on <= effect.effectiveOn;
    return isBefore && !chain.includes(found) ? found : undefined;
  }
}

export function nowOf(id: string, holdings: Pick<Holdings, 'lineage'>, effect: Whole): string {
  return successionsOf(id, holdings, effect).at(-1)?.successorId ?? id;
}

/** The same of what a body began on a day: what it begins once it was restored is its own. */
export function nowSince(
  { id, since }: { readonly id: string; readonly since: string },
  { lineage }: Pick<Holdings, 'lineage'>,
  effect: Whole,
): string {
  const before = lineage.filter(({ restoredOn }) => restoredOn === undefined || since < restoredOn);
  return nowOf(id, { lineage: before }, effect);
}
