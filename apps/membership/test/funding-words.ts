import type { FundingCommand, FundingFact, FundingResource } from '../src/domain/funding/funding.ts';
import type { VolunteeringCommand, VolunteeringFact } from '../src/domain/volunteering/volunteering.ts';
import { numelink } from './facts.ts';
import { around } from './membership-words.ts';

/** The words in which specifications of funding and volunteering are written: those of Numélink, founded on 2006-06-29. */
const about = { clusterId: numelink };
const { cluster } = around;
const inCluster = { ...about, cluster };

export const setYear = (year: number, since: string, until: string): FundingCommand => ({
  ...{ type: 'SetFinancialYear', ...inCluster, year, since, until },
});
export const yearSet = (year: number, since: string, until: string): FundingFact => ({
  ...{ type: 'FinancialYearSet', ...about, year, since, until },
});
type Bounds = Extract<FundingFact, { readonly type: 'FundingRuleSet' }>['bounds'];
export const ownThirtyPercent: Bounds = [{ class: 'own', bound: 'at-least', percent: 30, of: 'cash' }];
export const setRule = (since: string, bounds = ownThirtyPercent): FundingCommand => ({
  ...{ type: 'SetFundingRule', ...inCluster, bounds, since },
});
export const ruleSet = (since: string, bounds = ownThirtyPercent): FundingFact => ({
  ...{ type: 'FundingRuleSet', ...about, bounds, since },
});

interface Money {
  readonly resource: FundingResource;
  readonly source: string;
}
const money: Money = { resource: 'local-institutions', source: 'Saint-Étienne Métropole' };
export const record = (on: string, amountCents: number, more: Partial<Money> = {}): FundingCommand => ({
  ...{ type: 'RecordFunding', ...inCluster, ...money, amountCents, on, ...more },
});
export const recorded = (on: string, amountCents: number, more: Partial<Money> = {}): FundingFact => ({
  ...{ type: 'FundingRecorded', ...about, ...money, amountCents, on, ...more },
});

export const publish = (year: number, on: string, receipt = 'JO'): FundingCommand => ({
  ...{ type: 'PublishAccounts', ...inCluster, year, receipt, on },
});
export const published = (year: number, on: string, receipt = 'JO'): FundingFact => ({
  ...{ type: 'AccountsPublished', ...about, year, receipt, on },
});
export const remindOfAccounts = (year: number, on: string, nth: number): FundingCommand => ({
  ...{ type: 'RecordAccountsReminder', ...inCluster, year, nth, on },
});
export const remindedOfAccounts = (year: number, on: string, nth: number): FundingFact => ({
  ...{ type: 'AccountsReminded', ...about, year, nth, on },
});

export const setRate = (since: string, centsPerHour: number, basis = 'SMIC'): VolunteeringCommand => ({
  ...{ type: 'SetVolunteerRate', ...inCluster, centsPerHour, basis, since },
});
export const rateSet = (since: string, centsPerHour: number, basis = 'SMIC'): VolunteeringFact => ({
  ...{ type: 'VolunteerRateSet', ...about, centsPerHour, basis, since },
});
export const leaveUnvalued = (since: string, reason = 'not recorded reliably'): VolunteeringCommand => ({
  ...{ type: 'LeaveVolunteeringUnvalued', ...inCluster, reason, since },
});
export const notValued = (since: string, reason = 'not recorded reliably'): VolunteeringFact => ({
  ...{ type: 'VolunteeringNotValued', ...about, reason, since },
});
const work = { activity: 'SophiaConf', volunteers: 3 };
export const recordTime = (on: string, minutes: number, more: object = {}): VolunteeringCommand => ({
  ...{ type: 'RecordVolunteerTime', ...inCluster, ...work, minutes, since: on, on },
  ...more,
});
export const timeRecorded = (on: string, minutes: number, more: object = {}): VolunteeringFact => ({
  ...{ type: 'VolunteerTimeRecorded', ...about, ...work, minutes, since: on, on },
  ...more,
});
