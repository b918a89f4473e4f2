import type { ApiClient } from '../api-client.ts';
import type { Lane, Span } from './timeline.ts';

interface Intervals {
  readonly intervals: readonly {
    readonly from: string;
    readonly to: string | null;
    readonly holders: readonly { readonly name: string }[];
  }[];
}

/** Who held an office, each holder from the first day to the last without a gap. */
export async function officeLane(api: ApiClient, name: string, officeId: string): Promise<Lane> {
  const { intervals } = await api.get<Intervals>(`audit/offices/${officeId}/intervals`);
  const spans: Span[] = [];
  for (const { from, to, holders } of intervals)
    for (const holder of holders) {
      const before = spans.findIndex((span) => span.label === holder.name && span.to === from);
      const begun = spans[before];
      if (begun === undefined) spans.push({ label: holder.name, from, to });
      else spans[before] = { ...begun, to };
    }
  return { label: name, spans };
}
