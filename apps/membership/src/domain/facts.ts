/** The data of one kind of event: what the command that asks for it has to know. */
export type Facts<Event extends { readonly type: string }, Type extends Event['type']> = Omit<
  Extract<Event, { readonly type: Type }>,
  'type'
>;

/** The refusal that every command with a day may meet: its day lies before the one on which things began. */
export interface DateBeforeStart {
  readonly type: 'MBR_DATE_BEFORE_START';
  readonly found: string;
  readonly required: string;
}
