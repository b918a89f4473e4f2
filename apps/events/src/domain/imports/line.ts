import type { Refusal } from '#libs/kernel';

/** `found` is what a line of a file says, `required` what is recorded, and how it is changed. */
export type LineDiffers = Refusal<'EVT_LINE_DIFFERS', 'found' | 'required'>;

export function differs(found: string, required: string): LineDiffers {
  return { type: 'EVT_LINE_DIFFERS', found, required };
}
