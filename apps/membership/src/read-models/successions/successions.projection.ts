import { successionsOf, withoutPersons } from '#libs/process-managers';

/** Every merger that took effect, by the cluster that gave a branch as well. */
export const successions = successionsOf('membership', 6, withoutPersons, {
  columns: { giver_id: { type: 'text', from: 'giver.clusterId' } },
  indexes: [['giver_id']],
});
