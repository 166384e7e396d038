/** Lists of what the hub has: events, alerts and incidents, the newest first, a bounded page at a time. */
package io.tocsin.pipeline.listing;
