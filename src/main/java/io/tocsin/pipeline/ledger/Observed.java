package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import java.util.List;

/**
 * An alert as the decide route saw it.
 *
 * @param alert what it says
 * @param json the same as JSON
 * @param matches the rules that it matched, in file order
 * @param seen whether the idempotent consumer knew it: the same alert, status and severity within the window
 */
public record Observed(Alert alert, ObjectNode json, List<Match> matches, boolean seen) {

    public Observed {
        matches = List.copyOf(matches);
    }

    /** The same of an alert that was completed by what was known of it. */
    Observed with(Alert completed) {
        return completed.equals(alert) ? this : new Observed(completed, AlertJson.write(completed), matches, seen);
    }
}
