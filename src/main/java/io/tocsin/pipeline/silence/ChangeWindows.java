package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.PlannedWindow;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes and ends maintenance windows, with who did it, in one transaction; what one held and does not hold any more is released there. */
final class ChangeWindows implements Change<WindowOrder, WindowAnswer> {

    /** More that are not over are a mistake of a program. */
    static final int MOST = 1_000;

    private final Corridor corridor;
    private final ObjectMapper json;
    private final LiveWindows live;
    private final String forUpdate;
    private final boolean isShared;

    ChangeWindows(Corridor corridor, LiveWindows live) {
        this.corridor = corridor;
        this.json = corridor.json();
        this.live = live;
        this.forUpdate = corridor.store().dialect().forUpdate();
        this.isShared = corridor.store().dialect().isRemote();
    }

    @Override
    public List<WindowAnswer> apply(Handle tx, List<WindowOrder> orders, Instant now) {
        List<AuditEntry> audit = new ArrayList<>();
        List<WindowAnswer> answers = orders.stream()
                .map(order -> order.wish() instanceof WindowOrder.Add add
                        ? add(tx, order, add, now, audit)
                        : end(tx, order, (WindowOrder.End) order.wish(), now, audit))
                .toList();
        AuditEntry.write(tx, audit, now);
        if (isShared && !audit.isEmpty()) {
            Revisions.raise(tx, Revisions.WINDOWS);
        }
        return answers;
    }

    private WindowAnswer add(Handle tx, WindowOrder order, WindowOrder.Add add, Instant now, List<AuditEntry> audit) {
        if (PlannedWindow.state(add.times(), Optional.empty(), now) == PlannedWindow.State.OVER) {
            return WindowAnswer.refused(WindowAnswer.Refusal.PAST);
        }
        if (live.within().count(now) >= MOST) {
            return WindowAnswer.refused(WindowAnswer.Refusal.TOO_MANY);
        }
        PlannedWindow window = new PlannedWindow(
                Id.WINDOW.next(),
                add.scope(),
                add.times(),
                add.targets(),
                add.author(),
                add.comment(),
                now.truncatedTo(ChronoUnit.MILLIS), // as the store keeps it
                add.times().lastEnd());
        WindowTable.insert(tx, json, window);
        live.stageWith(tx, window);
        HoldNotices.begin(tx, window, now);
        audit.add(entry(order, "window.add", window, add.comment()));
        return WindowAnswer.of(window);
    }

    private WindowAnswer end(Handle tx, WindowOrder order, WindowOrder.End end, Instant now, List<AuditEntry> audit) {
        Optional<PlannedWindow> known = WindowTable.find(tx, json, end.id(), forUpdate);
        if (known.isEmpty()) {
            return WindowAnswer.refused(WindowAnswer.Refusal.NOT_FOUND);
        }
        if (!order.expected().allows(WindowOrder.version(known.get().overAt()))) {
            return WindowAnswer.refused(WindowAnswer.Refusal.CHANGED);
        }
        if (known.get().state(now) == PlannedWindow.State.OVER) {
            return WindowAnswer.refused(WindowAnswer.Refusal.OVER);
        }
        PlannedWindow over = known.get().endedAt(now.truncatedTo(ChronoUnit.MILLIS));
        WindowTable.end(tx, over.id(), now);
        live.stageWithout(tx, over.id());
        HoldNotices.end(corridor, tx, known.get(), now);
        Releases.release(tx, over.by(), "it was ended", now);
        audit.add(entry(order, "window.end", over, end.reason()));
        return WindowAnswer.of(over);
    }

    private static AuditEntry entry(WindowOrder order, String action, PlannedWindow window, String why) {
        Recurrence times = window.times();
        return new AuditEntry(
                order.actor(),
                action,
                window.id(),
                window.scope() + ", " + times.start() + " for " + times.length() + " in " + times.zone()
                        + (times.rule().isEmpty() ? "" : ", " + times.rule()) + ", by " + window.author()
                        + (why.isEmpty() ? "" : ": " + why));
    }
}
