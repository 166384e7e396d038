package io.tocsin.model.incident;

import io.tocsin.model.recipient.Address;

/**
 * A delivery that waits and is not to be sent any more: what is newer tells all that it would have told, or what it tells is
 * over.
 *
 * @param address to whom
 * @param version the version that it tells
 * @param why for the trace
 */
public record Withdrawn(Address.Key address, long version, Why why) {

    /** Why it is not sent. */
    public enum Why {
        /** A newer message tells all of it. */
        SUPERSEDED,
        /** Somebody acknowledged the incident before they were paged. */
        ANSWERED,
        /** What it tells was over before it was sent, so neither is told. */
        UNHEARD
    }
}
