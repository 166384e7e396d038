package io.tocsin.outbox;

import io.tocsin.delivery.DeliveryDraft;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** The deliveries that a route asks for, gathered while it runs and committed when it ends: its unit of work. */
public final class DeliveryStaging {

    private static final String PROPERTY = "tocsin.deliveries";

    private final List<DeliveryDraft> drafts = new ArrayList<>();

    /** The unit of work that the ledger opened for this exchange, or for the one it was copied from. */
    static DeliveryStaging of(Exchange exchange) {
        DeliveryStaging staging = exchange.getProperty(PROPERTY, DeliveryStaging.class);
        if (staging == null) {
            throw new IllegalStateException(
                    "to: outbox: needs a route that starts from ledger:notices or ledger:dead-letters");
        }
        return staging;
    }

    /** Opens it for an exchange; copies of the exchange share it. */
    public void open(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    synchronized void add(DeliveryDraft draft) {
        drafts.add(draft);
    }

    /** What was asked for so far. */
    public synchronized List<DeliveryDraft> drafts() {
        return List.copyOf(drafts);
    }
}
