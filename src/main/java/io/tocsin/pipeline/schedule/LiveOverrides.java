package io.tocsin.pipeline.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.ScheduleOverride;
import io.tocsin.store.sql.Store;
import java.util.List;
import java.util.Map;

/** The overrides of the store in memory, and the recipients of the files with them. For many threads. */
public final class LiveOverrides {

    private final Store store;
    private final ObjectMapper json;
    private volatile Map<String, List<ScheduleOverride>> all = Map.of();
    private volatile Merged merged = new Merged(Recipients.none(), Map.of(), Recipients.none());

    private record Merged(Recipients files, Map<String, List<ScheduleOverride>> overrides, Recipients both) {}

    /** Reads them. */
    public LiveOverrides(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
        reread();
    }

    /** Reads them anew, since this hub or another one changed them. One at a time: an older answer must not come late. */
    public synchronized void reread() {
        all = store.read(tx -> OverrideTable.all(tx, json, store.now(tx)));
    }

    /** By the names of schedules, in the order in which they were made; those that are over for weeks are gone. */
    public Map<String, List<ScheduleOverride>> all() {
        return all;
    }

    /** The recipients of the files, with whom people put on call. Cheap where neither changed since it was asked last. */
    public Recipients over(Recipients files) {
        Merged last = merged;
        Map<String, List<ScheduleOverride>> overrides = all;
        if (last.files != files || last.overrides != overrides) {
            last = new Merged(files, overrides, files.overridden(overrides));
            merged = last;
        }
        return last.both;
    }
}
