import { ApiClient } from '../api-client.ts';
import type { Player } from '../player.ts';
import { clusters, operations } from './cast.ts';

interface Members {
  readonly items: readonly {
    readonly organisationId: string;
    readonly membershipId: string;
    readonly college?: string;
  }[];
  readonly next?: string;
}

/** What somebody could read on the day itself: of an embargo no later reading can tell. */
class Readings {
  readonly #kept = new Map<string, unknown>();

  async name({ api, day }: Player): Promise<void> {
    for (const role of ['subscriber', 'auditor']) {
      const reader = await ApiClient.withDevelopmentToken(api.baseUrl, [role]);
      const { name } = await reader.get<{ readonly name: string }>(`membership/clusters/${clusters.frenchSouth}`);
      this.#kept.set(`${day} ${role}`, name);
    }
  }

  async calendar({ api, day }: Player): Promise<void> {
    const path = `mergers/operations/${operations.digital113}`;
    const { target, steps } = await api.get<{
      readonly target?: string;
      readonly steps: readonly { readonly step: string }[];
    }>(`${path}/calendar?validAt=${day}`);
    const { status } = await api.get<{ readonly status: string }>(path);
    this.#kept.set(`${day} calendar`, { status, target, steps: steps.map(({ step }) => step) });
  }

  of(...keys: readonly string[]): readonly unknown[] {
    return keys.map((key) => this.#kept.get(key));
  }
}

export const readings = new Readings();

/** Every page of the members of a cluster on a day. */
export async function membersOn(api: ApiClient, clusterId: string, day: string): Promise<Members['items']> {
  const items: Members['items'][number][] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Members = await api.get(
      `membership/clusters/${clusterId}/members?validAt=${day}&limit=100${after === '' ? '' : `&after=${after}`}`,
    );
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

export async function membershipIds(
  api: ApiClient,
  clusterId: string,
  day: string,
): Promise<ReadonlyMap<string, string>> {
  const members = await membersOn(api, clusterId, day);
  return new Map(members.map(({ organisationId, membershipId }) => [organisationId, membershipId]));
}
