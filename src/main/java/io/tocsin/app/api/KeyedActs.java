package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.net.problem.Problem;
import io.tocsin.store.repeat.AnsweredRequests;
import io.tocsin.store.repeat.Keyed;
import io.tocsin.store.repeat.Known;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts with an {@code Idempotency-Key}: the same request again under the same key of the same token, within a day and at any hub of the
 * store, is not done again and is answered as the first was (docs/decisions/0093-an-act-is-done-once.md).
 */
final class KeyedActs {

    /** Says of an answer that it is the one of before; Stripe's name for it. */
    static final String REPLAYED = "Idempotent-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(KeyedActs.class);
    private static final Map<String, String> IS_REPLAY = Map.of(REPLAYED, "true");
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;

    private final AnsweredRequests requests;

    /** @param requests what was answered before */
    KeyedActs(AnsweredRequests requests) {
        this.requests = requests;
    }

    /** An endpoint that does what comes without a key as ever, and what comes with one once. */
    Endpoint once(Operation operation, Endpoint endpoint) {
        return Endpoint.of(endpoint.role(), request -> request.headers()
                .key()
                .map(key -> once(operation, endpoint, request, key))
                .orElseGet(() -> endpoint.answer(request)));
    }

    private Reply once(Operation operation, Endpoint endpoint, Request request, String key) {
        Keyed keyed = Keyed.of(request.token(), key, asked(operation, request));
        Known known = requests.take(keyed);
        if (known instanceof Known.New taken) {
            return new Try(operation, endpoint, request, keyed, taken.by()).reply();
        } else if (known instanceof Known.Answered before) {
            return replay(before.answer());
        } else if (known instanceof Known.UnderWay underWay) {
            Reply refused = Reply.problem(Problem.typed(
                    "request-under-way",
                    409,
                    "Conflict",
                    "The first request with this Idempotency-Key is being done; ask again in a moment."));
            return refused.with(
                    Map.of("Retry-After", String.valueOf(underWay.again().toSeconds())));
        } else if (known instanceof Known.Unanswered lost) {
            return replay(notRepeated(
                    "was tried at " + lost.at() + ", and the hub ended before it had kept what came of it"));
        }
        throw new RefusedException(
                Problem.typed(
                        "key-reused",
                        422,
                        "Unprocessable content",
                        "This Idempotency-Key was used for another request in the last 24 hours; expected a new one for each."));
    }

    /** All that is asked; the fields of JSON in one order, since programs write them in any. */
    private static String asked(Operation operation, Request request) {
        return String.join(
                "\n",
                operation.id(),
                new TreeMap<>(request.path()).toString(),
                new TreeMap<>(request.queries()).toString(),
                request.headers().ifMatch().orElse(""),
                sorted(request.body()));
    }

    private static String sorted(JsonNode node) {
        StringBuilder text = new StringBuilder();
        if (node.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            fields.forEach((name, value) -> text.append(TextNode.valueOf(name)).append(value));
            return "{" + text + "}";
        } else if (node.isArray()) {
            node.forEach(entry -> text.append(sorted(entry)).append(','));
            return "[" + text + "]";
        }
        return node.toString();
    }

    private static Reply replay(Known.Answer answer) {
        Map<String, String> headers = new HashMap<>(IS_REPLAY);
        if (!answer.etag().isEmpty()) {
            headers.put(EntityTag.HEADER, answer.etag());
        }
        return new Reply(
                answer.status(),
                answer.status() < 400 ? Reply.JSON : Problem.MEDIA_TYPE,
                answer.body().getBytes(StandardCharsets.UTF_8),
                headers);
    }

    private static Known.Answer notRepeated(String why) {
        Problem problem = Problem.typed(
                "answer-not-repeated",
                409,
                "Conflict",
                "What the first request with this Idempotency-Key asked for " + why
                        + ". Nothing is done again: look at how things stand.");
        return new Known.Answer(409, "", new String(problem.json(), StandardCharsets.UTF_8));
    }

    /** One try of a request that has its key. */
    private final class Try {
        private final Operation operation;
        private final Endpoint endpoint;
        private final Request request;
        private final Keyed keyed;
        private final String by;
        private boolean isKept;

        Try(Operation operation, Endpoint endpoint, Request request, Keyed keyed, String by) {
            this.operation = operation;
            this.endpoint = endpoint;
            this.request = request;
            this.keyed = keyed;
            this.by = by;
        }

        Reply reply() {
            try {
                Reply reply = requests.doing(keyed, by, this::whatCameOfIt, () -> endpoint.answer(request));
                if (!isKept) {
                    keep(reply);
                }
                return reply;
            } catch (RefusedException refused) {
                if (isNotNow(refused)) {
                    settle(() -> requests.forget(keyed, by, true));
                } else if (!isKept) {
                    keep(Reply.problem(refused.problem()));
                }
                throw refused;
            } catch (RuntimeException failed) {
                settle(() -> requests.forget(keyed, by, false));
                throw failed;
            }
        }

        /** In the transaction of the act. */
        private Optional<Known.Answer> whatCameOfIt(Object result) {
            Optional<Known.Answer> answer = told(result).map(this::answer);
            isKept = answer.isPresent(); // read once it is committed; where it is not, an exception says so
            return answer;
        }

        private Optional<Reply> told(Object result) {
            try {
                return endpoint.told(request, result);
            } catch (RefusedException refused) {
                return isNotNow(refused) ? Optional.empty() : Optional.of(Reply.problem(refused.problem()));
            }
        }

        /** Not now or not here, or not by this one: it may be tried again. */
        private boolean isNotNow(RefusedException refused) {
            int status = refused.problem().status();
            return status >= SERVER_ERROR || status == FORBIDDEN;
        }

        private void keep(Reply reply) {
            Known.Answer answer = answer(reply);
            settle(() -> requests.answered(keyed, by, answer));
        }

        private Known.Answer answer(Reply reply) {
            if (reply.body().length > AnsweredRequests.MOST_OF_ANSWER) {
                return notRepeated("was done, and the answer was too long to be kept");
            }
            if (operation.isSecret() && reply.status() < 400) {
                return notRepeated(
                        "was done, and the answer has a secret, which is told once and kept nowhere; what was made ("
                                + Reply.read(reply).path("id").asText()
                                + ") can be revoked, and another one made under a new key");
            }
            return new Known.Answer(
                    reply.status(),
                    reply.headers().getOrDefault(EntityTag.HEADER, ""),
                    new String(reply.body(), StandardCharsets.UTF_8));
        }

        /** Whoever waits is told what became of it, also where that can't be kept. */
        private void settle(Runnable settling) {
            try {
                settling.run();
            } catch (CompletionException notKept) {
                LOG.debug("An answer was not kept for its Idempotency-Key", notKept);
            }
        }
    }
}
