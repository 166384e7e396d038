package io.tocsin.outbox;

import io.tocsin.delivery.DeliveryDraft;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** {@code to: outbox:<receiver>}: stages a delivery into the unit of work of the notice. */
final class OutboxProducer extends DefaultProducer {

    private final OutboxEndpoint outbox;

    OutboxProducer(OutboxEndpoint outbox) {
        super(outbox);
        this.outbox = outbox;
    }

    @Override
    public void process(Exchange exchange) {
        DeliveryStaging.of(exchange).add(new DeliveryDraft(outbox.receiver(), outbox.to()));
    }
}
