package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.outbox.ReceiversInUse;
import io.tocsin.pipeline.trace.SentPages;
import java.util.Optional;
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

    void bind(Operations operations) {
        operations.answer("showDelivery", viewer(request -> one(request, "delivery", pages::delivery)));
        operations.answer("showNotice", viewer(request -> one(request, "notice", pages::notice)));
        operations.answer("showReceiver", viewer(this::receiver));
    }

    private static Reply one(Request request, String what, Function<String, Optional<ObjectNode>> page) {
        return page.apply(request.id())
                .map(Reply::json)
                .orElseThrow(() -> RefusedException.notFound("No " + what + " has the id " + request.id()
                        + "; it may have been removed after hub.retention."));
    }

    private Reply receiver(Request request) {
        String name = request.path("name");
        return receivers.show(name).map(Reply::json).orElseThrow(() -> {
            names.check("receiver", name); // names the nearest
            return RefusedException.notFound("There is no receiver `" + name + "` any more.");
        });
    }
}
