package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.net.guard.GuardedSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a socket to Slack, over which people's clicks and commands come, and answers each once it is done. Slack closes a socket every
 * few hours, and says so: the next one stands before the old one is left, and what the old one brought is answered there first. What
 * comes twice is done once, since that is known by the interaction and not by its envelope.
 */
final class SocketMode {

    private static final Logger LOG = LoggerFactory.getLogger(SocketMode.class);

    /** From Slack's URL to its first word. */
    private static final Duration HELLO = Duration.ofSeconds(15);

    /** Slack closes an old socket by itself; something may be under way on it until then. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final String source;
    private final Sockets sockets;
    private final Function<JsonNode, CompletionStage<ObjectNode>> take;
    private final Strand strand;
    private final LongSupplier nanos;
    private final DoubleSupplier random;

    private final Set<Line> lines = new HashSet<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private Line current;
    private boolean opening;
    private boolean waiting;
    private boolean leaving;
    private int failures;
    private volatile boolean connected;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param source the app's name in the hub, for the log
     * @param sockets opens them
     * @param take does what a payload wants; completes when it is on disk, with what Slack is answered; says itself why it fails
     * @param strand where everything here happens
     * @param nanos monotonic time
     * @param random 0 to 1
     */
    SocketMode(
            String source,
            Sockets sockets,
            Function<JsonNode, CompletionStage<ObjectNode>> take,
            Strand strand,
            LongSupplier nanos,
            DoubleSupplier random) {
        this.source = source;
        this.sockets = sockets;
        this.take = take;
        this.strand = strand;
        this.nanos = nanos;
        this.random = random;
    }

    void start() {
        strand.run(this::open);
    }

    /** Takes nothing more; leaves when what it has in hand is answered. */
    void drain() {
        strand.run(() -> {
            leaving = true;
            connected = false;
            Set.copyOf(lines).forEach(Line::leave);
        });
    }

    /** Leaves at once; it can't be started again. */
    void close() {
        strand.run(() -> {
            leaving = true;
            connected = false;
            Set.copyOf(lines).forEach(Line::close);
        });
    }

    /** How many payloads are being worked on. */
    int inHand() {
        return inHand.get();
    }

    /** Whether a socket stands over which payloads come. */
    boolean isConnected() {
        return connected;
    }

    /** Why none does, and has not for a while; empty while one does. */
    Optional<String> trouble() {
        return trouble;
    }

    private void open() {
        if (leaving || opening || waiting) {
            return;
        }
        opening = true;
        asked().whenComplete((place, failure) -> strand.run(() -> {
            if (failure != null) {
                opening = false;
                notOpened(failure);
            } else if (leaving) {
                opening = false;
            } else {
                Line line = new Line();
                lines.add(line);
                line.socket = sockets.open(place, line);
                strand.later(HELLO, line::isLate);
            }
        }));
    }

    private CompletionStage<URI> asked() {
        try {
            return sockets.ask();
        } catch (RuntimeException broken) {
            return CompletableFuture.failedStage(broken);
        }
    }

    private void notOpened(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SlackRefusedException refused) {
            failed(refused.error().isEmpty() ? refused.getMessage() : refused.error(), refused.retryAfter());
        } else { // a connection that was cut off has no words of its own
            String words = cause.getMessage();
            failed(words == null ? cause.getClass().getSimpleName() : words, Optional.empty());
        }
    }

    private void failed(String reason, Optional<Duration> atLeast) {
        failures++;
        Duration pause = Backoff.after(failures, reason, random.getAsDouble());
        again(atLeast.filter(time -> time.compareTo(pause) > 0).orElse(pause), Backoff.words(reason));
    }

    private void again(Duration pause, String why) {
        if (leaving || waiting) {
            return;
        }
        tellIfNone(why);
        waiting = true;
        strand.later(pause, () -> {
            waiting = false;
            open();
        });
    }

    private void tellIfNone(String why) {
        if (current != null || leaving) {
            return;
        }
        String words = "no connection to Slack, so nobody's click or command comes in: " + why;
        if (!trouble.equals(Optional.of(words))) {
            LOG.warn("Slack app {}: {}. It goes on trying", source, words);
        }
        trouble = Optional.of(words);
    }

    /** One socket, from its opening to its end. */
    private final class Line implements GuardedSocket.Reader {

        private Sockets.Socket socket;
        private boolean greeted;
        private boolean over;
        private boolean left;
        private boolean closing;
        private long since;
        private int unanswered;
        private String ends = "";

        @Override
        public void open() {
            // Slack's hello counts
        }

        @Override
        public void text(String message) {
            strand.run(() -> read(message));
        }

        @Override
        public void closed(String why) {
            strand.run(() -> end(why));
        }

        private void read(String message) {
            Envelope envelope;
            try {
                envelope = Envelope.read(message);
            } catch (UnreadableException noEnvelope) {
                LOG.debug("Slack app {}: a message that is no JSON object is passed over", source);
                return;
            }
            switch (envelope.kind()) {
                case HELLO -> greet();
                case DISCONNECT -> goes(envelope.reason());
                case PAYLOAD -> act(envelope);
                case OTHER -> LOG.debug("Slack app {}: a message that wants no answer is passed over", source);
            }
        }

        private void greet() {
            if (greeted || closing) {
                return;
            }
            greeted = true;
            opening = false;
            since = nanos.getAsLong();
            if (leaving) {
                leave();
                return;
            }
            Line before = current;
            current = this;
            connected = true;
            trouble.ifPresentOrElse(
                    was -> LOG.info("Slack app {}: connected again", source),
                    () -> LOG.debug("Slack app {}: connected", source));
            trouble = Optional.empty();
            if (before != null) {
                strand.later(GRACE, before::leave);
            }
        }

        /** Slack will close it; until then, and until another one stands, it is as good as any. */
        private void goes(String reason) {
            LOG.debug("Slack app {}: Slack closes a connection: {}", source, reason);
            if (Backoff.isForPeople(reason)) {
                ends = reason;
                leave();
            } else if (this == current) {
                next(reason);
            }
        }

        private void next(String reason) {
            if (opening) {
                return;
            }
            if (waiting) {
                tellIfNone(Backoff.words(reason));
            } else if (isSteady() && !Backoff.isForPeople(reason)) {
                failures = 0;
                SocketMode.this.open();
            } else {
                failed(reason, Optional.empty());
            }
        }

        private boolean isSteady() {
            return greeted && nanos.getAsLong() - since >= Backoff.STEADY.toNanos();
        }

        private void act(Envelope envelope) {
            if (leaving || closing) { // it could not be answered any more, so it is not begun
                return;
            }
            unanswered++;
            inHand.incrementAndGet();
            doing(envelope.payload())
                    .whenComplete((said, failure) -> strand.run(() -> {
                        if (failure == null) {
                            socket.send(envelope.answer(said));
                        }
                        unanswered--;
                        inHand.decrementAndGet();
                        closeWhenAnswered();
                    }));
        }

        private CompletionStage<ObjectNode> doing(JsonNode payload) {
            try {
                return take.apply(payload);
            } catch (RuntimeException broken) {
                LOG.error("Slack app {}: a payload could not be read", source, broken);
                return CompletableFuture.failedStage(broken);
            }
        }

        private void leave() {
            left = true;
            closeWhenAnswered();
        }

        private void closeWhenAnswered() {
            if (left && unanswered == 0 && !closing) {
                close();
            }
        }

        private void close() {
            closing = true;
            socket.close();
        }

        private void isLate() {
            if (!greeted && !over) {
                ends = "Slack said no hello within " + HELLO.toSeconds() + " s";
                leave();
            }
        }

        private void end(String why) {
            if (over) {
                return;
            }
            over = true;
            closing = true;
            lines.remove(this);
            String reason = ends.isEmpty() ? why : ends;
            if (!greeted) {
                opening = false;
                failed(reason, Optional.empty());
            } else if (current == this) {
                current = null;
                connected = false;
                next(reason);
            }
        }
    }
}
