import { mandateReminderEvents } from '#libs/contracts';
import { equals, idParameter, listOf, wordParameter, type QueryRow } from '#libs/hosting';
import {
  mandateReminders,
  mandateReminderView,
} from '../read-models/mandate-reminders/mandate-reminders.projection.ts';

const { stage } = mandateReminderEvents.MandateReminded.schema.shape;

export const mandateReminderQueries: readonly QueryRow[] = [
  listOf(mandateReminders, {
    summary:
      'What was called to mind of mandates: that a limit is near, or was reached, and nobody has decided what follows.',
    shows: 'register',
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      stage: equals(wordParameter(stage, 'At this stage.', 'near')),
    },
    item: mandateReminderView,
  }),
];
