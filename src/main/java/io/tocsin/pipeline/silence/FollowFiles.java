package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.node.NullNode;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has windows and inhibitions of edited files mean something for what fires already: which alerts keep others quiet is found anew, and
 * whatever was held back is looked at. At a start, too: files may have been edited while the hub was away.
 */
public final class FollowFiles implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowFiles.class);
    private static final int BATCH = 500;

    private static final String FIRING = """
            SELECT id, content FROM alert WHERE id > :after AND status = 'firing' ORDER BY id LIMIT :most
            """;

    /** Alerts that are kept as sources, whether they fire or not. */
    private static final String KEPT = """
            SELECT DISTINCT alert_id FROM inhibitor WHERE alert_id > :after ORDER BY alert_id LIMIT :most
            """;

    private static final String NAMES = """
            SELECT DISTINCT held_by FROM held WHERE held_by LIKE 'window %' OR held_by LIKE 'inhibition %'
            """;

    /** What is kept of inhibitions other than these, which are gone. */
    private static final Change<List<String>, Void> FORGETTING = (tx, lists, now) -> {
        List<String> names = lists.get(lists.size() - 1);
        tx.createQuery("SELECT DISTINCT inhibition FROM inhibitor").mapTo(String.class).list().stream()
                .filter(kept -> !names.contains(kept))
                .forEach(gone -> tx.createUpdate("DELETE FROM inhibitor WHERE inhibition = :gone")
                        .bind("gone", gone)
                        .execute());
        return Collections.nCopies(lists.size(), null);
    };

    private final Corridor corridor;
    private final Supplier<FileHolds> files;
    private final Inhibitors inhibitors;
    private final BooleanSupplier mayDecide;
    private Optional<FileHolds> taken = Optional.empty();

    private final Change<List<String>, Void> seeing = (tx, lists, now) -> {
        lists.forEach(ids -> see(tx, ids, now));
        return Collections.nCopies(lists.size(), null);
    };

    private final Change<FileHolds, Void> following = (tx, holds, now) -> {
        follow(tx, holds.get(holds.size() - 1), now);
        return Collections.nCopies(holds.size(), null);
    };

    private final Change<String, Void> releasing = (tx, whys, now) -> {
        tx.createQuery(NAMES).mapTo(String.class).list().forEach(by -> Releases.release(tx, by, whys.get(0), now));
        return Collections.nCopies(whys.size(), null);
    };

    private record Alert(String id, String content) {}

    /**
     * @param corridor where alerts are
     * @param files what rules files say now
     * @param mayDecide whether they are those that all hubs on the store go by
     */
    public FollowFiles(Corridor corridor, Supplier<FileHolds> files, BooleanSupplier mayDecide) {
        this.corridor = corridor;
        this.files = files;
        this.mayDecide = mayDecide;
        this.inhibitors = new Inhibitors(files, corridor.store().dialect().forShare());
    }

    /** Looks whether they were edited. Blocks while there is something to do; to be called again and again, by one thread at a time. */
    @Override
    public void run() {
        FileHolds now = files.get();
        if (taken.filter(now::equals).isPresent() || !mayDecide.getAsBoolean()) {
            return;
        }
        try {
            boolean sources =
                    !now.inhibitions().equals(taken.map(FileHolds::inhibitions).orElse(List.of()));
            if (sources || taken.isEmpty()) {
                sources(now);
            }
            corridor.store().submit(releasing, "the files were read").join();
            corridor.store().submit(following, now).join();
            taken = Optional.of(now);
        } catch (RuntimeException e) {
            if (!corridor.store().isAway(e)) { // else the log says why, and it goes on at the next turn
                LOG.warn("windows and inhibitions of the files are not in use yet, it goes on", e);
            }
        }
    }

    private void follow(Handle tx, FileHolds now, Instant at) {
        HoldNotices.follow(corridor, tx, now, at);
    }

    private void sources(FileHolds now) {
        corridor.store()
                .submit(
                        FORGETTING,
                        now.inhibitions().stream().map(Inhibition::name).toList())
                .join();
        if (now.inhibitions().isEmpty()) {
            return;
        }
        kept();
        String after = "";
        List<Alert> page;
        do {
            String from = after;
            page = corridor.store().read(tx -> tx.createQuery(FIRING)
                    .bind("after", from)
                    .bind("most", BATCH)
                    .map((row, context) -> new Alert(row.getString("id"), row.getString("content")))
                    .list());
            List<String> concerned = new ArrayList<>();
            for (Alert alert : page) {
                if (!now.sources(JsonText.read(corridor.json(), alert.content)).isEmpty()) {
                    concerned.add(alert.id);
                }
                after = alert.id;
            }
            if (!concerned.isEmpty()) {
                corridor.store().submit(seeing, concerned).join();
            }
        } while (page.size() == BATCH);
    }

    /** What was kept goes by what the files say now; and by whether it still fires. */
    private void kept() {
        String after = "";
        List<String> page;
        do {
            String from = after;
            page = corridor.store().read(tx -> tx.createQuery(KEPT)
                    .bind("after", from)
                    .bind("most", BATCH)
                    .mapTo(String.class)
                    .list());
            if (!page.isEmpty()) {
                corridor.store().submit(seeing, page).join();
                after = page.get(page.size() - 1);
            }
        } while (page.size() == BATCH);
    }

    private void see(Handle tx, List<String> ids, Instant now) {
        Map<String, String> firing = new HashMap<>();
        Statements.of(tx)
                .among(
                        "SELECT id, content FROM alert WHERE status = 'firing' AND id IN (<list>)"
                                + corridor.store().dialect().held(IncidentLocks.ALERTS),
                        ids,
                        row -> firing.put(row.getString(1), row.getString(2)));
        for (String id : ids) {
            Optional<String> content = Optional.ofNullable(firing.get(id));
            inhibitors.see(
                    tx,
                    id,
                    content.map(text -> JsonText.read(corridor.json(), text)).orElse(NullNode.instance),
                    content.isPresent(),
                    now);
        }
    }
}
