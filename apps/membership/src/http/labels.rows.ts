import {
  dateSchema,
  labelEvents,
  labelHolderSchema,
  labelSchemeShape,
  labelSuccessionSchema,
  nameSchema,
  uuidSchema,
} from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import type { FactsOf, Rejection } from '#libs/kernel';
import { cluster } from '../domain/cluster/cluster.ts';
import { label } from '../domain/labels/label.decide.ts';
import { labelId, type LabelEvent } from '../domain/labels/label.ts';
import { bodyMissing, labelScheme, notAwardingOn, type KnownBody } from '../domain/labels/label-scheme.ts';
import { organisation } from '../domain/organisation/organisation.ts';
import { actingFor } from './acting.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

const UNKNOWN_BODY = [...CLUSTER_UNFIT, 'MBR_ORGANISATION_NOT_FOUND'] as const;
const SCHEME_UNFIT = ['MBR_LABEL_SCHEME_NOT_FOUND', 'MBR_LABEL_SCHEME_WITHDRAWN'] as const;

async function issuerOf(tx: Transaction, schemeId: string): Promise<readonly string[]> {
  return await actingFor(tx, (await tx.read(labelScheme, schemeId)).issuerId);
}

async function knownBody(tx: Transaction, id: string | undefined): Promise<KnownBody> {
  if (id === undefined) return { cluster: cluster.initial, organisation: organisation.initial };
  const [asCluster, asOrganisation] = await Promise.all([tx.read(cluster, id), tx.read(organisation, id)]);
  return { cluster: asCluster, organisation: asOrganisation };
}

/** Why the rules of a scheme cannot begin on the day to which they are corrected. */
async function withoutIssuer(
  { since }: { readonly since?: string },
  { id }: CommandRequest<unknown>,
  tx: Transaction,
): Promise<Rejection | undefined> {
  const { issuerId } = await tx.read(labelScheme, id);
  if (since === undefined || issuerId === undefined) return undefined;
  return bodyMissing(await knownBody(tx, issuerId), issuerId, since);
}

/** Months go with what waits for something. */
const succession = labelSuccessionSchema.refine(
  ({ policy, withinMonths }) => (policy === 'consent' || policy === 're-assess') === (withinMonths !== undefined),
  'withinMonths, of consent and re-assess only',
);

const holder = labelHolderSchema.refine(
  ({ kind, name }) => (kind === 'territory') === (name !== undefined),
  'a name, of a territory only',
);

export const labelSchemeCommands = commandTable('membership.label-schemes', membershipRefusals, [
  commandOf(labelScheme, 'CreateLabelScheme', {
    summary:
      'Found a label with its rules from a day on: for how long it is awarded, and what becomes of it when its holder or its issuer is succeeded to.',
    body: {
      issuerId: uuidSchema.describe('A cluster, a network, or another organisation.'),
      ...labelSchemeShape,
      onHolderSuccession: succession,
      onIssuerSuccession: succession.default({ policy: 'automatic' }),
    },
    scope: ({ body }, tx) => actingFor(tx, body.issuerId),
    refusals: ['MBR_LABEL_SCHEME_EXISTS', ...UNKNOWN_BODY],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { schemeId: id, ...body, issuer: await knownBody(tx, body.issuerId), since };
    },
  }),
  commandOf(labelScheme, 'SetLabelScheme', {
    verb: 'set',
    summary: 'Set other rules of a label from a day on.',
    body: {
      ...labelSchemeShape,
      onHolderSuccession: succession,
      onIssuerSuccession: succession.default({ policy: 'automatic' }),
    },
    scope: ({ id }, tx) => issuerOf(tx, id),
    refusals: ['MBR_LABEL_SCHEME_NOT_FOUND', ...UNKNOWN_BODY],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      const { issuerId } = await tx.read(labelScheme, id);
      return { schemeId: id, ...body, issuer: await knownBody(tx, issuerId), since };
    },
  }),
  commandOf(labelScheme, 'WithdrawLabelScheme', {
    verb: 'withdraw',
    summary: 'Award a label no more, from a day on; those that were awarded stay.',
    body: { reason: nameSchema.optional() },
    scope: ({ id }, tx) => issuerOf(tx, id),
    refusals: ['MBR_LABEL_SCHEME_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ schemeId: id, ...body, on }),
  }),
  ...factCommands(labelScheme, {
    scope: ({ id }, tx) => issuerOf(tx, id),
    members: { LabelSchemeSet: { onHolderSuccession: succession, onIssuerSuccession: succession } },
    unless: withoutIssuer,
    refusals: [...FACT_REFUSALS, ...UNKNOWN_BODY],
  }),
]);

const ofIssuer = async ({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> => {
  const { of } = await tx.read(label, id);
  return of === undefined ? [] : await issuerOf(tx, of.schemeId);
};

type Holder = FactsOf<LabelEvent, 'LabelAwarded'>['holder'];

/** A holder as it is registered; a territory is not. */
async function knownHolder(tx: Transaction, { kind, id }: Holder): Promise<KnownBody | undefined> {
  return kind === 'territory' ? undefined : await knownBody(tx, id);
}

/** Why a label cannot have been awarded on the day to which that is corrected. */
async function notAwarding(
  { since }: { readonly since?: string },
  { id }: CommandRequest<unknown>,
  tx: Transaction,
): Promise<Rejection | undefined> {
  const { of } = await tx.read(label, id);
  if (since === undefined || of === undefined) return undefined;
  const holder = await knownHolder(tx, of.holder);
  const refusal = notAwardingOn(await tx.read(labelScheme, of.schemeId), of.schemeId, since);
  return refusal ?? (holder && bodyMissing(holder, of.holder.id, since));
}

/** A label has one id for each scheme and holder; it keeps it when somebody succeeds to the holder. */
export const labelCommands = commandTable('membership.labels', membershipRefusals, [
  commandOf(label, 'AwardLabel', {
    summary:
      'Award a label to an organisation, a cluster or a territory, for as long as the scheme says or up to a day.',
    body: { schemeId: uuidSchema, holder, until: dateSchema.optional() },
    scope: ({ body }, tx) => issuerOf(tx, body.schemeId),
    idOf: ({ schemeId, holder }) => labelId(schemeId, holder.id),
    refusals: [...SCHEME_UNFIT, ...UNKNOWN_BODY],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      const [scheme, holder] = await Promise.all([tx.read(labelScheme, body.schemeId), knownHolder(tx, body.holder)]);
      return { labelId: id, ...body, since, in: { scheme, holder } };
    },
  }),
  commandOf(label, 'RenewLabel', {
    verb: 'renew',
    summary: 'Renew a label, which re-assesses it; one that has expired while it is in its grace.',
    body: { until: dateSchema.optional().describe('Default: for as long as the scheme says, from its end on.') },
    scope: ofIssuer,
    happened: onItsDay,
    refusals: ['MBR_LABEL_NOT_FOUND', 'MBR_LABEL_SCHEME_WITHDRAWN', 'MBR_DATE_BEFORE_START'],
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      const { of } = await tx.read(label, id);
      const scheme = of === undefined ? labelScheme.initial : await tx.read(labelScheme, of.schemeId);
      return { labelId: id, ...body, on, in: { scheme } };
    },
  }),
  commandOf(label, 'SuspendLabel', {
    verb: 'suspend',
    summary: 'Suspend a label, with the reason.',
    body: { reason: nameSchema },
    scope: ofIssuer,
    refusals: ['MBR_LABEL_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ labelId: id, ...body, on }),
  }),
  commandOf(label, 'ResumeLabel', {
    verb: 'resume',
    summary: 'Let a suspended label count again.',
    scope: ofIssuer,
    refusals: ['MBR_LABEL_NOT_FOUND'],
    decide: ({ id, effectiveAt: on }) => ({ labelId: id, on }),
  }),
  commandOf(label, 'WithdrawLabel', {
    verb: 'withdraw',
    summary: 'Withdraw a label, with the reason.',
    body: { reason: nameSchema },
    scope: ofIssuer,
    refusals: ['MBR_LABEL_NOT_FOUND', 'MBR_LABEL_NOT_HELD'],
    decide: ({ id, body, effectiveAt: on }) => ({ labelId: id, ...body, on }),
  }),
  commandOf(label, 'EndLabel', {
    verb: 'end',
    summary: 'Record that a holder gives a label up.',
    body: { reason: nameSchema.optional() },
    scope: ofIssuer,
    refusals: ['MBR_LABEL_NOT_FOUND', 'MBR_LABEL_NOT_HELD'],
    decide: ({ id, body, effectiveAt: on }) => ({ labelId: id, ...body, on }),
  }),
  commandOf(label, 'DecideLabelConsent', {
    verb: 'decide-consent',
    summary:
      'Consent that a label goes on in the successor of its holder or issuer, or refuse it; it may be before the succession.',
    body: {
      predecessorId: uuidSchema.describe('Who is succeeded to.'),
      granted: labelEvents.LabelConsentDecided.schema.shape.granted,
    },
    scope: ofIssuer,
    happened: onItsDay,
    refusals: ['MBR_LABEL_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ labelId: id, ...body, on }),
  }),
  ...factCommands(label, {
    scope: ofIssuer,
    unless: notAwarding,
    refusals: [...FACT_REFUSALS, ...SCHEME_UNFIT, ...UNKNOWN_BODY],
  }),
]);
