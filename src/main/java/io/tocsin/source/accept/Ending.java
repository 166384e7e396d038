package io.tocsin.source.accept;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Protocol;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sender is told after the route is done.
 *
 * @param protocol the sender's language
 * @param retryAfter seconds after which a sender that got 503 should come again
 */
record Ending(Protocol protocol, int retryAfter) {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    Answer of(Exchange exchange, Function<List<Accepted>, Answer> answer) {
        Exception failure = exchange.getException();
        if (failure != null) {
            return failed(failure);
        }
        if (!(exchange.getMessage().getBody() instanceof List<?> body)
                || !body.stream().allMatch(Accepted.class::isInstance)) {
            return failed(new IllegalStateException(
                    "The accept route " + exchange.getFromRouteId() + " must end with to: inbox:events"));
        }
        return answer.apply(body.stream().map(Accepted.class::cast).toList());
    }

    Answer failed(Throwable failure) {
        StoreUnavailableException unavailable = ObjectHelper.getException(StoreUnavailableException.class, failure);
        if (unavailable != null) {
            // The store says so once itself; senders that come again would say it thousands of times.
            LOG.debug("Event refused with 503: {}", unavailable.getMessage());
            return later(Refusals.NO_STORE);
        }
        if (ObjectHelper.getException(RejectedExecutionException.class, failure) != null) {
            return later(Refusals.STOPPING);
        }
        String reference = UUID.randomUUID().toString();
        LOG.error("Event refused with 500, reference {}", reference, failure);
        return protocol.refuse(Problem.internal(reference));
    }

    Answer of(Gate.Refusal refusal) {
        Answer answer = protocol.refuse(refusal.problem());
        return refusal.header().map(name -> answer.with(name, refusal.value())).orElse(answer);
    }

    Answer later(Problem problem) {
        return protocol.refuse(problem).with("Retry-After", retryAfter);
    }
}
