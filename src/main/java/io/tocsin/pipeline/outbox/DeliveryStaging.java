package io.tocsin.pipeline.outbox;

import io.tocsin.model.recipient.Address;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** The deliveries that a route asks for, gathered while it runs and committed when it ends: its unit of work. */
public final class DeliveryStaging {

    private static final String PROPERTY = "tocsin.deliveries";

    private final List<Address> offered;
    private final List<Address> drafts = new ArrayList<>();

    /** One in which each receiver that the route names is told once, at its own address. */
    public DeliveryStaging() {
        this(List.of());
    }

    /** @param offered what is to be made of it that the route names a receiver */
    public DeliveryStaging(List<Address> offered) {
        this.offered = List.copyOf(offered);
    }

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

    /**
     * Asks for everything that is offered for this receiver; for its own address where nothing is.
     *
     * @param address one at which the route wants it told in any case; empty for what is offered
     */
    synchronized void add(String receiver, String address) {
        List<Address> its = address.isEmpty()
                ? offered.stream()
                        .filter(draft -> draft.receiver().equals(receiver))
                        .toList()
                : List.of();
        drafts.addAll(its.isEmpty() ? List.of(new Address(receiver, address)) : its);
    }

    /** What was asked for so far. */
    public synchronized List<Address> drafts() {
        return List.copyOf(drafts);
    }
}
