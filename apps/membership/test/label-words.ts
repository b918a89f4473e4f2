import { countedUuid } from '#libs/kernel/testing';
import { cluster } from '../src/domain/cluster/cluster.ts';
import type { LabelCommand } from '../src/domain/labels/label.decide.ts';
import { labelId, type LabelFact } from '../src/domain/labels/label.ts';
import type { LabelScheme, LabelSchemeFact, LabelSchemeVersion } from '../src/domain/labels/label-scheme.ts';
import { organisation } from '../src/domain/organisation/organisation.ts';
import { esker, numelink } from './facts.ts';
import { around } from './membership-words.ts';

/** The words in which specifications of labels are written: what Numélink, as an issuer, awards Esker. */
export const schemeId = countedUuid(1, 0x71);
export const id = labelId(schemeId, esker);
export const issuer = { cluster: around.cluster, organisation: organisation.initial };

export const rules = {
  name: 'Numérique Responsable',
  validityMonths: 24,
  onHolderSuccession: { policy: 're-assess', withinMonths: 12 },
  onIssuerSuccession: { policy: 'automatic' },
} as const;

const ofScheme = { schemeId, issuerId: numelink };
export const create = (since: string, more: object = {}) =>
  ({ type: 'CreateLabelScheme', ...ofScheme, ...rules, issuer, since, ...more }) as const;
export const set = (since: string, more: object = {}) =>
  ({ type: 'SetLabelScheme', schemeId, ...rules, issuer, since, ...more }) as const;
export const wasSet = (since: string, more: object = {}): LabelSchemeFact => ({
  ...{ type: 'LabelSchemeSet', ...ofScheme, ...rules, since },
  ...more,
});
export const withdrawScheme = (on: string) =>
  ({ type: 'WithdrawLabelScheme', schemeId, on, reason: 'replaced' }) as const;
export const schemeWithdrawn = (on: string): LabelSchemeFact => ({
  ...{ type: 'LabelSchemeWithdrawn', ...ofScheme, on, reason: 'replaced' },
});

/** A scheme with one version, of long before. */
export const schemeWith = (more: Partial<LabelSchemeVersion> = {}, withdrawnOn?: string): LabelScheme => ({
  issuerId: numelink,
  versions: [{ ...rules, since: '2010-01-01', ...more }],
  withdrawnOn,
});

const holder = { kind: 'organisation', id: esker } as const;
const ofLabel = { labelId: id, schemeId, holder };
const known = { cluster: cluster.initial, organisation: around.organisation ?? organisation.initial };
const within = { in: { scheme: schemeWith(), holder: known } };

export const award = (since: string, more: object = {}): LabelCommand => ({
  ...{ type: 'AwardLabel', ...ofLabel, ...within, since },
  ...more,
});
export const awarded = (since: string, until?: string): LabelFact => ({
  type: 'LabelAwarded',
  ...ofLabel,
  since,
  until,
});
export const renew = (on: string, more: object = {}): LabelCommand => ({
  ...{ type: 'RenewLabel', labelId: id, in: { scheme: schemeWith() }, on },
  ...more,
});
export const renewed = (on: string, until: string, more: object = {}): LabelFact => ({
  ...{ type: 'LabelRenewed', ...ofLabel, on, until },
  ...more,
});

const reason = 'no audit';
export const suspend = (on: string): LabelCommand => ({ type: 'SuspendLabel', labelId: id, reason, on });
export const suspended = (on: string): LabelFact => ({ type: 'LabelSuspended', ...ofLabel, reason, on });
export const resume = (on: string): LabelCommand => ({ type: 'ResumeLabel', labelId: id, on });
export const resumed = (on: string): LabelFact => ({ type: 'LabelResumed', ...ofLabel, on });
export const withdraw = (on: string): LabelCommand => ({ type: 'WithdrawLabel', labelId: id, reason, on });
export const withdrawn = (on: string): LabelFact => ({ type: 'LabelWithdrawn', ...ofLabel, reason, on });
export const end = (on: string): LabelCommand => ({ type: 'EndLabel', labelId: id, reason, on });
export const ended = (on: string): LabelFact => ({ type: 'LabelEnded', ...ofLabel, reason, on });
export const consent = (predecessorId: string, granted: boolean, on: string): LabelCommand => ({
  ...{ type: 'DecideLabelConsent', labelId: id, predecessorId, granted, on },
});
export const consented = (predecessorId: string, granted: boolean, on: string): LabelFact => ({
  ...{ type: 'LabelConsentDecided', ...ofLabel, predecessorId, granted, on },
});
