package io.tocsin.model.mapping;

import java.util.function.LongSupplier;

/** What is left for one run of a jq file. It ends the run with an exception that jq's own {@code try} cannot catch. */
final class JqBudget {
    /** The clock is asked once in so many steps, because asking costs more than a step. */
    private static final long STEPS_PER_LOOK = 256;

    private final JqLimits limits;
    private final LongSupplier nanoTime;
    private final long start;
    private long steps;
    private int outputs;

    /** Says which limit was reached. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent(String message) {
            super(message, null, false, false);
        }
    }

    JqBudget(JqLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    void step() {
        if (++steps > limits.steps()) {
            throw new Spent("it takes more than " + limits.steps() + " steps");
        }
        if (steps % STEPS_PER_LOOK == 0
                && nanoTime.getAsLong() - start > limits.time().toNanos()) {
            throw new Spent("it runs longer than " + limits.time().toMillis() + " ms");
        }
    }

    void output() {
        if (++outputs > limits.outputs()) {
            throw new Spent("it produces more than " + limits.outputs() + " alerts");
        }
    }
}
