package io.tocsin.source.accept;

import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Keeps message attributes from becoming headers that Camel obeys (CVE-2026-46456: aws2-sqs of Camel 4.17 has no inbound
 * filter, so an attribute {@code CamelHttpUri} would name where a later step sends to).
 *
 * <p>It lets nothing in. The advisory's own remedy, removing {@code Camel*} headers, would also remove the receipt handle
 * that the delete needs.
 */
public final class InboundFilter extends DefaultHeaderFilterStrategy {

    /** Filters every name. */
    public InboundFilter() {
        setInFilterPattern(".*");
    }
}
