import { nameOn } from '#libs/kernel';
import type { OrganisationDocument } from './organisations.projection.ts';

export interface OrganisationView extends OrganisationDocument {
  /** The name in force on the day asked for. */
  readonly name: string | null;
}

/** Names of organisations are public at once, so every reader sees the same. */
export function organisationView(document: OrganisationDocument, day: string): OrganisationView {
  return { ...document, name: nameOn(document.names, day)?.name ?? null };
}
