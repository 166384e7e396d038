package io.tocsin.pipeline.outbox;

import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.shared.Revisions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.jdbi.v3.core.Handle;

/**
 * What another hub was told by a provider: an account's lanes are to take nothing by hand-over while some destination of it is paused,
 * since a claim alone knows which. This hub's own pauses its lanes know at once.
 */
final class SharedPauses {

    private final Corridor corridor;
    private final Map<String, List<Consumer<Instant>>> lanes = new ConcurrentHashMap<>();

    private SharedPauses(Corridor corridor) {
        this.corridor = corridor;
    }

    /** Those of a hub; where it has its store to itself, it hears of none. */
    static SharedPauses of(CamelContext context) {
        SharedPauses pauses = new SharedPauses(Corridor.of(context));
        Revisions revisions = CamelContextHelper.findSingleByType(context, Revisions.class);
        if (revisions != null) {
            revisions.listen(Revisions.PAUSES, pauses::reread);
        }
        return pauses;
    }

    /** Tells a lane until when its account is paused, whenever another hub says so. */
    void listen(String account, Consumer<Instant> lane) {
        lanes.computeIfAbsent(account, any -> new CopyOnWriteArrayList<>()).add(lane);
    }

    /** No more. */
    void forget(String account, Consumer<Instant> lane) {
        lanes.getOrDefault(account, List.of()).remove(lane);
    }

    private void reread() {
        corridor.store().read(SharedPauses::paused).forEach((account, until) -> lanes.getOrDefault(account, List.of())
                .forEach(lane -> lane.accept(until)));
    }

    private static Map<String, Instant> paused(Handle tx) {
        return tx
                .createQuery(
                        "SELECT account, max(paused_until) AS until FROM bucket WHERE paused_until > 0 GROUP BY account")
                .map((row, context) -> Map.entry(row.getString("account"), Instant.ofEpochMilli(row.getLong("until"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
