package io.tocsin.app.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;

/** What the hub counts, as Prometheus reads it. */
public final class Metrics {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters;
    private final Runnable refresh;

    /**
     * @param meters where everything is counted
     * @param refresh reads from the store what is not counted as it happens; blocks
     */
    public Metrics(PrometheusMeterRegistry meters, Runnable refresh) {
        this.meters = meters;
        this.refresh = refresh;
    }

    Reply scrape() {
        refresh.run();
        return new Reply(200, TEXT, meters.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
