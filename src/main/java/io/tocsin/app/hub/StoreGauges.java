package io.tocsin.app.hub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.StoreFigure;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the store fares, and the database that it is in. */
final class StoreGauges {

    private static final Logger LOG = LoggerFactory.getLogger(StoreGauges.class);

    private final MeterRegistry meters;
    private final Store store;
    private final MultiGauge transaction;
    private final MultiGauge snapshot;
    private final MultiGauge dead;

    StoreGauges(MeterRegistry meters, Store store) {
        this.meters = meters;
        this.store = store;
        this.transaction = gauge(
                "tocsin.store.oldest.transaction.seconds", "How long the oldest transaction in the database is open");
        this.snapshot = gauge(
                "tocsin.store.oldest.snapshot.transactions",
                "How many transactions began since the oldest snapshot in the database was taken");
        this.dead = gauge("tocsin.store.dead.rows", "Rows of a table that the database has still to tidy up");
    }

    void register() {
        Gauge.builder("tocsin.store.waiting", store, Store::waiting)
                .description("Changes that wait for a commit")
                .register(meters);
        Gauge.builder("tocsin.store.away", store, s -> s.trouble().isPresent() ? 1 : 0)
                .description("1 while the store takes no changes, and a few seconds longer")
                .register(meters);
    }

    /**
     * Reads it, unless it is known to be away: whoever scrapes would wait for a database that does not answer, and learn nothing just
     * when it matters.
     */
    void whereItIsThere(Runnable reading) {
        if (store.dialect().isRemote() && store.trouble().isPresent()) {
            return;
        }
        try {
            reading.run();
        } catch (StoreUnavailableException away) {
            LOG.debug("figures of the store are not read: {}", away.getMessage());
        }
    }

    /** Reads how the database fares; blocks. */
    void refresh() {
        List<StoreFigure> figures = store.read(tx -> store.dialect().figures(tx));
        show(transaction, figures, figure -> figure.name().equals("oldest_transaction_seconds"));
        show(snapshot, figures, figure -> figure.name().equals("oldest_snapshot_transactions"));
        show(dead, figures, figure -> figure.name().equals("dead_rows"));
    }

    private static void show(MultiGauge gauge, List<StoreFigure> figures, Predicate<StoreFigure> which) {
        gauge.register(
                figures.stream()
                        .filter(which)
                        .map(figure -> MultiGauge.Row.of(
                                figure.of().isEmpty() ? Tags.empty() : Tags.of("table", figure.of()), figure.value()))
                        .collect(Collectors.toList()),
                true);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }
}
