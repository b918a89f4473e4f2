/** Facts about a person for comparison: a person is the id, the name may have been erased since. */
export function nameless({ person, ...facts }: { readonly person: { readonly personId: string } }): object {
  return { ...facts, personId: person.personId };
}
