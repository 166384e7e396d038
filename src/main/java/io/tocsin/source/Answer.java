package io.tocsin.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.event.Accepted;
import io.tocsin.event.StoreUnavailableException;
import io.tocsin.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sender is told after the route is done.
 *
 * @param status HTTP status
 * @param mediaType of the body
 * @param body UTF-8 JSON
 * @param retry whether Retry-After belongs to it
 */
record Answer(int status, String mediaType, byte[] body, boolean retry) {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    static Answer to(Exchange exchange, boolean batch) {
        Exception failure = exchange.getException();
        if (failure != null) {
            return failed(failure);
        }
        if (!(exchange.getMessage().getBody() instanceof List<?> body)
                || !body.stream().allMatch(Accepted.class::isInstance)) {
            return failed(new IllegalStateException(
                    "The accept route " + exchange.getFromRouteId() + " must end with to: inbox:events"));
        }
        return accepted(body.stream().map(Accepted.class::cast).toList(), batch);
    }

    static Answer accepted(List<Accepted> all, boolean batch) {
        List<Integer> conflicts = new ArrayList<>();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < all.size(); i++) {
            Accepted one = all.get(i);
            list.add(json(one));
            if (one.status() == Accepted.Status.CONFLICT) {
                conflicts.add(i);
            }
        }
        if (!conflicts.isEmpty()) {
            return of(
                    Refusals.conflict(
                            batch
                                    ? "elements " + conflicts + ", counted from 0; the others were accepted"
                                    : "this event"),
                    false);
        }
        String body = batch ? list.toString() : list.get(0).toString();
        return new Answer(202, "application/json", body.getBytes(StandardCharsets.UTF_8), false);
    }

    private static ObjectNode json(Accepted one) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", one.id())
                .put("status", one.status().word());
    }

    static Answer failed(Exception failure) {
        StoreUnavailableException unavailable = ObjectHelper.getException(StoreUnavailableException.class, failure);
        if (unavailable != null) {
            // The store says so once itself; senders that come again would say it thousands of times.
            LOG.debug("Event refused with 503: {}", unavailable.getMessage());
            return of(Refusals.NO_STORE, true);
        }
        if (ObjectHelper.getException(RejectedExecutionException.class, failure) != null) {
            return of(Refusals.STOPPING, true);
        }
        String reference = UUID.randomUUID().toString();
        LOG.error("Event refused with 500, reference {}", reference, failure);
        return of(Problem.internal(reference), false);
    }

    static Answer of(Problem problem, boolean retry) {
        return new Answer(problem.status(), Problem.MEDIA_TYPE, problem.json(), retry);
    }
}
