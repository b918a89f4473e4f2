import type { Companies } from './composition.ts';

/** An organisation as the register has it: its kind, and that it is no more from a day on, with whoever goes on with what it had. */
export interface KnownCompany {
  readonly kind?: string | undefined;
  readonly ended?: { readonly on: string; readonly heirId?: string | undefined } | undefined;
}

/** What the register says of these companies and of whoever has absorbed them. */
export function companiesAmong(known: ReadonlyMap<string, KnownCompany>): Companies {
  const heirOn = (id: string, day: string): string | undefined => {
    const ended = known.get(id)?.ended;
    return ended !== undefined && ended.on <= day ? ended.heirId : undefined;
  };
  const headOn = (id: string, day: string): string => {
    let head = id;
    for (const seen = new Set([id]); ;) {
      const heir = heirOn(head, day);
      if (heir === undefined || seen.has(heir)) return head;
      seen.add(heir);
      head = heir;
    }
  };
  return {
    headOn,
    days: () => [...known.values()].flatMap(({ ended }) => ended?.on ?? []),
    isPrivate: (id) => ['company', 'group'].includes(known.get(id)?.kind ?? ''),
  };
}
