package io.tocsin.source.accept;

import io.tocsin.net.problem.Problem;
import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Proof;
import io.tocsin.source.proof.Verdict;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Decides whether a request may come in: as much as can be from its head, before a byte of its body is read. */
final class Gate {
    /** Reasons of refusals that only those meet who are authenticated. */
    private static final Set<String> AFTER_PROOF = Set.of("too-large", "media-type", "rate");

    private final AcceptEndpoint options;
    private final Optional<Proof> proof;
    private final SourceRates rates;

    Gate(AcceptEndpoint options) {
        this.options = options;
        this.proof = options.proof();
        this.rates = new SourceRates(options.getRate(), options.getBurst(), System::nanoTime);
    }

    /**
     * A refusal.
     *
     * @param problem what the sender is told
     * @param header the header field that belongs to it
     * @param value of that
     * @param reason the true one, in a word
     * @param why the same for the operator, who may know more than the sender
     */
    record Refusal(Problem problem, Optional<String> header, String value, String reason, String why) {
        static Refusal of(Problem problem) {
            return new Refusal(problem, Optional.empty(), "", Refusals.reason(problem), problem.detail());
        }

        static Refusal of(Problem problem, String header, Object value) {
            return of(problem).with(header, value);
        }

        private Refusal with(String name, Object text) {
            return new Refusal(problem, Optional.of(name), String.valueOf(text), reason, why);
        }

        /** Whether its sender was authenticated, where its head alone says who it is. */
        boolean believed() {
            return AFTER_PROOF.contains(reason);
        }

        private static Refusal disbelieved(String reason, String why) {
            return new Refusal(Refusals.UNAUTHORIZED, Optional.empty(), "", reason, why)
                    .with("WWW-Authenticate", "Bearer realm=\"tocsin\"");
        }
    }

    /** Empty if the body may come. */
    Optional<Refusal> refuse(HttpServerRequest request, Claim head) {
        if (!SourceName.isValid(head.source()) || !options.identityName().fits(head.path())) {
            return Optional.of(Refusal.of(Refusals.NO_SUCH_SOURCE));
        }
        boolean takesGet = options.protocol().takesGet();
        if (request.method() != HttpMethod.POST && !(takesGet && request.method() == HttpMethod.GET)) {
            return Optional.of(
                    takesGet
                            ? Refusal.of(Refusals.NEITHER_GET_NOR_POST, "Allow", "GET, POST, OPTIONS")
                            : Refusal.of(Refusals.NOT_POST, "Allow", "POST, OPTIONS"));
        }
        if (options.isElsewhere(head.source())) {
            return Optional.of(disbelieve("it has a path and a proof of its own"));
        }
        if (!waitsForBody()) {
            Optional<Refusal> refusal = believe(head.source(), byHead(head));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Optional.of(unfit(Refusals.ENCODED));
        }
        if (announced(request) > options.getMaxBody()) {
            return Optional.of(tooLarge());
        }
        return Optional.empty();
    }

    /** Whether the proof covers the body, so that it has to be read before its sender is believed. */
    boolean waitsForBody() {
        return proof.isPresent() && !proof.get().byHeadAlone();
    }

    /** Asks the proof; one that is needed. */
    CompletionStage<Verdict> verify(Claim claim) {
        return proof.orElseThrow().verify(claim);
    }

    /** Empty if the request is genuine and its source may send now. A quota is spent only by who is believed. */
    Optional<Refusal> believe(String source, Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return Optional.of(disbelieve(refused.why()));
        }
        if (verdict instanceof Verdict.Undecided undecided) {
            return Optional.of(new Refusal(
                    Refusals.UNDECIDED,
                    Optional.of("Retry-After"),
                    String.valueOf(options.getRetryAfter()),
                    "undecided",
                    undecided.why()));
        }
        long wait = rates.take(source);
        return wait > 0 ? Optional.of(Refusal.of(Refusals.TOO_OFTEN, "Retry-After", wait)) : Optional.empty();
    }

    /** The body is larger than it may be. */
    Refusal tooLarge() {
        return unfit(Refusals.tooLarge(options.getMaxBody()));
    }

    /** Who is believed by the head is told what is wrong; anybody else would learn that there is such a source. */
    private Refusal unfit(Problem problem) {
        return waitsForBody() ? Refusal.disbelieved(Refusals.reason(problem), problem.detail()) : Refusal.of(problem);
    }

    private static Refusal disbelieve(String why) {
        return Refusal.disbelieved("unauthorized", why);
    }

    private Verdict byHead(Claim head) {
        return proof.map(asked -> asked.verify(head)
                        .toCompletableFuture()
                        .getNow(new Verdict.Refused("the proof did not answer at once")))
                .orElse(Verdict.Genuine.PLAIN);
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
