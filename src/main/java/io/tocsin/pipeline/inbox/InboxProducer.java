package io.tocsin.pipeline.inbox;

import io.micrometer.core.instrument.Timer;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.corridor.Counters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Puts events on disk and answers on the committer's thread. */
final class InboxProducer extends DefaultAsyncProducer {

    private final Corridor corridor;
    private final AcceptEvents accepting;
    private final Counters events;
    private final Timer latency;

    InboxProducer(InboxEndpoint endpoint, Corridor corridor, AcceptEvents accepting) {
        super(endpoint);
        this.corridor = corridor;
        this.accepting = accepting;
        this.events = new Counters(
                corridor.meters(),
                "tocsin.events",
                "Events that sources offered, by what became of them on arrival",
                "origin",
                "status");
        this.latency = Timer.builder("tocsin.accept")
                .description("How long it took to put a sender's events on disk")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(corridor.meters());
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
        long begin = System.nanoTime();
        List<Arrived> arrived =
                drafts.stream().map(draft -> Arrived.of(corridor.json(), draft)).toList();
        corridor.store().submit(accepting, arrived).whenComplete((accepted, failure) -> {
            if (failure == null) {
                exchange.getMessage().setBody(accepted);
                count(drafts, accepted, Duration.ofNanos(System.nanoTime() - begin));
            } else {
                exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
            }
            callback.done(false);
        });
        return false;
    }

    private void count(List<EventDraft> drafts, List<Accepted> accepted, Duration took) {
        latency.record(took);
        for (int i = 0; i < accepted.size(); i++) {
            events.count(drafts.get(i).source(), accepted.get(i).status().word());
        }
    }
}
