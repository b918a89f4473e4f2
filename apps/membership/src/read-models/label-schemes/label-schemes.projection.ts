import { z } from 'zod';
import { catalog, dateSchema, labelSchemeEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { LAST_DAY, projection, upserts } from '#libs/projections';
import { labelSchemeOn, withLabelScheme, type LabelScheme } from '../../domain/labels/label-scheme.ts';
import { idOn, type Passing } from '../../domain/cluster/passing.ts';
import type { Dissolutions } from '../clusters/dissolutions.ts';

const version = labelSchemeEvents.LabelSchemeSet.schema
  .omit({ schemeId: true, issuerId: true })
  .meta({ id: 'LabelSchemeVersion', description: 'The rules of a label from a day on.' });

export const labelSchemeView = z
  .strictObject({
    schemeId: uuidSchema,
    issuerId: uuidSchema.describe('On the day: the issuer, or who has succeeded to it.'),
    state: z
      .enum(['to-come', 'active', 'withdrawn'])
      .describe('On the day; it is withdrawn when its issuer is dissolved.'),
    inForce: version.optional().describe('On the day; absent before the first.'),
    versions: z.array(version),
    withdrawnOn: dateSchema.optional(),
  })
  .meta({ id: 'LabelScheme', description: 'A label that somebody awards, with its rules in the order of days.' });

/** A scheme as it is stored; one of which everything was taken back has no versions. */
export interface LabelSchemeDocument extends LabelScheme {
  readonly schemeId: string;
  readonly issuerId: string;
}

/** Every label that somebody awards; the key is the id of the scheme. */
export const labelSchemes = projection<GrappeEvents, LabelSchemeDocument>({
  name: 'membership.label-schemes',
  version: 1,
  order: catalog.order,
  subject: 'membership.label-scheme',
  columns: { issuer_id: { type: 'text', from: 'issuerId' } },
  indexes: [['issuer_id', 'key']],
  key: 'schemeId',
  on: {
    'membership.LabelSchemeSet': upserts((document, { data }) => ({
      ...document,
      schemeId: data.schemeId,
      issuerId: data.issuerId,
      versions: withLabelScheme(document?.versions ?? [], data),
    })),
    'membership.LabelSchemeWithdrawn': upserts((document, { data: { schemeId, issuerId, on } }) => ({
      ...{ schemeId, issuerId, versions: document?.versions ?? [] },
      withdrawnOn: on,
    })),
  },
});

/** A scheme until its issuer is dissolved: nobody awards it any more. */
export function untilIssuerEnds(
  document: LabelSchemeDocument,
  ofIssuer: readonly Passing[],
  dissolvedOn: Dissolutions,
): LabelSchemeDocument {
  const over = dissolvedOn(ofIssuer.at(-1)?.successorId ?? document.issuerId);
  const { withdrawnOn = LAST_DAY } = document;
  return over < withdrawnOn ? { ...document, withdrawnOn: over } : document;
}

/** A scheme as it is on a day. */
export function viewOfLabelScheme(
  document: LabelSchemeDocument,
  ofIssuer: readonly Passing[],
  day: string,
): Immutable<z.infer<typeof labelSchemeView>> {
  const inForce = labelSchemeOn(document, day);
  const isWithdrawn = document.withdrawnOn !== undefined && document.withdrawnOn <= day;
  return {
    ...document,
    issuerId: idOn(document.issuerId, ofIssuer, day),
    state: isWithdrawn ? 'withdrawn' : inForce === undefined ? 'to-come' : 'active',
    ...(inForce === undefined ? {} : { inForce }),
  };
}
