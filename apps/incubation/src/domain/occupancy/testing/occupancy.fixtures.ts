import { calendarDate } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { incubator as incubators } from '../../incubator/incubator.ts';
import type { OccupancyCommand } from '../occupancy.decide.ts';
import type {
  AdmissionWithdrawn,
  CapacityDecided,
  CompanyAdmitted,
  ResidencyEnded,
  ResidencyStarted,
} from '../occupancy.state.ts';

export const incubatorId = countedUuid(1);

export const incubator = incubators.evolve(incubators.initial, {
  type: 'IncubatorOpened',
  incubatorId,
  name: 'Quartier numérique',
  site: 'Clermont-Ferrand',
  since: '2010-01-01',
});

export const dissolvedOn = (on: string) =>
  incubators.evolve(incubator, { type: 'IncubatorDissolved', incubatorId, on });

type Track = CompanyAdmitted['track'];
export const byCall: Track = { kind: 'call', basis: { reference: 'Jury', on: '2009-09-30' } };
export const startUp: Track = {
  kind: 'start-up',
  basis: { reference: 'Avis', on: '2009-10-01' },
  foundedOn: '2008-03-01',
};
export const existing: Track = {
  kind: 'existing-company',
  basis: { reference: 'Plateforme', on: '2009-01-01' },
  foundedOn: '1998-05-05',
};

/** The admission, and the company, of a number. */
export const admissionOf = (number: number) => countedUuid(number, 2);
const companyOf = (number: number) => countedUuid(number, 3);
const about = (number: number, company = number) => ({
  ...{ incubatorId, admissionId: admissionOf(number), organisationId: companyOf(company) },
});
export const day = calendarDate;

export const decided = (places: number, since = '2010-01-01', waiting: 'first-come' | 'no-list' = 'first-come') =>
  ({ type: 'CapacityDecided', incubatorId, places, waiting, since }) satisfies CapacityDecided;
export const admitted = (number: number, on: string, company = number) =>
  ({ type: 'CompanyAdmitted', ...about(number, company), number, track: byCall, on }) satisfies CompanyAdmitted;
export const started = (number: number, on: string, company = number) =>
  ({ type: 'ResidencyStarted', ...about(number, company), on }) satisfies ResidencyStarted;
export const ended = (number: number, on: string, company = number) =>
  ({ type: 'ResidencyEnded', ...about(number, company), cause: 'graduated', on }) satisfies ResidencyEnded;
export const withdrawn = (number: number, on: string) =>
  ({ type: 'AdmissionWithdrawn', ...about(number), on }) satisfies AdmissionWithdrawn;
/** A company that has a place from the day of its admission on. */
export const inside = (number: number, on: string, company = number) =>
  [admitted(number, on, company), started(number, on, company)] as const;

export const decide = (places: number, since: string, waiting: 'first-come' | 'no-list' = 'first-come') =>
  ({ type: 'DecideCapacity', incubator, incubatorId, places, waiting, since: day(since) }) satisfies OccupancyCommand;
export const admit = (number: number, on: string, company = number, track: Track = byCall) =>
  ({ type: 'AdmitCompany', incubator, ...about(number, company), track, on: day(on) }) satisfies OccupancyCommand;
export const record = (number: number, on: string, until: string, company = number) =>
  ({
    type: 'RecordResidency',
    ...{ incubator, ...about(number, company), track: byCall, on: day(on) },
    ...{ until: day(until), cause: 'graduated' },
  }) satisfies OccupancyCommand;
export const leave = (number: number, on: string) =>
  ({
    type: 'LeaveIncubator',
    ...{ incubator, incubatorId, admissionId: admissionOf(number), cause: 'graduated', on: day(on) },
  }) satisfies OccupancyCommand;
export const withdraw = (number: number, on: string) =>
  ({
    type: 'WithdrawAdmission',
    ...{ incubator, incubatorId, admissionId: admissionOf(number), on: day(on) },
  }) satisfies OccupancyCommand;
export const correctStart = (number: number, on: string) =>
  ({
    type: 'CorrectStart',
    ...{ incubator, incubatorId, admissionId: admissionOf(number), reason: 'r', on: day(on) },
  }) satisfies OccupancyCommand;
export const voids = (of: string, fact: number) => ({ type: 'VoidFact', of, fact: String(fact), reason: 'r' }) as const;
export const corrects = (of: string, fact: number, changes: object) =>
  ({ type: 'CorrectFact', of, fact: String(fact), changes, reason: 'r' }) as const;
