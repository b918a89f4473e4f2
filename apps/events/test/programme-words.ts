import { countedUuid } from '#libs/kernel/testing';
import type { ProgrammeCommand } from '../src/domain/programmes/programme.ts';
import type { ProgrammeFact } from '../src/domain/programmes/programme.state.ts';

export const programmeId = countedUuid(1, 0xd1);
const body = (number: number) => countedUuid(number, 0xd2);
export const [aliptic, spn, syrpin, region, company] = [body(1), body(2), body(3), body(4), body(5)];
export const relay = (id: string) => ({ role: 'relay', party: { kind: 'cluster', id } }) as const;
export const beneficiary = { role: 'beneficiary', party: { kind: 'organisation', id: company } } as const;
export const funder = { role: 'funder', party: { kind: 'organisation', id: region } } as const;
type Part = Pick<Extract<ProgrammeFact, { readonly type: 'ProgrammePartTaken' }>, 'role' | 'party'>;

const said = { programmeId, name: 'Parcours numérique', theme: 'Formation', leadId: aliptic } as const;
export const start = (since: string, more: object = {}): ProgrammeCommand => ({
  ...{ type: 'StartProgramme', ...said, since },
  ...more,
});
export const started = (since: string, more: object = {}): ProgrammeFact => ({
  ...{ type: 'ProgrammeStarted', ...said, since },
  ...more,
});
export const end = (on: string): ProgrammeCommand => ({ type: 'EndProgramme', programmeId, on });
export const ended = (on: string): ProgrammeFact => ({ type: 'ProgrammeEnded', programmeId, on });
export const changeLead = (leadId: string, since: string): ProgrammeCommand => ({
  ...{ type: 'ChangeProgrammeLead', programmeId, leadId, since },
});
export const leadChanged = (leadId: string, since: string): ProgrammeFact => ({
  ...{ type: 'ProgrammeLeadChanged', programmeId, leadId, since },
});
export const take = (part: Part, since: string): ProgrammeCommand => ({
  ...{ type: 'TakePartInProgramme', programmeId, ...part, since },
});
export const taken = (part: Part, since: string): ProgrammeFact => ({
  ...{ type: 'ProgrammePartTaken', programmeId, ...part, since },
});
export const endPart = (part: Part, on: string): ProgrammeCommand => ({
  ...{ type: 'EndPartInProgramme', programmeId, ...part, on },
});
export const partEnded = (part: Part, on: string): ProgrammeFact => ({
  ...{ type: 'ProgrammePartEnded', programmeId, ...part, on },
});

const merger = countedUuid(1, 0xd3);
export const passed = (from: string, to: string, on: string, more: object = {}): ProgrammeFact => ({
  ...{ type: 'ProgrammePassed', programmeId, from, to, operationId: merger, on },
  ...more,
});
export const pass = (from: string, to: string, on: string, annulment?: true): ProgrammeCommand => ({
  ...{ type: 'PassProgramme', programmeId, ends: [{ from, to }], operationId: merger, annulment, on },
});
