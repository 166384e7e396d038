package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.ScopeIndex;
import io.tocsin.model.silence.Silence;
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
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Makes, changes and ends silences, with who did it, in one transaction; what they held and do not hold any more is marked there
 * as released. One that is active keeps its alerts and its start: with others it ends, and another one begins.
 */
public final class ChangeSilences implements Change<SilenceOrder, SilenceAnswer> {

    /** More that are not over are a mistake of a program. */
    static final int MOST = 50_000;

    /** More that every alert is tried with, one by one, would take a decision milliseconds. */
    static final int MOST_TRIED = 2_000;

    private final Corridor corridor;
    private final ObjectMapper json;
    private final LiveSilences live;
    private final String forUpdate;
    private final boolean isShared;

    /**
     * @param corridor where they stand
     * @param live gets what changes
     */
    public ChangeSilences(Corridor corridor, LiveSilences live) {
        this.corridor = corridor;
        this.json = corridor.json();
        this.live = live;
        this.forUpdate = corridor.store().dialect().forUpdate();
        this.isShared = corridor.store().dialect().isRemote();
    }

    @Override
    public List<SilenceAnswer> apply(Handle tx, List<SilenceOrder> orders, Instant now) {
        List<AuditEntry> audit = new ArrayList<>();
        List<SilenceAnswer> answers =
                orders.stream().map(order -> answer(tx, order, now, audit)).toList();
        AuditEntry.write(tx, audit, now);
        if (isShared && !audit.isEmpty()) {
            Revisions.raise(tx, Revisions.SILENCES);
        }
        return answers;
    }

    private SilenceAnswer answer(Handle tx, SilenceOrder order, Instant now, List<AuditEntry> audit) {
        Optional<SilenceTable.Versioned> row = order.id().flatMap(id -> SilenceTable.find(tx, json, id, forUpdate));
        if (order.id().isPresent() && row.isEmpty()) {
            return SilenceAnswer.refused(SilenceAnswer.Refusal.NOT_FOUND);
        }
        if (row.filter(one -> !order.expected().allows(one.version())).isPresent()) {
            return SilenceAnswer.refused(SilenceAnswer.Refusal.CHANGED);
        }
        Optional<Silence> known = row.map(SilenceTable.Versioned::silence);
        Predicate<Silence> isOver = silence -> silence.state(now) == Silence.State.EXPIRED;
        if (order.wish() instanceof SilenceOrder.End end) {
            return known.filter(isOver.negate())
                    .map(silence -> {
                        audit.add(entry(order, "silence.end", silence, end.reason()));
                        return SilenceAnswer.of(end(tx, silence, now));
                    })
                    .orElseGet(() -> SilenceAnswer.refused(SilenceAnswer.Refusal.OVER));
        }
        if (order.wish() instanceof SilenceOrder.Once once) {
            return live.within()
                    .active(once.be().scope(), now)
                    .map(SilenceAnswer::thereAlready)
                    .orElseGet(() -> be(tx, order, once.be(), Optional.empty(), now, audit));
        }
        Optional<Silence> open = known.filter(isOver.negate());
        return be(tx, order, begun((SilenceOrder.Be) order.wish(), open, now), open, now, audit);
    }

    /** Whoever changes one that goes on says again when it began, which may be ahead of a clock that was set back since. */
    private static SilenceOrder.Be begun(SilenceOrder.Be be, Optional<Silence> known, Instant now) {
        boolean began = known.filter(
                        silence -> silence.isActive(now) && silence.startsAt().equals(be.startsAt()))
                .isPresent();
        return began && be.startsAt().isAfter(now)
                ? new SilenceOrder.Be(be.scope(), now, be.endsAt(), be.author(), be.comment())
                : be;
    }

    private SilenceAnswer be(
            Handle tx,
            SilenceOrder order,
            SilenceOrder.Be be,
            Optional<Silence> known,
            Instant now,
            List<AuditEntry> audit) {
        if (!be.endsAt().isAfter(now) || !be.endsAt().isAfter(be.startsAt())) {
            return SilenceAnswer.refused(SilenceAnswer.Refusal.ENDS_TOO_SOON);
        }
        if (known.isEmpty() && live.within().size() >= MOST && live.within().count(now) >= MOST) {
            return SilenceAnswer.refused(SilenceAnswer.Refusal.TOO_MANY);
        }
        if (known.filter(silence -> silence.scope().equals(be.scope())).isEmpty()
                && ScopeIndex.isTriedAlone(be.scope())
                && live.within().triesAlone(MOST_TRIED, now)) {
            return SilenceAnswer.refused(SilenceAnswer.Refusal.TOO_MANY_TRIED);
        }
        Optional<Silence> goesOn = known.filter(silence -> silence.scope().equals(be.scope()))
                .filter(silence -> !silence.isActive(now) || !be.startsAt().isAfter(now));
        known.filter(silence -> goesOn.isEmpty()).ifPresent(silence -> {
            audit.add(entry(order, "silence.end", silence, "another one takes its place"));
            end(tx, silence, now);
        });
        Instant starts = goesOn.filter(silence -> silence.isActive(now))
                .map(Silence::startsAt)
                .filter(begin -> !begin.isAfter(now))
                .orElse(be.startsAt().isBefore(now) ? now : be.startsAt());
        Silence silence = new Silence(
                goesOn.map(Silence::id).orElseGet(Id.SILENCE::next),
                be.scope(),
                starts.truncatedTo(ChronoUnit.MILLIS), // as the store keeps them
                be.endsAt().truncatedTo(ChronoUnit.MILLIS),
                be.author(),
                be.comment(),
                now);
        put(tx, silence);
        if (goesOn.filter(before -> before.endsAt().equals(silence.endsAt())
                        && before.author().equals(silence.author()))
                .isEmpty()) {
            HoldNotices.plan(corridor, tx, silence, now);
        }
        goesOn.filter(before -> silence.endsAt().isBefore(before.endsAt())
                        || silence.startsAt().isAfter(now))
                .ifPresent(before -> Releases.release(tx, Hold.of(silence).by(), "it was changed", now));
        audit.add(entry(order, goesOn.isPresent() ? "silence.change" : "silence.add", silence, be.comment()));
        return SilenceAnswer.of(silence);
    }

    private Silence end(Handle tx, Silence silence, Instant now) {
        Silence over = silence.endedAt(now);
        SilenceTable.write(tx, json, over);
        live.stageWithout(tx, silence.id());
        HoldNotices.cancel(corridor, tx, Hold.of(silence).by(), "the silence was ended", now);
        Releases.release(tx, Hold.of(silence).by(), "it was ended", now);
        return over;
    }

    private void put(Handle tx, Silence silence) {
        SilenceTable.write(tx, json, silence);
        live.stageWith(tx, silence);
    }

    private static AuditEntry entry(SilenceOrder order, String action, Silence silence, String why) {
        return new AuditEntry(
                order.actor(),
                action,
                silence.id(),
                silence.scope() + ", " + silence.startsAt() + " to " + silence.endsAt() + ", by " + silence.author()
                        + (why.isEmpty() ? "" : ": " + why));
    }
}
