import type { CalendarDate, Dated, DatedName, Term } from '#libs/kernel';
import type { Held } from '#libs/succession';
import type { OperationFile, Plan } from '../rules/act.ts';
import type { Started } from '../operation/operation.ts';
import type { StandingQuestion } from '../rules/rule.ts';
import type { GuardStanding } from '../rules/rule-book.ts';

/** A membership of a participant, or an application for one. */
export interface Member extends Held {
  /** Admitted, and nobody has ended it. */
  readonly active: boolean;
}

/** What governs one participant, and what did. */
export interface Governance {
  readonly bodies: readonly (Term & {
    readonly bodyId: string;
    readonly names: readonly DatedName[];
    readonly kind: string;
  })[];
  readonly offices: readonly (Dated & { readonly officeId: string; readonly title: string })[];
  readonly mandates: readonly (Term & {
    readonly mandateId: string;
    readonly officeId: string;
    readonly bodyId: string;
    readonly person: { readonly personId: string; readonly name: string };
  })[];
}

type Names = Readonly<Record<string, string>>;

/** Everything a dry run looks at; it reads nothing else and writes nothing. */
export interface DryRunInput extends StandingQuestion {
  readonly file: OperationFile;
  readonly status: Started['status'];
  /** The memberships of the participants. */
  readonly members: readonly Member[];
  readonly governance: Readonly<Record<string, Governance>>;
  readonly clusterNames: Names;
  readonly antennaNames: Names;
}

export interface MemberDiff {
  /** Members of the successor: each once. */
  readonly total: number;
  /** Memberships of the participants, added up. */
  readonly sum: number;
  /** How many memberships become one with another: `sum - total`. */
  readonly merged: number;
  readonly byOrigin: readonly {
    readonly clusterId: string;
    readonly name?: string | undefined;
    readonly members: number;
  }[];
  /** Organisations that belong to more than one participant, each with all of them. */
  readonly duplicates: readonly { readonly organisationId: string; readonly clusterIds: readonly string[] }[];
  /** Where the members stand in the successor; `null` for those in no antenna. */
  readonly byAntenna: readonly {
    readonly antennaId: string | null;
    readonly name?: string | undefined;
    readonly members: number;
  }[];
}

export interface GovernanceDiff {
  readonly bodiesAbolished: readonly { readonly clusterId: string; readonly bodyId: string; readonly name: string }[];
  readonly bodiesCreated: readonly {
    readonly bodyId: string;
    readonly name: string;
    readonly kind: Plan['transitionalGovernance']['bodies'][number]['kind'];
  }[];
  readonly mandatesEnded: readonly MandateLine[];
  readonly mandatesBegun: readonly (MandateLine & { readonly limit?: string | undefined })[];
}

export interface MandateLine {
  readonly mandateId: string;
  readonly clusterId: string;
  readonly personName: string;
  readonly office: string;
}

export interface EffectForecast {
  /** The day on which the effect can be expected, where it can be told. */
  readonly expectedOn?: CalendarDate | undefined;
  /** True where the last favourable vote will be the effect: there is no way back after it. */
  readonly lastVoteIsEffect: boolean;
  readonly note?: string | undefined;
}

/** What an effect would change, whole; the members and mandates that it does not touch are not in it. */
export interface MergerDiff {
  readonly operationId: string;
  readonly status: Started['status'];
  readonly on: CalendarDate;
  readonly planVersion?: number | undefined;
  readonly planHash?: string | undefined;
  readonly members: MemberDiff;
  readonly governance: GovernanceDiff;
  readonly guards: {
    readonly passed: readonly GuardStanding[];
    readonly failed: readonly GuardStanding[];
    readonly notYetDue: readonly GuardStanding[];
  };
  readonly effect: EffectForecast;
}
