package io.tocsin.pipeline.decide;

import io.tocsin.model.alert.Alert;
import io.tocsin.model.mapping.MapResult;
import io.tocsin.pipeline.ledger.EventStaging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Picks, of what a mapping makes of an event, what is to be decided: everything; or, after alerts of it were refused and
 * redriven, only what now stands in their places, because the others were decided before.
 *
 * @param places from 0; empty for everything
 */
record Redone(Set<Integer> places) {

    /** Stages what is refused and gives back the alerts to decide. */
    List<Alert> stage(MapResult.Mapped mapped, EventStaging staging) {
        Map<Integer, String> refused = new HashMap<>();
        mapped.bad().forEach(bad -> refused.put(bad.index(), bad.reason()));
        Iterator<Alert> good = mapped.alerts().iterator();
        List<Alert> decide = new ArrayList<>();
        int outputs = mapped.alerts().size() + refused.size();
        for (int place = 0; place < outputs; place++) {
            String reason = refused.get(place);
            Alert alert = reason == null ? good.next() : null;
            if (!places.isEmpty() && !places.contains(place)) {
                continue;
            }
            if (reason == null) {
                decide.add(alert);
            } else {
                staging.refuse(place, reason);
            }
        }
        places.stream()
                .filter(place -> place >= outputs)
                .sorted()
                .forEach(place -> staging.refuse(
                        place, "mapping " + mapped.mapping() + " now makes " + outputs + " alerts, and none here"));
        return decide;
    }
}
