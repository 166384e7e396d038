package io.tocsin.app.hub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.model.time.Throttle;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.GuardedClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a dead man's switch while the hub is well: whoever watches that learns of a hub that died, hangs, or has lost its store, which
 * nobody learns from the hub itself. While it is not well, nothing is called.
 */
class LifeSign implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LifeSign.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofHours(1);

    private final URI url;
    private final Map<String, String> headers;
    private final AddressGuard addresses;
    private final BooleanSupplier isWell;
    private final Counter called;
    private final Counter failed;
    private final Counter withheld;
    private final LongSupplier nanos;
    private Throttle failures;
    private boolean isWithheld;

    /**
     * @param url what is called by GET; a secret, of which the log has the host alone
     * @param token is shown there; empty for none
     * @param addresses where HTTP may go
     * @param isWell whether the hub works and looks for what is due
     * @param meters counts the calls
     * @param nanos monotonic time
     */
    LifeSign(
            URI url,
            String token,
            AddressGuard addresses,
            BooleanSupplier isWell,
            MeterRegistry meters,
            LongSupplier nanos) {
        this.url = url;
        this.headers = token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
        this.addresses = addresses;
        this.isWell = isWell;
        this.called = counter(meters, "called");
        this.failed = counter(meters, "failed");
        this.withheld = counter(meters, "withheld");
        this.nanos = nanos;
        this.failures = new Throttle(AGAIN, nanos);
    }

    /**
     * Calls it from now on, where the settings name one.
     *
     * @param isWell whether the hub works and looks for what is due
     * @param closing ends that
     */
    static void schedule(
            HubSettings settings,
            BooleanSupplier isWell,
            MeterRegistry meters,
            ScheduledExecutorService timer,
            Closing closing) {
        String url = settings.text(Setting.HEARTBEAT_URL);
        if (url.isEmpty()) {
            return;
        }
        LifeSign sign = new LifeSign(
                URI.create(url),
                StoreChoice.value(settings, Setting.HEARTBEAT_TOKEN),
                settings.addresses(),
                isWell,
                meters,
                System::nanoTime);
        long millis = settings.duration(Setting.HEARTBEAT_INTERVAL).toMillis();
        ScheduledFuture<?> calls = timer.scheduleAtFixedRate(sign, 0, millis, TimeUnit.MILLISECONDS);
        closing.add("dead man's switch", () -> calls.cancel(false));
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("tocsin.heartbeat.calls")
                .description("Calls of the dead man's switch; withheld while the hub was not well")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Blocks while it is on its way; does not throw. */
    @Override
    public void run() {
        try {
            if (isWell.getAsBoolean()) {
                isWithheld = false;
                call();
            } else {
                withhold();
            }
        } catch (RuntimeException e) {
            failed("cannot be called: " + e.getMessage());
        }
    }

    private void call() {
        try {
            int status = GuardedClient.get(addresses, url, headers, LIMIT, 0).status();
            if (status / 100 != 2) {
                failed("answered HTTP " + status);
                return;
            }
            called.increment();
            failures = new Throttle(AGAIN, nanos);
        } catch (IOException away) {
            failed("cannot be called: " + away.getMessage());
        }
    }

    /** The log has the first of several. */
    private void withhold() {
        withheld.increment();
        if (!isWithheld) {
            say("is not called while the hub is not well; /health/ready or lines before this one say why");
        }
        isWithheld = true;
    }

    /** The log has the first of several, and one each hour. */
    private void failed(String how) {
        failed.increment();
        failures.pass().ifPresent(before -> say(how + "; it is called again"));
    }

    /** One line in the log. */
    void say(String how) {
        LOG.warn("the dead man's switch at {} (hub.heartbeat.url) {}", url.getHost(), how);
    }
}
