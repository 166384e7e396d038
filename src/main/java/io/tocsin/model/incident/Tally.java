package io.tocsin.model.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What an address would read of an incident's members, told one after the other in any order: all are counted, and of no more than
 * {@value Part#MOST} more than that is kept. Not for several threads.
 */
public final class Tally {

    /** What fires first, the worst of it, then the newest. */
    private static final Comparator<Part.Line> ORDER = Comparator.comparing((Part.Line line) -> !line.fires())
            .thenComparing(line -> line.member().severity())
            .thenComparing(line -> line.member().changed(), Comparator.reverseOrder())
            .thenComparing(line -> line.member().alert());

    private final Concern concern;
    private final Map<String, String> held;
    private final Map<String, Instant> heldUntil;
    private final Map<Part.Holding, Integer> heldNow = new HashMap<>();
    private final PriorityQueue<Part.Line> first = new PriorityQueue<>(ORDER.reversed());
    private final Map<String, Told.LeftOut> leftOut = new HashMap<>();
    private Counts firing = Counts.NONE;
    private int over;
    private int heldBack;
    private int quiet;
    private boolean isNews;

    /**
     * @param concern the address's
     * @param held what holds a member back, by alert
     * @param heldUntil when that ends by itself, by alert
     */
    public Tally(Concern concern, Map<String, String> held, Map<String, Instant> heldUntil) {
        this.concern = concern;
        this.held = held;
        this.heldUntil = heldUntil;
    }

    /** Takes a member in. */
    public void add(Member member) {
        Reading reading = Reading.of(member, concern);
        String by = held.get(member.alert());
        quiet += reading.isQuiet() ? 1 : 0;
        if (reading.isUntold() || reading.fires() && by != null) {
            heldBack += reading.fires() ? 1 : 0;
            if (reading.fires() && by != null && reading.isBelieved()) {
                Optional<Instant> until = Optional.ofNullable(heldUntil.get(member.alert()));
                heldNow.merge(new Part.Holding(by, until), 1, Integer::sum);
            }
            reading.leftOut(
                            by == null
                                    ? concern.leftOut(member.alert())
                                            .orElseThrow()
                                            .by()
                                    : by)
                    .ifPresent(left -> leftOut.put(member.alert(), left));
        } else if (reading.fires() || reading.isOver()) {
            first.add(new Part.Line(member, reading.fires(), reading.isNew()));
            if (first.size() > Part.MOST) {
                first.remove();
            }
            isNews |= reading.isNew();
            firing = reading.fires() ? firing.plus(member.severity(), 1) : firing;
            over += reading.fires() ? 0 : 1;
        }
    }

    /** What it comes to. */
    public Part part() {
        List<Part.Line> lines = new ArrayList<>(first);
        lines.sort(ORDER);
        return new Part(lines, firing, over, heldBack, quiet, isNews, leftOut, heldNow);
    }
}
