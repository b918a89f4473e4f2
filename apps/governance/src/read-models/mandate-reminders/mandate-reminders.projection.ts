import { mandateReminderEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, keyed, projection } from '#libs/projections';
import { z } from 'zod';

export const mandateReminderView = mandateReminderEvents.MandateReminded.schema
  .extend({ id: z.string().describe('The mandate, its limit and the stage.') })
  .meta({ id: 'MandateReminder', description: 'That the limit of a mandate was near, or was reached.' });

export type MandateReminderDocument = Immutable<z.infer<typeof mandateReminderView>>;

type Reminded = GrappeEvents['governance.MandateReminded'];

const idOf = ({ data: { mandateId, limit, stage } }: { readonly data: Reminded }): string =>
  `${mandateId} ${limit} ${stage}`;

/** Everything that was called to mind of mandates; whoever reads it asks the office what has become of it. */
export const mandateReminders = projection<GrappeEvents, MandateReminderDocument>({
  name: 'governance.mandate-reminders',
  version: 1,
  order: AS_RECORDED,
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, stage: { type: 'text', from: 'stage' } },
  indexes: [['cluster_id']],
  on: {
    'governance.MandateReminded': keyed<Reminded, MandateReminderDocument>(
      idOf,
      creates((event) => ({ ...event.data, id: idOf(event) })),
    ),
  },
});
