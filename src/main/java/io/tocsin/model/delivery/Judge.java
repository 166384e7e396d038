package io.tocsin.model.delivery;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says of any exception that left a channel's route which {@link FailureClass} it is. The whole chain of causes is looked
 * at, because Camel, the circuit breaker and the providers' clients wrap what happened; what a provider said counts for
 * more than what the network did.
 */
public final class Judge {
    private static final int DEEPEST_CAUSE = 20;

    private final List<Witness> witnesses;

    /** A judge that measures a {@code Retry-After} date against this clock. */
    public Judge(InstantSource clock) {
        this.witnesses = List.of(
                Judge::alreadyJudged,
                new HttpWitness(clock),
                new AwsWitness(clock),
                new MailWitness(),
                new RenderWitness(),
                new NetworkWitness());
    }

    /** The judgement; what nobody knows is transient, because the retry schedule ends by itself. */
    public Failure judge(Throwable thrown) {
        return known(thrown).orElseGet(() -> {
            List<Throwable> chain = chain(thrown);
            Throwable root = chain.get(chain.size() - 1);
            return Failure.of(FailureClass.TRANSIENT, root.getClass().getSimpleName() + ": " + root.getMessage());
        });
    }

    /** The judgement of an exception that somebody knows; empty for any other. */
    public Optional<Failure> known(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        return witnesses.stream()
                .flatMap(witness -> witness.judge(chain).stream())
                .findFirst();
    }

    private static Optional<Failure> alreadyJudged(List<Throwable> chain) {
        return Witness.first(chain, SendRefusedException.class).map(SendRefusedException::failure);
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = thrown; link != null && chain.size() < DEEPEST_CAUSE; link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }
}
