import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/*
 * kafkajs 2.2.4 looks after a queue of requests by a timer, and sets the timer again when there is nothing in the queue: every
 * millisecond, for ever, on every connection (its issues 1556 and 1704). At rest that was most of what a service did. Here it is set
 * only while something waits, which is what the timer is for: a request that comes or is answered looks by itself.
 */
const { prototype } = RequestQueue;
const schedule = prototype.scheduleCheckPendingRequests;
prototype.scheduleCheckPendingRequests = function whileSomethingWaits(): void {
  if (this.pending.length > 0) schedule.call(this);
};
