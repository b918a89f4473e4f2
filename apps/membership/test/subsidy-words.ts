import { countedUuid } from '#libs/kernel/testing';
import type { SubsidyCommand } from '../src/domain/subsidies/subsidy.decide.ts';
import type { SubsidyFact } from '../src/domain/subsidies/subsidy.ts';
import { organisation } from '../src/domain/organisation/organisation.ts';
import { digitalLeague, fusion, numelink } from './facts.ts';
import { around } from './membership-words.ts';

/** The words in which specifications of subsidies are written: what the region gives Numélink for 2015. */
export const theSubsidy = countedUuid(1, 21);
export const region = countedUuid(1, 22);
export const theCondition = countedUuid(1, 23);
export const otherCondition = countedUuid(2, 23);

const granter = organisation.evolve(organisation.initial, {
  ...{ type: 'OrganisationRegistered', organisationId: region, name: 'Région' },
  ...{ kind: 'public-authority', since: '1982-03-02' },
});

const subsidyId = theSubsidy;
const about = { subsidyId, clusterId: numelink };
const asked = {
  ...{ granterId: region, amountCents: 5_000_000 as number | null, purpose: 'FabLab', year: 2015 },
  onSuccession: 'passes' as const,
};
type Asked = Partial<Omit<Extract<SubsidyFact, { readonly type: 'SubsidyRequested' }>, 'type'>>;

export const request = (on: string, more: Asked = {}): SubsidyCommand => ({
  ...{ type: 'RequestSubsidy', ...about, ...asked, on, ...more, in: { cluster: around.cluster, granter } },
});
export const requested = (on: string, more: Asked = {}): SubsidyFact => ({
  ...{ type: 'SubsidyRequested', ...about, ...asked, on, ...more },
});
export const grant = (on: string, amountCents: number | null = 4_000_000): SubsidyCommand => ({
  ...{ type: 'GrantSubsidy', subsidyId, amountCents, on },
});
export const granted = (on: string, amountCents: number | null = 4_000_000): SubsidyFact => ({
  ...{ type: 'SubsidyGranted', ...about, amountCents, on },
});
export const sign = (on: string): SubsidyCommand => ({ type: 'SignSubsidyConvention', subsidyId, on });
export const signed = (on: string): SubsidyFact => ({ type: 'SubsidyConventionSigned', ...about, on });
export const addCondition = (on: string, conditionId = theCondition, condition = 'accounts'): SubsidyCommand => ({
  ...{ type: 'AddSubsidyCondition', subsidyId, conditionId, condition, on },
});
export const conditionAdded = (on: string, conditionId = theCondition, condition = 'accounts'): SubsidyFact => ({
  ...{ type: 'SubsidyConditionAdded', ...about, conditionId, condition, on },
});
export const meet = (on: string, conditionId = theCondition): SubsidyCommand => ({
  ...{ type: 'MeetSubsidyCondition', subsidyId, conditionId, on },
});
export const met = (on: string, conditionId = theCondition): SubsidyFact => ({
  ...{ type: 'SubsidyConditionMet', ...about, conditionId, on },
});
export const release = (on: string): SubsidyCommand => ({ type: 'ReleaseSubsidy', subsidyId, on });
export const released = (on: string): SubsidyFact => ({ type: 'SubsidyReleased', ...about, on });
export const spend = (on: string, amountCents: number, use = 'machines'): SubsidyCommand => ({
  ...{ type: 'SpendSubsidy', subsidyId, amountCents, use, on },
});
export const spent = (on: string, amountCents: number, more: object = {}): SubsidyFact => ({
  ...{ type: 'SubsidySpent', ...about, amountCents, use: 'machines', on },
  ...more,
});
export const receiveReport = (on: string, receipt?: string): SubsidyCommand => ({
  ...{ type: 'ReceiveSubsidyReport', subsidyId, on, ...(receipt === undefined ? {} : { receipt }) },
});
export const reportReceived = (on: string, receipt?: string): SubsidyFact => ({
  ...{ type: 'SubsidyReportReceived', ...about, on, ...(receipt === undefined ? {} : { receipt }) },
});
export const remindOf = (on: string, nth: number): SubsidyCommand => ({
  ...{ type: 'RecordSubsidyReminder', subsidyId, obligation: 'financial-report', nth, on },
});
export const remindedOf = (on: string, nth: number): SubsidyFact => ({
  ...{ type: 'SubsidyReminded', ...about, obligation: 'financial-report', nth, on },
});
export const refuse = (on: string, reason = 'no budget'): SubsidyCommand => ({
  ...{ type: 'RefuseSubsidy', subsidyId, reason, on },
});
export const refused = (on: string, reason = 'no budget'): SubsidyFact => ({
  ...{ type: 'SubsidyRefused', ...about, reason, on },
});
export const lapse = (on: string, reason = 'not used'): SubsidyCommand => ({
  ...{ type: 'LapseSubsidy', subsidyId, reason, on },
});
export const lapsed = (on: string, reason = 'not used'): SubsidyFact => ({
  ...{ type: 'SubsidyLapsed', ...about, reason, on },
});
const merger = { subsidyId, from: numelink, to: digitalLeague, operationId: fusion };
export const succeed = (on: string): SubsidyCommand => ({ type: 'SucceedSubsidy', ...merger, on });
export const succeeded = (on: string): SubsidyFact => ({ type: 'SubsidySucceeded', ...merger, on });
export const consent = (on: string): SubsidyCommand => ({ type: 'ConsentToSuccession', subsidyId, on });
export const consented = (on: string): SubsidyFact => ({
  ...{ type: 'SubsidyConsentGiven', subsidyId, clusterId: digitalLeague, on },
});
