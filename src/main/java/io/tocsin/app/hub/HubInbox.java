package io.tocsin.app.hub;

import io.tocsin.model.event.EventDraft;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Where the hub puts events of its own making: the same inbox as everybody's. */
final class HubInbox implements Consumer<List<EventDraft>> {
    private final ProducerTemplate template;

    HubInbox(CamelContext context) {
        this.template = context.createProducerTemplate();
    }

    /** Returns when they are stored. @throws org.apache.camel.CamelExecutionException if they can't be */
    @Override
    public void accept(List<EventDraft> drafts) {
        template.requestBody("inbox:events", drafts);
    }
}
