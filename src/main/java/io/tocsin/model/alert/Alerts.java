package io.tocsin.model.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a word about an alert does to how the alert stands: whether it comes too late to count, what an end that says little
 * ends, and since when the trouble goes on. Of values alone: no store, no clock.
 */
public final class Alerts {
    /** How far a sender's clock may be ahead of the hub's before its times count no more. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /**
     * How long after an end what was said before it may still come: the members of an Alertmanager cluster wait 15 s for each
     * other before they send what they saw.
     */
    private static final Duration ECHO = Duration.ofMinutes(2);

    private Alerts() {}

    /**
     * What comes of a word.
     *
     * @param late why it does not count; empty if it does
     * @param alert what is told: of an end with what was known where it says nothing, of an episode with its earliest begin; as
     *     it came where it is late
     * @param next how the alert stands now; as before where it is late
     */
    public record Decision(Optional<Late> late, Alert alert, AlertState next) {}

    /**
     * Decides of an alert that nobody has heard of.
     *
     * @param input what is said
     * @param now the hub's time
     */
    public static Decision decide(Alert input, Instant now) {
        return new Decision(Optional.empty(), input, next(input, input.startsAt(), Optional.empty(), now));
    }

    /**
     * Decides of an alert that is known.
     *
     * <p>What a sender says to lie more than five minutes ahead counts as now for what comes after it: else one wrong clock, or
     * an end that was foretold, made all that fires until then late.
     *
     * <p>Order goes by {@code toldAt} where both words have it, else by the episode's times where the sender told them: an end
     * is late if it lies before the live episode's begin, a beginning if it lies before the last end that was told. Equal
     * times are never late, nor is another begin alone: the members of a pair see a trouble seconds apart. Who tells an alert
     * again and again, and goes on doing so for longer after the end than silence may last, means what it says: the end was
     * another's. So does who tells it once more two minutes after the end: an Alertmanager that lost its Prometheus ends an alert,
     * and tells it with its old begin when they meet again. Of several ends of one episode the latest counts, and the earliest begin.
     *
     * @param state how it stands
     * @param known what was last told of it; asked for only to complete an end, so empty will do for what fires
     * @param input what is said
     * @param now the hub's time
     */
    public static Decision decide(AlertState state, Optional<Alert> known, Alert input, Instant now) {
        return decide(state, known, input, false, now);
    }

    /**
     * The same of a word that may have been held up in the hub.
     *
     * @param overtaken whether what stands came to the hub after it; decides where the sender's own times do not
     */
    public static Decision decide(
            AlertState state, Optional<Alert> known, Alert input, boolean overtaken, Instant now) {
        Optional<Late> late = late(state, input, overtaken, now);
        if (late.isPresent()) {
            return new Decision(late, input, state);
        }
        boolean over = input.status() == AlertStatus.RESOLVED;
        boolean isOverAgain = over && isOfTheSameEpisode(state, input);
        Instant startsAt =
                state.isFiring() || isOverAgain ? earlier(state.startsAt(), input.startsAt()) : input.startsAt();
        Alert said = over ? known.map(before -> complete(input, before)).orElse(input) : input;
        Alert whole = isOverAgain ? said.endingAt(latest(known.flatMap(Alert::endsAt), said.endsAt())) : said;
        return new Decision(
                Optional.empty(), whole.startingAt(startsAt), next(input, startsAt, Optional.of(state), now));
    }

    private static Optional<Late> late(AlertState state, Alert input, boolean overtaken, Instant now) {
        Optional<Late> byComing = when(overtaken, Late.OVERTAKEN);
        if (differ(state.toldAt(), input.toldAt())) {
            return when(isBefore(input.toldAt(), state.toldAt()), Late.SAID_BEFORE);
        }
        if (state.toldAt().isPresent() && input.toldAt().isPresent()) {
            return byComing;
        }
        Episode episode = input.episode();
        if (input.status() == AlertStatus.RESOLVED) {
            return state.isFiring() && differ(episode.end(), state.begin())
                    ? when(isBefore(episode.end(), state.begin()), Late.EARLIER_END)
                    : byComing;
        }
        if (isBefore(episode.begin(), state.lastEnd()) && (overtaken || !insists(state, input, now))) {
            return Optional.of(Late.EARLIER_BEGIN);
        }
        return state.status() == AlertStatus.RESOLVED && differ(episode.begin(), state.lastEnd())
                ? Optional.empty()
                : byComing;
    }

    /** Whether an end is another word of the episode that is over already: the members of a pair see it end seconds apart. */
    private static boolean isOfTheSameEpisode(AlertState state, Alert end) {
        Optional<Instant> begin = end.episode().begin();
        return !state.isFiring()
                && begin.isPresent()
                && state.lastEnd().isPresent()
                && !isBefore(state.lastEnd(), begin);
    }

    private static boolean differ(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    private static boolean insists(AlertState state, Alert input, Instant now) {
        Duration patience = input.resolveAfter().orElse(ECHO);
        return state.endHeardAt()
                .map(heard -> !now.isBefore(heard.plus(patience)))
                .orElse(false);
    }

    private static AlertState next(Alert input, Instant startsAt, Optional<AlertState> before, Instant now) {
        Optional<Instant> lastEnd = before.flatMap(AlertState::lastEnd);
        Optional<Instant> heard = before.flatMap(AlertState::endHeardAt);
        if (input.status() == AlertStatus.FIRING) {
            Optional<Instant> begin = earliest(
                    before.filter(AlertState::isFiring).flatMap(AlertState::begin),
                    notAhead(input.episode().begin(), now));
            return new AlertState(
                    AlertStatus.FIRING,
                    startsAt,
                    begin,
                    notAhead(input.toldAt(), now),
                    lastEnd,
                    heard,
                    input.resolveAfter());
        }
        Optional<Instant> end = notAhead(input.episode().end(), now);
        boolean later = end.isPresent() && (lastEnd.isEmpty() || isBefore(lastEnd, end));
        return new AlertState(
                AlertStatus.RESOLVED,
                startsAt,
                Optional.empty(),
                notAhead(input.toldAt(), now),
                later ? end : lastEnd,
                later ? Optional.of(now) : heard,
                Optional.empty());
    }

    /** A resolution may be no more than a key, and people want to read what is over. */
    private static Alert complete(Alert over, Alert known) {
        return new Alert(
                over.fingerprint(),
                over.status(),
                over.severity(),
                or(over.title(), known.title(), String::isEmpty),
                or(over.description(), known.description(), String::isEmpty),
                or(over.source(), known.source(), String::isEmpty),
                or(over.labels(), known.labels(), Map::isEmpty),
                or(over.annotations(), known.annotations(), Map::isEmpty),
                or(over.links(), known.links(), java.util.List::isEmpty),
                over.value().or(known::value),
                over.threshold().or(known::threshold),
                over.startsAt(),
                over.endsAt().or(known::endsAt),
                over.toldAt(),
                Optional.empty(),
                Optional.empty(),
                over.origin(),
                over.identity(),
                over.episode());
    }

    private static <T> T or(T said, T known, Predicate<T> nothing) {
        return nothing.test(said) ? known : said;
    }

    private static Optional<Late> when(boolean holds, Late late) {
        return holds ? Optional.of(late) : Optional.empty();
    }

    private static boolean isBefore(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && one.get().isBefore(other.get());
    }

    private static Optional<Instant> notAhead(Optional<Instant> said, Instant now) {
        return said.map(time -> time.isAfter(now.plus(AHEAD)) ? now : time);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return isBefore(one, other) ? other : one.or(() -> other);
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return isBefore(other, one) ? other : one.or(() -> other);
    }
}
