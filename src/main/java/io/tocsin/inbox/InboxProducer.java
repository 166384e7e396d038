package io.tocsin.inbox;

import io.micrometer.core.instrument.Counter;
import io.tocsin.corridor.Corridor;
import io.tocsin.event.Accepted;
import io.tocsin.event.EventDraft;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Puts events on disk and answers on the committer's thread. */
final class InboxProducer extends DefaultAsyncProducer {

    private final Corridor corridor;
    private final AcceptEvents accepting;

    InboxProducer(InboxEndpoint endpoint, Corridor corridor, AcceptEvents accepting) {
        super(endpoint);
        this.corridor = corridor;
        this.accepting = accepting;
    }

    @Override
    @SuppressWarnings("unchecked") // the contract of inbox:events
    public boolean process(Exchange exchange, AsyncCallback callback) {
        List<EventDraft> drafts = exchange.getMessage().getBody(List.class);
        if (drafts == null || drafts.isEmpty()) {
            exchange.getMessage().setBody(List.of());
            callback.done(true);
            return true;
        }
        corridor.store().submit(accepting, drafts).whenComplete((accepted, failure) -> {
            if (failure == null) {
                exchange.getMessage().setBody(accepted);
                count(drafts, accepted);
            } else {
                exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
            }
            callback.done(false);
        });
        return false;
    }

    private void count(List<EventDraft> drafts, List<Accepted> accepted) {
        for (int i = 0; i < accepted.size(); i++) {
            Counter.builder("tocsin.events")
                    .description("Events that sources offered, by what became of them at the door")
                    .tag("source", drafts.get(i).source())
                    .tag("status", accepted.get(i).status().name().toLowerCase(java.util.Locale.ROOT))
                    .register(corridor.meters())
                    .increment();
        }
    }
}
