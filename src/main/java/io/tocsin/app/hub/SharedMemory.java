package io.tocsin.app.hub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.pipeline.heartbeat.SharedHeartbeats;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.shared.ReceiversOfHubs;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.shared.SharedVersions;
import io.tocsin.store.sql.Store;
import io.tocsin.store.token.LinkKeyTable;
import io.tocsin.store.token.TokenTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What this hub has in memory that other hubs on its store may change: looked at once in a while, all of it with one small read.
 *
 * @param revisions what changed
 * @param versions which rules and mappings hubs go by
 * @param receivers which other hubs have
 * @param heartbeats the alerts that are told again and again
 * @param hubs the hubs, whose slices of events go by who decides
 * @param decided whether it decided at the last look
 * @param isShared whether other hubs may have the store open, too
 */
record SharedMemory(
        Revisions revisions,
        SharedVersions versions,
        ReceiversOfHubs receivers,
        SharedHeartbeats heartbeats,
        Membership hubs,
        AtomicBoolean decided,
        boolean isShared) {

    /** Finds out how this hub's rules stand, before it decides anything. */
    static SharedMemory open(
            Store store,
            SharedVersions.Hub hub,
            RouteData files,
            TokenTable tokens,
            LinkKeyTable linkKeys,
            ReceiversOfHubs receivers,
            SharedHeartbeats heartbeats,
            Membership hubs) {
        Map<String, Supplier<String>> loaded = new LinkedHashMap<>();
        loaded.put(SharedVersions.RULES, () -> files.rules().current().version());
        loaded.put(SharedVersions.MAPPINGS, () -> files.mappings().current().version());
        SharedVersions versions = new SharedVersions(store, hub, loaded, System::nanoTime);
        Revisions revisions = new Revisions(store);
        revisions.listen(Revisions.TOKENS, tokens::refresh);
        revisions.listen(Revisions.LINK_KEYS, linkKeys::refresh);
        revisions.listen(Revisions.VERSIONS, versions::changed);
        revisions.listen(Revisions.RECEIVERS, receivers::changed);
        files.rules().listen(findings -> versions.look());
        files.mappings().listen(findings -> versions.look());
        SharedMemory memory = new SharedMemory(
                revisions, versions, receivers, heartbeats, hubs, new AtomicBoolean(true), hub.isShared());
        hubs.decidesWhile(versions::mayDecide);
        hubs.whenGone(versions::forgotten);
        memory.look();
        return memory;
    }

    /** To be called at each interval. Blocks while the store is read, and longer where it is away; does not throw. */
    void look() {
        if (isShared) {
            revisions.look();
            receivers.look();
            heartbeats.look();
        }
        versions.look();
        if (isShared && decided.getAndSet(versions.mayDecide()) != versions.mayDecide()) {
            hubs.beat(); // the others need not wait to take, or give back, what this hub leaves
        }
    }

    void register(MeterRegistry meters) {
        versions.loaded().keySet().forEach(what -> Gauge.builder(
                        "tocsin.behind", versions, all -> all.isBehind().get(what) ? 1 : 0)
                .description(
                        "1 while hubs on the store go by other files than this hub has, so that it decides nothing")
                .tag("what", what)
                .register(meters));
    }
}
