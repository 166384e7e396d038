package io.tocsin.source;

import io.tocsin.problem.Problem;
import io.tocsin.proof.Claim;
import io.tocsin.proof.Proof;
import io.tocsin.proof.Verdict;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a request may come in: as much as can be from its head, before a byte of its body is read. */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final long MINUTE = 60_000_000_000L;

    private final AcceptEndpoint options;
    private final Optional<Proof> proof;
    private final SourceRates rates;
    private final AtomicLong complained = new AtomicLong(System.nanoTime() - MINUTE);

    Gate(AcceptEndpoint options) {
        this.options = options;
        this.proof = options.proof();
        this.rates = new SourceRates(options.getRate(), options.getBurst(), System::nanoTime);
    }

    /** A refusal, and the header field that belongs to it. */
    record Refusal(Problem problem, Optional<String> header, String value) {
        static Refusal of(Problem problem) {
            return new Refusal(problem, Optional.empty(), "");
        }

        static Refusal of(Problem problem, String header, Object value) {
            return new Refusal(problem, Optional.of(header), String.valueOf(value));
        }
    }

    /** Empty if the body may come. */
    Optional<Refusal> refuse(HttpServerRequest request, Claim head) {
        if (!SourceName.isValid(head.source()) || !options.identityName().fits(head.path())) {
            return Optional.of(Refusal.of(Refusals.NO_SUCH_SOURCE));
        }
        if (request.method() != HttpMethod.POST) {
            return Optional.of(Refusal.of(Refusals.NOT_POST, "Allow", "POST, OPTIONS"));
        }
        if (options.isElsewhere(head.source())) {
            return Optional.of(disbelieve(head.source(), "it has a path and a proof of its own"));
        }
        if (!waitsForBody()) {
            Optional<Refusal> refusal = believe(head.source(), byHead(head));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Optional.of(unfit(head.source(), Refusals.ENCODED));
        }
        if (announced(request) > options.getMaxBody()) {
            return Optional.of(tooLarge(head.source()));
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
            return Optional.of(disbelieve(source, refused.why()));
        }
        if (verdict instanceof Verdict.Undecided undecided) {
            complain(source, undecided.why());
            return Optional.of(Refusal.of(Refusals.UNDECIDED, "Retry-After", options.getRetryAfter()));
        }
        long wait = rates.take(source);
        return wait > 0 ? Optional.of(Refusal.of(Refusals.TOO_OFTEN, "Retry-After", wait)) : Optional.empty();
    }

    /** The body is larger than it may be. */
    Refusal tooLarge(String source) {
        return unfit(source, Refusals.tooLarge(options.getMaxBody()));
    }

    /** Who is believed by the head is told what is wrong; anybody else would learn that there is such a source. */
    private Refusal unfit(String source, Problem problem) {
        return waitsForBody() ? disbelieve(source, problem.detail()) : Refusal.of(problem);
    }

    private Refusal disbelieve(String source, String why) {
        complain(source, why);
        return Refusal.of(Refusals.UNAUTHORIZED, "WWW-Authenticate", "Bearer realm=\"tocsin\"");
    }

    private Verdict byHead(Claim head) {
        return proof.map(asked -> asked.verify(head)
                        .toCompletableFuture()
                        .getNow(new Verdict.Refused("the proof did not answer at once")))
                .orElse(Verdict.Genuine.PLAIN);
    }

    /** Once a minute: the operator learns what a sender is not told, and nobody fills the disk. */
    private void complain(String source, String why) {
        long now = System.nanoTime();
        long last = complained.get();
        if (now - last >= MINUTE && complained.compareAndSet(last, now)) {
            LOG.warn("{}: refused a request for source {}: {}", options.getPath(), source, why);
        }
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
