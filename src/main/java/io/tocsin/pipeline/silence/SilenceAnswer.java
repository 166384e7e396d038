package io.tocsin.pipeline.silence;

import io.tocsin.model.silence.Silence;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of an order.
 *
 * @param silence as it stands now; empty where the order was refused
 * @param refused why nothing was done
 * @param changed whether something was: not where one was wanted {@linkplain SilenceOrder.Once once} and is there
 */
public record SilenceAnswer(Optional<Silence> silence, Optional<Refusal> refused, boolean changed) {

    /** Why an order was refused. */
    public enum Refusal {
        /** There is none of that id. */
        NOT_FOUND,
        /** It was changed since the version at which it was to be. */
        CHANGED,
        /** It is over already. */
        OVER,
        /** It would end before it begins, or is past. */
        ENDS_TOO_SOON,
        /** There are as many as there may be. */
        TOO_MANY,
        /** There are as many as there may be of those that each alert is tried with. */
        TOO_MANY_TRIED;

        /** In words, with what to do; for who made one, and named none. */
        public String words() {
            return switch (this) {
                case TOO_MANY -> "there are too many silences that are not over; end some first";
                case TOO_MANY_TRIED -> TRIED;
                case ENDS_TOO_SOON -> "it would be over before it begins";
                case NOT_FOUND, CHANGED, OVER -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
            };
        }
    }

    /** {@link Refusal#TOO_MANY_TRIED} in words, with what to do. */
    public static final String TRIED = "there are " + ChangeSilences.MOST_TRIED
            + " silences already that name no value of any label, so that every alert is compared with each; give it a matcher"
            + " such as name=\"value\", or end some first";

    static SilenceAnswer of(Silence silence) {
        return new SilenceAnswer(Optional.of(silence), Optional.empty(), true);
    }

    static SilenceAnswer thereAlready(Silence silence) {
        return new SilenceAnswer(Optional.of(silence), Optional.empty(), false);
    }

    static SilenceAnswer refused(Refusal why) {
        return new SilenceAnswer(Optional.empty(), Optional.of(why), false);
    }
}
