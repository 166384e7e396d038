package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.outbox.ReceiversInUse;
import io.tocsin.pipeline.trace.SentPages;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code /v1/deliveries/{id}}, {@code /v1/notices/{id}} and {@code /v1/receivers/{name}}: one of what is sent, and one of whom it is sent
 * to. Lists are the {@link ListsEndpoint}'s.
 */
final class DeliveriesEndpoint {

    private final SentPages pages;
    private final ReceiversInUse receivers;
    private final NamesInUse names;

    DeliveriesEndpoint(SentPages pages, ReceiversInUse receivers, NamesInUse names) {
        this.pages = pages;
        this.receivers = receivers;
        this.names = names;
    }

    void mountOn(Desk desk) {
        desk.at("/v1/deliveries/:id", Map.of("GET", viewer(request -> one(request, "delivery", pages::delivery))));
        desk.at("/v1/notices/:id", Map.of("GET", viewer(request -> one(request, "notice", pages::notice))));
        desk.at("/v1/receivers/:id", Map.of("GET", viewer(this::receiver)));
    }

    private static Reply one(Request request, String what, Function<String, Optional<ObjectNode>> page) {
        request.allowQuery(Set.of());
        return page.apply(request.id())
                .map(Reply::json)
                .orElseThrow(() -> RefusedException.notFound("No " + what + " has the id " + request.id()
                        + "; it may have been removed after hub.retention."));
    }

    private Reply receiver(Request request) {
        request.allowQuery(Set.of());
        return receivers.show(request.id()).map(Reply::json).orElseThrow(() -> {
            names.check("receiver", request.id()); // names the nearest
            return RefusedException.notFound("There is no receiver `" + request.id() + "` any more.");
        });
    }
}
