import { memberLists as listsOf } from '#libs/process-managers';

/** Who is a member of which cluster: by what right somebody comes to a gathering. */
export const memberLists = listsOf('events', 1);
