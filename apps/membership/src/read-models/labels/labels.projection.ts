import { z } from 'zod';
import {
  catalog,
  dateSchema,
  labelHolderSchema,
  nameSchema,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { idOn } from '../../domain/cluster/passing.ts';
import { evolveLabel, noLabel, type Label, type LabelFact } from '../../domain/labels/label.ts';
import { labelSchemeOn } from '../../domain/labels/label-scheme.ts';
import { labelOn, LABEL_STATUSES, type LabelSurroundings } from '../../domain/labels/label-status.ts';
import type { LabelSchemeDocument } from '../label-schemes/label-schemes.projection.ts';

export const labelStatus = z.enum(LABEL_STATUSES);

export const labelView = z
  .strictObject({
    labelId: uuidSchema,
    schemeId: uuidSchema,
    name: nameSchema.nullable().describe('Of the scheme, on the day; null before its first version.'),
    issuerId: uuidSchema.describe('On the day: the issuer, or who has succeeded to it.'),
    holder: labelHolderSchema.describe('On the day: who was awarded it, or who has succeeded to the holder.'),
    status: labelStatus.describe('On the day.'),
    since: dateSchema,
    until: dateSchema.optional().describe('The first day after it, by everything that is known of it on the day.'),
    waitsFor: z
      .strictObject({ policy: z.enum(['consent', 're-assess']), by: dateSchema })
      .optional()
      .describe('After a succession: what has to come by that day, on which it is over otherwise.'),
    origins: z
      .array(z.strictObject({ holderId: uuidSchema, until: dateSchema }))
      .describe('Who held it before, up to the day on which it passed.'),
  })
  .meta({ id: 'Label', description: 'A label as it is on a day.' });

export type LabelView = Immutable<z.infer<typeof labelView>>;

/** A label as it is stored: under the holder to whom it was awarded. */
export interface LabelDocument extends Label {
  readonly labelId: string;
  readonly schemeId: string;
  readonly holderId: string;
  readonly holderKind: string;
}

type Names = 'Awarded' | 'Renewed' | 'Suspended' | 'Resumed' | 'Withdrawn' | 'Ended' | 'ConsentDecided';

/** What an event of the domain makes of the document: what it makes of the label. */
function follows<Name extends Names>(name: Name) {
  return upserts<GrappeEvents[`membership.Label${Name}`], LabelDocument>((document, { data }) => {
    const { labelId, schemeId, holder } = data;
    const fact = { type: `Label${name}`, ...data } as LabelFact;
    return {
      labelId,
      schemeId,
      holderId: holder.id,
      holderKind: holder.kind,
      ...evolveLabel(document ?? noLabel, fact),
    };
  });
}

/** Every label that was awarded; the key is the id of the label. Its status and its holder on a day are computed when it is read. */
export const labels = projection<GrappeEvents, LabelDocument>({
  name: 'membership.labels',
  version: 1,
  order: catalog.order,
  subject: 'membership.label',
  columns: {
    label_id: { type: 'text', from: 'labelId' },
    scheme_id: { type: 'text', from: 'schemeId' },
    holder_id: { type: 'text', from: 'holderId' },
    holder_kind: { type: 'text', from: 'holderKind' },
  },
  indexes: [['label_id'], ['holder_id'], ['holder_kind'], ['scheme_id', 'key']],
  key: 'labelId',
  on: {
    'membership.LabelAwarded': follows('Awarded'),
    'membership.LabelRenewed': follows('Renewed'),
    'membership.LabelSuspended': follows('Suspended'),
    'membership.LabelResumed': follows('Resumed'),
    'membership.LabelWithdrawn': follows('Withdrawn'),
    'membership.LabelEnded': follows('Ended'),
    'membership.LabelConsentDecided': follows('ConsentDecided'),
  },
});

/** A label as it is on a day; undefined where all of its awards were taken back. */
export function viewOfLabel(
  document: LabelDocument,
  surroundings: LabelSurroundings & { readonly scheme: LabelSchemeDocument },
  day: string,
): LabelView | undefined {
  const known = labelOn(document, surroundings, day);
  if (known === undefined || document.of === undefined) return undefined;
  const { labelId, schemeId, of } = document;
  const { holderId, status, since, until, pending, origins } = known;
  const { scheme, ofIssuer } = surroundings;
  const holder = holderId === of.holder.id ? of.holder : { kind: of.holder.kind, id: holderId };
  return {
    ...{ labelId, schemeId, name: labelSchemeOn(scheme, day)?.name ?? null },
    ...{ issuerId: idOn(scheme.issuerId, ofIssuer, day), holder, status, since, origins },
    ...(until === undefined ? {} : { until }),
    ...(pending === undefined ? {} : { waitsFor: { policy: pending.policy, by: pending.by } }),
  };
}
