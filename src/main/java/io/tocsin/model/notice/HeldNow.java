package io.tocsin.model.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Part;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that holds back alerts of which a message's readers were told.
 *
 * @param by what it is: {@code silence sil_...}, {@code window nightly-backup}
 * @param until when it ends by itself; empty where nobody knows
 * @param alerts how many it holds
 */
public record HeldNow(String by, Optional<Instant> until, int alerts) {

    /** So many are named, those that hold most. */
    private static final int MOST = 5;

    /** What holds alerts of a part. */
    public static List<HeldNow> of(Part part) {
        return part.heldNow().entrySet().stream()
                .map(held -> of(held.getKey(), held.getValue()))
                .sorted(Comparator.comparingInt(HeldNow::alerts).reversed().thenComparing(HeldNow::by))
                .limit(MOST)
                .toList();
    }

    /** The words say until when, too, which each reader is told in a time zone of their own. */
    private static HeldNow of(Part.Holding holding, int alerts) {
        String end = holding.until().map(until -> " until " + until).orElse("");
        String by = holding.by();
        return new HeldNow(
                by.endsWith(end) ? by.substring(0, by.length() - end.length()) : by, holding.until(), alerts);
    }

    static void write(ObjectNode incident, List<HeldNow> held) {
        if (held.isEmpty()) {
            return;
        }
        ArrayNode array = incident.putArray("heldNow");
        held.forEach(one -> {
            ObjectNode node = array.addObject().put("by", one.by).put("alerts", one.alerts);
            one.until.ifPresent(until -> node.put("until", until.toString()));
        });
    }
}
