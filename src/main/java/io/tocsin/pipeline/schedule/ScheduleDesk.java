package io.tocsin.pipeline.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.ScheduleOverride;
import io.tocsin.store.sql.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is on call, and who shall be instead. */
public final class ScheduleDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleDesk.class);

    private final Store store;
    private final LiveOverrides live;
    private final LiveCalendars calendars;
    private final Supplier<Recipients> recipients;
    private final ChangeOverrides changes;

    /**
     * @param store where overrides stand
     * @param live gets what changes
     * @param calendars that feed schedules
     * @param recipients with schedules, overrides among them, as they are now
     */
    public ScheduleDesk(
            Store store,
            ObjectMapper json,
            LiveOverrides live,
            LiveCalendars calendars,
            Supplier<Recipients> recipients) {
        this.store = store;
        this.live = live;
        this.calendars = calendars;
        this.recipients = recipients;
        this.changes = new ChangeOverrides(store, json);
    }

    /** People and schedules as they are now. */
    public Recipients recipients() {
        return recipients.get();
    }

    /** The overrides of a schedule that people made, in that order, those that are over for not too long as well. */
    public List<ScheduleOverride> overrides(String schedule) {
        return live.all().getOrDefault(schedule, List.of());
    }

    /** How the calendar of a schedule stands; empty where none feeds it. */
    public Optional<LiveCalendars.State> calendar(Schedule schedule) {
        return calendars.state(schedule);
    }

    /** Does as is wanted, and answers once it is on disk; as a rule it counts on this hub by then, else from the next look on. Blocks. */
    public OverrideAnswer take(OverrideOrder order) {
        OverrideAnswer answer = store.submit(changes, order).join();
        try {
            live.reread();
        } catch (RuntimeException unread) { // it is done: who is told otherwise does it twice
            LOG.warn("an override of {} is not known here yet; the next look is in a moment", order.schedule(), unread);
        }
        return answer;
    }
}
