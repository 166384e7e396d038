package io.tocsin.app.hub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.store.hubs.Membership;

/** How this hub stands among those on its store, as it last heard. */
final class HubGauges {

    private HubGauges() {}

    static void register(MeterRegistry meters, Membership hubs) {
        Gauge.builder("tocsin.hubs", hubs, all -> all.living().size())
                .description("Hubs on the store that say that they live, as this one last heard")
                .register(meters);
        Gauge.builder("tocsin.hub.leads", hubs, all -> all.leads() ? 1 : 0)
                .description(
                        "1 while this hub does what one hub does for all: retention, seals of the audit, calendars")
                .register(meters);
    }
}
