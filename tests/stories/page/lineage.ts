import type { ApiClient } from '../api-client.ts';
import type { Drawing } from '../story.ts';

/** What a cluster comes from, as the audit side draws it, with the members of a day. */
export const lineageOf = (title: string, clusterId: string, on: string): Drawing => ({
  title,
  draw: (api: ApiClient) =>
    api.getText(`audit/lineage/${clusterId}?direction=ancestors&validAt=${on}`, 'image/svg+xml'),
});
