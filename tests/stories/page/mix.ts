import type { Whole } from './bars.ts';

/** The funding of a year by class, as the API answers. */
export interface Mix {
  readonly classes: readonly { readonly class: string; readonly amountCents: number; readonly share?: string }[];
}

/** A funding mix as a whole with its classes as parts, each with the share that was answered; of a class without resources none. */
export function wholeOf(label: string, { classes }: Mix, names: readonly string[]): Whole {
  const parts = names.map((name) => {
    const found = classes.find((each) => each.class === name);
    return { value: found?.amountCents ?? 0, text: `${found?.share ?? '0'} %` };
  });
  return { label, parts };
}
