package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.simulate.AlertName;
import io.tocsin.pipeline.simulate.Differences;
import io.tocsin.pipeline.simulate.Figures;
import io.tocsin.pipeline.simulate.Line;
import io.tocsin.pipeline.simulate.Recipient;
import java.util.List;
import java.util.Locale;

/** What a simulation says, for programs. */
final class SimulationJson {

    private SimulationJson() {}

    static ObjectNode of(Line line) {
        ObjectNode json = object().put("at", line.at().toString());
        if (line instanceof Line.Notified notified) {
            json.put("what", "notified");
            to(json, notified.to());
            notified.onCall().ifPresent(one -> one.addTo(json));
            json.put("kind", notified.kind().word())
                    .put("severity", notified.severity().word())
                    .put("title", notified.title());
            notified.grouping().ifPresent(grouping -> json.put("grouping", grouping));
            notified.rules().forEach(json.putArray("rules")::add);
            names(json.putArray("firing"), notified.firing());
            names(json.putArray("over"), notified.over());
            json.put("more", notified.more())
                    .put("decidedAt", notified.decidedAt().toString());
        } else if (line instanceof Line.HeldBack held) {
            json.put("what", "held").put("by", held.by());
            held.until().ifPresent(end -> json.put("until", end.toString()));
            json.put("why", held.why());
            held.to().ifPresent(to -> to(json, to));
            names(json.putArray("alerts"), held.alerts());
        } else if (line instanceof Line.Trouble trouble) {
            json.put("what", "trouble").put("why", trouble.what());
        }
        return json;
    }

    static ObjectNode of(Figures figures) {
        return object().put("events", figures.events())
                .put("alerts", figures.alerts())
                .put("repeats", figures.repeats())
                .put("late", figures.late())
                .put("unmatched", figures.unmatched())
                .put("refused", figures.refused())
                .put("notified", figures.notified());
    }

    static ObjectNode of(Differences differences, List<Differences.Difference> all) {
        ObjectNode json = object();
        ArrayNode array = json.putArray("differences");
        all.forEach(difference -> {
            ObjectNode one = array.addObject()
                    .put(
                            "change",
                            difference.change().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            difference.before().ifPresent(before -> one.set("before", of(before)));
            difference.after().ifPresent(after -> one.set("after", of(after)));
        });
        return json.put("notifiedBefore", differences.notifiedBefore())
                .put("notifiedAfter", differences.notifiedAfter())
                .put("uncompared", differences.uncompared());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void to(ObjectNode json, Recipient to) {
        json.put("receiver", to.receiver());
        to.person().ifPresent(person -> json.put("person", person));
    }

    private static void names(ArrayNode array, List<AlertName> names) {
        names.forEach(name -> array.addObject().put("title", name.title()).put("fingerprint", name.fingerprint()));
    }
}
