package io.tocsin.app.demo;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.tocsin.app.demo.EventTrace.DeliveryTrace;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The fourth part of the tour: one receiver fails, the others do not notice, and nothing is lost. */
final class FailureSteps {

    private static final int FAILURES_TO_OPEN = 5;

    private final Samples samples;
    private String event = "";
    private DeliveryTrace failing = new DeliveryTrace("", "", FlakySink.RECEIVER, "", "", 0);
    private String waitingEvent = "";
    private DeliveryTrace waiting = failing;

    FailureSteps(Samples samples) {
        this.samples = samples;
    }

    List<Step> steps() {
        return List.of(
                new Step(
                        "A receiver fails: its breaker opens, nothing is sent there meanwhile, the chat gets it all the same",
                        this::failAlone),
                new Step("A delivery that is out of time becomes a dead letter", this::die),
                new Step("The receiver is fixed and the dead letter redriven", this::redrive));
    }

    private void failAlone(Stage stage) throws MissingException {
        fail(stage);
        isolate(stage);
    }

    private void fail(Stage stage) throws MissingException {
        stage.demo().flaky().fail();
        EventTrace trace = stage.decided(shop(stage, "The shop's database is 95 % full"));
        event = trace.id();
        failing = trace.to(FlakySink.RECEIVER);
        stage.got(trace, ChatSink.RECEIVER);
        for (int n = 1; n <= FAILURES_TO_OPEN; n++) {
            int attempt = n;
            stage.patience()
                    .until(
                            "attempt " + n + " to reach " + FlakySink.RECEIVER,
                            () -> requests(stage, failing) >= attempt);
            stage.screen().trouble("failed", FlakySink.RECEIVER, "503  attempt " + n);
        }
        breaker(stage, CircuitBreaker.State.OPEN);
    }

    private void isolate(Stage stage) throws MissingException {
        EventTrace trace = stage.decided(shop(stage, "The shop's order queue grows"));
        waitingEvent = trace.id();
        waiting = trace.to(FlakySink.RECEIVER);
        stage.got(trace, ChatSink.RECEIVER);
        onlySendsAreAttempts(stage, waitingEvent, waiting);
        stage.screen().fact("waits", FlakySink.RECEIVER, waiting.id() + "  after " + waiting.attempts() + " attempts");
    }

    private void die(Stage stage) throws MissingException {
        TraceReader.DeadLetter letter = stage.patience().await("the dead letter of " + failing.id(), () -> stage.demo()
                .traces()
                .deadLetter(failing.id()));
        stage.screen()
                .trouble("dead", FlakySink.RECEIVER, letter.id() + "  after " + requests(stage, failing) + " attempts");
        stage.screen().fact("why", letter.failureClass(), letter.reason());
        onlySendsAreAttempts(stage, event, failing);
    }

    private void redrive(Stage stage) throws MissingException {
        TraceReader.DeadLetter letter = stage.demo()
                .traces()
                .deadLetter(failing.id())
                .orElseThrow(() -> new MissingException("there is no dead letter to redrive"));
        long before = requests(stage, failing);
        stage.demo().flaky().mend();
        stage.screen().fact("fixed", FlakySink.RECEIVER, "answers 200 from now on");
        stage.demo().client().redrive(letter.id());
        stage.screen().fact("redrive", letter.id(), "by the API");
        for (DeliveryTrace delivery : List.of(failing, waiting)) {
            stage.patience()
                    .until("delivery " + delivery.id() + " to " + FlakySink.RECEIVER, () -> took(stage, delivery));
            stage.screen().fact("got", FlakySink.RECEIVER, "webhook-id " + delivery.id());
        }
        stage.screen().fact("", "", "the first has the same idempotency key as the " + before + " attempts before");
        stage.settled(event, failing);
        stage.settled(waitingEvent, waiting);
        breaker(stage, CircuitBreaker.State.CLOSED);
    }

    private String shop(Stage stage, String title) throws MissingException {
        return stage.post("shop", samples.shop(title), UUID.randomUUID().toString(), "accepted");
    }

    /** How many requests for a delivery reached the receiver; each attempt that the hub counts must be one. */
    private static long requests(Stage stage, DeliveryTrace delivery) {
        return stage.demo().receipts().that(receipt -> isOf(receipt, delivery)).size();
    }

    private static void onlySendsAreAttempts(Stage stage, String event, DeliveryTrace delivery)
            throws MissingException {
        stage.patience().until("one request for each attempt of " + delivery.id(), () -> stage.demo()
                .traces()
                .delivery(event, delivery.id())
                .filter(now -> now.attempts() == requests(stage, delivery))
                .isPresent());
    }

    private static boolean took(Stage stage, DeliveryTrace delivery) {
        return !stage.demo()
                .receipts()
                .that(receipt -> isOf(receipt, delivery) && receipt.isTaken())
                .isEmpty();
    }

    private static boolean isOf(Receipt receipt, DeliveryTrace delivery) {
        return receipt.receiver().equals(FlakySink.RECEIVER)
                && receipt.raw().startsWith("webhook-id: " + delivery.id());
    }

    private static void breaker(Stage stage, CircuitBreaker.State state) throws MissingException {
        String name = FlakySink.RECEIVER + "-breaker";
        stage.patience().until(name + " " + state, () -> stage.demo().breaker(name) == state);
        stage.screen().fact("breaker", FlakySink.RECEIVER, state.name().toLowerCase(Locale.ROOT));
    }
}
